"""Quotas of projects and users."""

from __future__ import annotations

from typing import Final

from novaclient import base
from novaclient.base import TupleWithMeta, by_manager
from novaclient.microversions import UNSET, Unset, microversion
from novaclient.transport import protocol

#: A quota: a number or its text; -1 means unlimited, None leaves a quota unchanged.
Quota = int | str | None

#: The quotas that later microversions do not have.
_REMOVED: Final = {
    "fixed_ips": "-2.35",
    "floating_ips": "-2.35",
    "security_groups": "-2.35",
    "security_group_rules": "-2.35",
    "injected_files": "-2.56",
    "injected_file_content_bytes": "-2.56",
    "injected_file_path_bytes": "-2.56",
}


class QuotaSetManager(base.Manager["QuotaSet"]):
    """Manages the quotas of projects and users."""

    @microversion()
    def get(self, tenant_id: str, user_id: str | None = None, detail: bool = False) -> QuotaSet:
        """Return the quotas of a project.

        :param tenant_id: the id of the project.
        :param user_id: the id of a user, to return the user's quotas in the project.
        :param detail: whether to include what is in use and reserved.
        """
        url = protocol.path("/os-quota-sets/%s/detail" if detail else _PATH, tenant_id)
        return self._get(_of_user(url, user_id), "quota_set")

    @microversion()
    def defaults(self, tenant_id: str) -> QuotaSet:
        """Return the default quotas of a project.

        :param tenant_id: the id of the project.
        """
        url = protocol.path("/os-quota-sets/%s/defaults", tenant_id)
        return self._get(url, "quota_set")

    @microversion("2.1", **_REMOVED)
    def update(
        self,
        tenant_id: QuotaSet | str,
        user_id: str | None = None,
        force: bool = False,
        instances: Quota = None,
        cores: Quota = None,
        ram: Quota = None,
        metadata_items: Quota = None,
        key_pairs: Quota = None,
        server_groups: Quota = None,
        server_group_members: Quota = None,
        *,
        injected_files: Quota | Unset = UNSET,
        injected_file_content_bytes: Quota | Unset = UNSET,
        injected_file_path_bytes: Quota | Unset = UNSET,
        fixed_ips: Quota | Unset = UNSET,
        floating_ips: Quota | Unset = UNSET,
        security_groups: Quota | Unset = UNSET,
        security_group_rules: Quota | Unset = UNSET,
    ) -> QuotaSet:
        """Update quotas of a project, for administrators.

        :param tenant_id: the quotas, or the id of the project.
        :param user_id: the id of a user, to update the user's quotas in the project.
        :param force: whether a quota may be lower than what is in use.
        :param ram: in MB.
        :param injected_files: up to 2.56, as are ``injected_file_content_bytes`` and
            ``injected_file_path_bytes``.
        :param fixed_ips: up to 2.35, as are ``floating_ips``, ``security_groups`` and
            ``security_group_rules``.
        :raises UnsupportedAttribute: for a quota that the microversion does not have.

        Each other parameter is the quota of its name.
        """
        quotas = base.given(
            instances=instances,
            cores=cores,
            ram=ram,
            metadata_items=metadata_items,
            key_pairs=key_pairs,
            server_groups=server_groups,
            server_group_members=server_group_members,
            injected_files=injected_files,
            injected_file_content_bytes=injected_file_content_bytes,
            injected_file_path_bytes=injected_file_path_bytes,
            fixed_ips=fixed_ips,
            floating_ips=floating_ips,
            security_groups=security_groups,
            security_group_rules=security_group_rules,
        )
        if force:
            quotas["force"] = force
        url = _of_user(protocol.path(_PATH, base.getid(tenant_id)), user_id)
        changed: QuotaSet = self._update(url, {"quota_set": quotas}, "quota_set")
        return changed

    @microversion()
    def delete(self, tenant_id: str, user_id: str | None = None) -> TupleWithMeta:
        """Reset the quotas of a project to the defaults, for administrators.

        :param tenant_id: the id of the project.
        :param user_id: the id of a user, to reset the user's quotas to those of the project.
        """
        return self._delete(_of_user(protocol.path(_PATH, tenant_id), user_id))


class QuotaSet(base.Resource, manager=QuotaSetManager):
    """The quotas of a project or a user; its id is the project's.

    Each is a number, -1 for unlimited, or with ``detail`` a dict with ``limit``, ``in_use`` and
    ``reserved``. After :meth:`QuotaSetManager.update` it has no id.
    """

    manager: QuotaSetManager

    instances: int | dict[str, int]
    cores: int | dict[str, int]
    ram: int | dict[str, int]  #: MB
    metadata_items: int | dict[str, int]
    key_pairs: int | dict[str, int]
    server_groups: int | dict[str, int]
    server_group_members: int | dict[str, int]
    injected_files: int | dict[str, int]  #: up to 2.56, as are the next two
    injected_file_content_bytes: int | dict[str, int]
    injected_file_path_bytes: int | dict[str, int]
    fixed_ips: int | dict[str, int]  #: up to 2.35, as is what follows
    floating_ips: int | dict[str, int]
    security_groups: int | dict[str, int]
    security_group_rules: int | dict[str, int]

    update = by_manager(QuotaSetManager.update)


_PATH: Final = "/os-quota-sets/%s"


def _of_user(url: str, user_id: str | None) -> str:
    return protocol.query(url, {"user_id": user_id or None})
