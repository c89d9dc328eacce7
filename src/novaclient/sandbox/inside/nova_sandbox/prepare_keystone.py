"""Creates keystone's tables, keys, users, projects, roles and catalog.

Argument: configuration file. Standard input: JSON with ``region``, ``identity_url``, ``passwords``
(by user) and ``endpoints`` (a list of type, name and URL).
"""

import json
import sys
import uuid
from typing import Any

from . import runtime

#: Users other than the administrator and the services, each in a project of the same name.
ORDINARY_USERS = ("demo",)


def create_keys(conf: Any) -> None:
    """Create the keys for encrypting tokens, receipts and stored credentials."""
    from keystone.common import fernet_utils

    receipts = conf.fernet_receipts
    for group, settings, active in (
        ("fernet_tokens", conf.fernet_tokens, conf.fernet_tokens.max_active_keys),
        ("fernet_receipts", receipts, receipts.max_active_keys),
        ("credential", conf.credential, 3),
    ):
        keys = fernet_utils.FernetUtils(settings.key_repository, active, group)
        keys.create_key_directory()
        if keys.validate_key_repository(requires_write=True):
            keys.initialize_key_repository()


def bootstrap(wanted: dict[str, Any]) -> Any:
    """Create the administrator, the default roles, the region and keystone's endpoints."""
    from keystone.cmd.bootstrap import Bootstrapper

    first = Bootstrapper()
    first.immutable_roles = True
    first.admin_username = first.project_name = first.admin_role_name = "admin"
    first.admin_password = wanted["passwords"]["admin"]
    first.service_name = "keystone"
    first.region_id = wanted["region"]
    first.public_url = first.internal_url = first.admin_url = wanted["identity_url"]
    first.bootstrap()
    return first


def populate(first: Any, wanted: dict[str, Any]) -> None:
    """Create the other users with their projects, and the other services with their endpoints."""
    from keystone.common.provider_api import ProviderAPIs as Providers

    domain = first.default_domain_id

    def add_project(name: str, description: str) -> str:
        project = {
            "id": uuid.uuid4().hex,
            "name": name,
            "domain_id": domain,
            "description": description,
            "enabled": True,
        }
        Providers.resource_api.create_project(project["id"], project)
        return str(project["id"])

    def add_user(name: str, project: str) -> str:
        user = {
            "name": name,
            "domain_id": domain,
            "password": wanted["passwords"][name],
            "default_project_id": project,
            "enabled": True,
        }
        return str(Providers.identity_api.create_user(user)["id"])

    def grant(user: str, project: str, *roles: str) -> None:
        for role in roles:
            Providers.assignment_api.add_role_to_user_and_project(user, project, role)

    for name in ORDINARY_USERS:
        project = add_project(name, "A project with the default quotas.")
        grant(add_user(name, project), project, first.member_role_id)
        grant(first.admin_user_id, project, first.admin_role_id)
    project = add_project("service", "The users of the services.")
    for name in set(wanted["passwords"]) - {"admin", *ORDINARY_USERS}:
        grant(add_user(name, project), project, first.admin_role_id, first.service_role_id)
    for kind, name, url in wanted["endpoints"]:
        service = uuid.uuid4().hex
        Providers.catalog_api.create_service(
            service, {"id": service, "type": kind, "name": name, "enabled": True}
        )
        for interface in ("public", "internal", "admin"):
            endpoint = {
                "id": uuid.uuid4().hex,
                "service_id": service,
                "interface": interface,
                "region_id": wanted["region"],
                "url": url,
                "enabled": True,
            }
            Providers.catalog_api.create_endpoint(endpoint["id"], endpoint)


def main(configuration: str) -> None:
    runtime.end_with_parent()
    wanted = json.load(sys.stdin)
    sys.argv = ["keystone-manage"]
    import keystone.conf
    from keystone.common import sql
    from keystone.common.sql import upgrades

    keystone.conf.configure()
    sql.initialize()
    keystone.conf.set_default_for_default_log_levels()
    keystone.conf.CONF([], project="keystone", default_config_files=[configuration])
    keystone.conf.setup_logging()
    runtime.adapt_sqlite()
    upgrades.offline_sync_database_to_version(None)
    create_keys(keystone.conf.CONF)
    populate(bootstrap(wanted), wanted)


if __name__ == "__main__":
    main(*sys.argv[1:])
