"""Quota classes: the quotas that projects have as long as nobody changes them."""

from __future__ import annotations

from typing import Final

from novaclient import base
from novaclient.api_versions import UNSET, Unset, microversion, positional
from novaclient.base import by_manager
from novaclient.transport import protocol
from novaclient.v2.quotas import Quota

_WITHDRAWN: Final = {
    "fixed_ips": "-2.49",
    "floating_ips": "-2.49",
    "security_groups": "-2.49",
    "security_group_rules": "-2.49",
    "injected_files": "-2.56",
    "injected_file_content_bytes": "-2.56",
    "injected_file_path_bytes": "-2.56",
}


class QuotaClassSetManager(base.Manager["QuotaClassSet"]):
    """The quota classes, for administrators. Nova uses one only, ``default``."""

    @microversion()
    def get(self, class_name: str) -> QuotaClassSet:
        """The quotas of a class.

        :param class_name: the class; Nova knows ``default``.
        """
        url = protocol.path("/os-quota-class-sets/%s", class_name)
        return self._get(url, "quota_class_set")

    @positional(
        "2.50-2.56",
        "class_name",
        "instances",
        "cores",
        "ram",
        "metadata_items",
        "injected_files",
        "injected_file_content_bytes",
        "injected_file_path_bytes",
        "key_pairs",
        "server_groups",
        "server_group_members",
    )
    @microversion("2.1", **_WITHDRAWN)
    def update(
        self,
        class_name: QuotaClassSet | str,
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
    ) -> QuotaClassSet:
        """Change quotas of a class; None leaves one as it is, -1 lifts it.

        :param ram: MB.
        :param injected_files: up to 2.56, as the sizes of their contents and paths.
        :param fixed_ips: up to 2.49, as those of floating IPs and of security groups.
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
        url = protocol.path("/os-quota-class-sets/%s", base.getid(class_name))
        changed: QuotaClassSet = self._update(url, {"quota_class_set": quotas}, "quota_class_set")
        return changed


class QuotaClassSet(base.Resource, manager=QuotaClassSetManager):
    """The quotas of a class; each is a number, -1 for no limit.

    What :meth:`QuotaClassSetManager.update` returns has no id.
    """

    manager: QuotaClassSetManager

    instances: int
    cores: int
    ram: int  #: MB
    metadata_items: int
    key_pairs: int
    server_groups: int  #: since 2.50
    server_group_members: int  #: since 2.50
    injected_files: int  #: up to 2.56, as the two that follow
    injected_file_content_bytes: int
    injected_file_path_bytes: int
    fixed_ips: int  #: up to 2.49, as all that follows
    floating_ips: int
    security_groups: int
    security_group_rules: int

    update = by_manager(QuotaClassSetManager.update)
