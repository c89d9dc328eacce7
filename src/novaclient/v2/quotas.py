"""Quotas: how much of everything a project or a user may have."""

from __future__ import annotations

from typing import Final

from novaclient import base
from novaclient.api_versions import UNSET, Unset, microversion
from novaclient.base import TupleWithMeta, by_manager
from novaclient.transport import protocol

#: A quota: a number, or a text with one; -1 for no limit.
Quota = int | str | None

_WITHDRAWN: Final = {
    "fixed_ips": "-2.35",
    "floating_ips": "-2.35",
    "security_groups": "-2.35",
    "security_group_rules": "-2.35",
    "injected_files": "-2.56",
    "injected_file_content_bytes": "-2.56",
    "injected_file_path_bytes": "-2.56",
}


class QuotaSetManager(base.Manager["QuotaSet"]):
    """The quotas of projects and of users."""

    @microversion()
    def get(self, tenant_id: str, user_id: str | None = None, detail: bool = False) -> QuotaSet:
        """The quotas of a project.

        :param tenant_id: the project's id.
        :param user_id: those of this user in the project.
        :param detail: whether with what is in use and reserved.
        """
        url = protocol.path("/os-quota-sets/%s/detail" if detail else _PATH, tenant_id)
        return self._get(_of_user(url, user_id), "quota_set")

    @microversion()
    def defaults(self, tenant_id: str) -> QuotaSet:
        """The quotas that a project has as long as nobody changes them.

        :param tenant_id: the project's id.
        """
        url = protocol.path("/os-quota-sets/%s/defaults", tenant_id)
        return self._get(url, "quota_set")

    @microversion("2.1", **_WITHDRAWN)
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
        """Change quotas of a project, for administrators; None leaves one as it is, -1 lifts it.

        :param tenant_id: the project's id.
        :param user_id: change those of this user in the project.
        :param force: whether also below what is in use.
        :param ram: MB.
        :param injected_files: up to 2.56, as the sizes of their contents and paths.
        :param fixed_ips: up to 2.35, as those of floating IPs and of security groups.
        :raises UnsupportedAttribute: for a quota that the version does not know.

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
        """Give a project its default quotas again, for administrators.

        :param tenant_id: the project's id.
        :param user_id: give this user those of the project.
        """
        return self._delete(_of_user(protocol.path(_PATH, tenant_id), user_id))


class QuotaSet(base.Resource, manager=QuotaSetManager):
    """The quotas of a project or a user; its id is the project's.

    Each is a number, -1 for no limit, or with ``detail`` a dict of ``limit``, ``in_use`` and
    ``reserved``. What :meth:`QuotaSetManager.update` returns has no id.
    """

    manager: QuotaSetManager

    instances: int | dict[str, int]
    cores: int | dict[str, int]
    ram: int | dict[str, int]  #: MB
    metadata_items: int | dict[str, int]
    key_pairs: int | dict[str, int]
    server_groups: int | dict[str, int]
    server_group_members: int | dict[str, int]
    injected_files: int | dict[str, int]  #: up to 2.56, as the two that follow
    injected_file_content_bytes: int | dict[str, int]
    injected_file_path_bytes: int | dict[str, int]
    fixed_ips: int | dict[str, int]  #: up to 2.35, as all that follows
    floating_ips: int | dict[str, int]
    security_groups: int | dict[str, int]
    security_group_rules: int | dict[str, int]

    update = by_manager(QuotaSetManager.update)


_PATH: Final = "/os-quota-sets/%s"


def _of_user(url: str, user_id: str | None) -> str:
    return protocol.query(url, {"user_id": user_id or None})
