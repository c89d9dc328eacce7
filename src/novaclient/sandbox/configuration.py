"""The services' configuration files and the clouds.yaml; unusual settings have a comment."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from novaclient.sandbox import files
from novaclient.sandbox.folder import Folder
from novaclient.sandbox.state import LOOPBACK, REGION, State

#: The hosts of the fake hypervisors.
HYPERVISORS = ("compute1", "compute2", "compute3")
#: Files copied unchanged from the packages.
_STOCK_FILES = (
    "nova/api-paste.ini",
    "glance/glance-api-paste.ini",
    "neutron/api-paste.ini",
    "cinder/api-paste.ini",
    "cinder/resource_filters.json",
)
#: The catalog: service type, name in the catalog, service, and the path of its endpoint.
CATALOG = (
    ("compute", "nova", "nova", "/v2.1"),
    ("placement", "placement", "placement", ""),
    ("image", "glance", "glance", ""),
    ("network", "neutron", "neutron", ""),
    ("block-storage", "cinder", "cinder", "/v3"),
    ("volumev3", "cinderv3", "cinder", "/v3"),
)
DATABASES = (
    "keystone",
    "placement",
    "nova_api",
    "nova_cell0",
    "nova",
    "glance",
    "neutron",
    "cinder",
)
_SERVICE_TYPES = {name: kind for kind, name, _, _ in CATALOG}

Options = Mapping[str, str | int | Path]
Sections = dict[str, Options]


class Configuration:
    """Writes the configuration of all services.

    :param folder: the sandbox's folder
    :param state: its ports, passwords and database
    :param stock: the folder ``etc`` of the environment with the services' packages
    """

    def __init__(self, folder: Folder, state: State, stock: Path) -> None:
        self._folder = folder
        self._state = state
        self._stock = stock

    def write(self) -> None:
        """Write all files."""
        for name in _STOCK_FILES:
            target = self._folder.etc / name
            files.make_private(target.parent)
            shutil.copyfile(self._stock / name, target)
            target.chmod(0o600)
        for name, sections in (
            ("keystone/keystone.conf", self._keystone()),
            ("placement/placement.conf", self._placement()),
            ("glance/glance-api.conf", self._glance()),
            ("neutron/neutron.conf", self._neutron()),
            ("neutron/plugins/ml2/ml2_conf.ini", self._ml2()),
            ("cinder/cinder.conf", self._cinder()),
            ("nova/nova.conf", self._nova()),
        ):
            target = self._folder.etc / name
            files.make_private(target.parent)
            files.write(target, as_ini(sections))
        files.write(self._folder.clouds, clouds_yaml(self._state), durable=True)

    def database_url(self, name: str) -> str:
        """Return the URL of a database for SQLAlchemy."""
        if self._state.database == "sqlite":
            return f"sqlite:///{self._folder.databases / name}.db?timeout=60"
        password = self._state.passwords["database"]
        port = self._state.ports["mariadb"]
        return f"mysql+pymysql://sandbox:{password}@{LOOPBACK}:{port}/{name}?charset=utf8"

    def _database(self, name: str) -> Options:
        options: dict[str, str | int | Path] = {
            "connection": self.database_url(name),
            "max_retries": 5,
        }
        if self._state.database == "mariadb":
            options |= {"max_pool_size": 20, "max_overflow": 40}
        return options

    def _credentials(self, user: str, **more: str | int) -> Options:
        return {
            "auth_type": "password",
            "auth_url": self._state.url("keystone", "/v3"),
            "username": user,
            "password": self._state.passwords[user],
            "project_name": "service",
            "user_domain_id": "default",
            "project_domain_id": "default",
            "region_name": REGION,
            **more,
        }

    def _token_check(self, user: str) -> Options:
        return self._credentials(
            user,
            www_authenticate_uri=self._state.url("keystone", "/v3"),
            service_token_roles="service",  # noqa: S106
            service_token_roles_required="true",  # noqa: S106
            service_type=_SERVICE_TYPES[user],
        )

    def _service(self, name: str, **more: str | int | Path) -> Options:
        # All services of a project run in one process, with RPC in memory.
        return {
            "state_path": self._folder.data / name,
            "use_stderr": "true",
            "host": "controller",
            "transport_url": "fake://",
            **more,
        }

    def _shared(self) -> Sections:
        return {
            "oslo_concurrency": {"lock_path": self._folder.data / "locks"},
            "oslo_messaging_notifications": {"driver": "noop"},
        }

    def _keystone(self) -> Sections:
        return {
            "DEFAULT": {"use_stderr": "true", "max_token_size": 512},
            "database": self._database("keystone"),
            "token": {"provider": "fernet", "expiration": 86400},
            "fernet_tokens": {"key_repository": self._folder.keys / "tokens"},
            "fernet_receipts": {"key_repository": self._folder.keys / "receipts"},
            "credential": {"key_repository": self._folder.keys / "credentials"},
            # The passwords are long and random, so few rounds are enough and logins are fast.
            "identity": {"password_hash_rounds": 4},
            "cache": {"enabled": "true", "backend": "dogpile.cache.memory"},
        }

    def _placement(self) -> Sections:
        return {
            "DEFAULT": {"use_stderr": "true"},
            "api": {"auth_strategy": "keystone"},
            "placement_database": self._database("placement"),
            "keystone_authtoken": self._token_check("placement"),
        }

    def _glance(self) -> Sections:
        data = self._folder.data / "glance"
        return {
            "DEFAULT": {
                "use_stderr": "true",
                "enabled_backends": "file:file",
                "enabled_import_methods": "[glance-direct,copy-image]",
                "worker_self_reference_url": self._state.url("glance"),
            },
            "database": self._database("glance"),
            "keystone_authtoken": self._token_check("glance"),
            "paste_deploy": {"flavor": "keystone"},
            "glance_store": {"default_backend": "file"},
            "file": {"filesystem_store_datadir": data / "images"},
            "os_glance_staging_store": {"filesystem_store_datadir": data / "staging"},
            "os_glance_tasks_store": {"filesystem_store_datadir": data / "tasks"},
            **self._shared(),
        }

    def _neutron(self) -> Sections:
        return {
            "DEFAULT": self._service(
                "neutron",
                core_plugin="ml2",
                service_plugins="router,auto_allocate,network_ip_availability",
                api_paste_config=self._folder.etc / "neutron/api-paste.ini",
                dhcp_agent_notification="false",
                router_distributed="false",
                # The process is identified by its command line.
                setproctitle="off",
                # Nova learns of a new floating IP sooner.
                send_events_interval=1,
            ),
            "database": self._database("neutron"),
            "keystone_authtoken": self._token_check("neutron"),
            "nova": self._credentials("neutron"),
            "placement": self._credentials("neutron"),
            **self._shared(),
        }

    def _ml2(self) -> Sections:
        return {
            "ml2": {
                "type_drivers": "flat,vlan,geneve,local",
                "tenant_network_types": "geneve",
                # Binds ports itself, because there are no agents.
                "mechanism_drivers": "nova_sandbox",
                "extension_drivers": "port_security,dns",
            },
            "ml2_type_flat": {"flat_networks": "*"},
            "ml2_type_vlan": {"network_vlan_ranges": "physnet1:100:199"},
            "ml2_type_geneve": {"vni_ranges": "1:65535", "max_header_size": 38},
            "securitygroup": {"enable_security_group": "true"},
        }

    def _cinder(self) -> Sections:
        etc = self._folder.etc / "cinder"
        return {
            "DEFAULT": self._service(
                "cinder",
                auth_strategy="keystone",
                enabled_backends="sandbox",
                default_volume_type="standard",
                api_paste_config=etc / "api-paste.ini",
                resource_query_filters_file=etc / "resource_filters.json",
                my_ip=LOOPBACK,
                periodic_fuzzy_delay=1,
                service_down_time=120,
                glance_api_servers=self._state.url("glance"),
                rootwrap_config="/dev/null",
            ),
            "sandbox": {
                "volume_driver": "nova_sandbox.volume_driver.NoStorage",
                "volume_backend_name": "sandbox",
            },
            "database": self._database("cinder"),
            "keystone_authtoken": self._token_check("cinder"),
            "service_user": self._credentials("cinder", send_service_user_token="true"),  # noqa: S106
            "nova": self._credentials("cinder", interface="public"),
            "coordination": {"backend_url": f"file://{self._folder.data / 'cinder'}"},
            **self._shared(),
        }

    def _nova(self) -> Sections:
        return {
            "DEFAULT": self._service(
                "nova",
                compute_driver="fake.SandboxDriver",
                my_ip=LOOPBACK,
                instances_path=self._folder.data / "nova/instances",
                rootwrap_config="/dev/null",
                resume_guests_state_on_host_boot="true",
                # No agent ever reports that a VIF is plugged.
                vif_plugging_is_fatal="false",
                vif_plugging_timeout=0,
                # SQLite has one writer at a time: more concurrent builds only wait for each other.
                max_concurrent_builds=3,
                executor_thread_pool_size=24,
                rpc_response_timeout=180,
                service_down_time=120,
                # A volume is available at once; by default nova checks every three seconds.
                block_device_allocate_retries_interval=1,
                # Nothing changes outside of nova, so periodic checks are only load.
                periodic_fuzzy_delay=1,
                update_resources_interval=3600,
                heal_instance_info_cache_interval=-1,
                sync_power_state_interval=-1,
                running_deleted_instance_action="noop",
            ),
            "api": {"auth_strategy": "keystone", "max_limit": 1000},
            "api_database": self._database("nova_api"),
            "database": self._database("nova"),
            "keystone_authtoken": self._token_check("nova"),
            "service_user": self._credentials("nova", send_service_user_token="true"),  # noqa: S106
            "placement": self._credentials("nova"),
            "glance": {"endpoint_override": self._state.url("glance")},
            "neutron": self._credentials("nova"),
            "cinder": self._credentials(
                "nova", catalog_info="block-storage::publicURL", os_region_name=REGION
            ),
            "keystone": self._credentials("nova"),
            "conductor": {"workers": 1},
            "scheduler": {"workers": 1, "discover_hosts_in_cells_interval": 300},
            "filter_scheduler": {"host_subset_size": 3, "track_instance_changes": "false"},
            "compute": {"live_migration_wait_for_vif_plug": "false"},
            "vnc": {
                "enabled": "true",
                "server_listen": LOOPBACK,
                "server_proxyclient_address": LOOPBACK,
                "novncproxy_base_url": self._state.url("nova", "/vnc_auto.html"),
            },
            "spice": {"enabled": "true"},
            "serial_console": {"enabled": "true"},
            "mks": {"enabled": "true"},
            **self._shared(),
        }


def as_ini(sections: Mapping[str, Options]) -> str:
    """Return sections and options in the format of oslo.config."""
    lines: list[str] = []
    for section, options in sections.items():
        lines.append(f"[{section}]")
        # oslo.config substitutes $names in values; $$ is a dollar sign.
        lines += [f"{name} = {str(value).replace('$', '$$')}" for name, value in options.items()]
        lines.append("")
    return "\n".join(lines)


def accounts(admin: bool) -> tuple[str, str]:
    """Return the user and the project of the administrator, or of the ordinary user."""
    return ("admin", "admin") if admin else ("demo", "demo")


def client_environment(state: State, admin: bool) -> dict[str, str]:
    """Return the OS_* variables for other programs."""
    user, project = accounts(admin)
    return {
        "OS_AUTH_URL": state.url("keystone", "/v3"),
        "OS_USERNAME": user,
        "OS_PASSWORD": state.passwords[user],
        "OS_PROJECT_NAME": project,
        "OS_USER_DOMAIN_ID": "default",
        "OS_PROJECT_DOMAIN_ID": "default",
        "OS_REGION_NAME": REGION,
        "OS_IDENTITY_API_VERSION": "3",
    }


def clouds_yaml(state: State) -> str:
    """Return a clouds.yaml with the clouds ``sandbox`` and ``sandbox-admin``."""
    lines = ["# Written by nova sandbox up, which overwrites changes.", "clouds:"]
    for cloud, admin in (("sandbox", False), ("sandbox-admin", True)):
        user, project = accounts(admin)
        lines += [
            f"  {cloud}:",
            "    auth:",
            f"      auth_url: {state.url('keystone', '/v3')}",
            f"      username: {user}",
            f'      password: "{state.passwords[user]}"',
            f"      project_name: {project}",
            "      user_domain_id: default",
            "      project_domain_id: default",
            f"    region_name: {REGION}",
            "    identity_api_version: 3",
        ]
    return "\n".join(lines) + "\n"
