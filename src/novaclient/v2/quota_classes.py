"""Quota classes: the default quotas of projects."""

from __future__ import annotations

from typing import Final

from novaclient import base
from novaclient.base import by_manager
from novaclient.microversions import UNSET, Unset, microversion, positional
from novaclient.transport import protocol
from novaclient.v2.quotas import Quota

#: The quotas that later microversions do not have.
_REMOVED: Final = {
    "fixed_ips": "-2.49",
    "floating_ips": "-2.49",
    "security_groups": "-2.49",
    "security_group_rules": "-2.49",
    "injected_files": "-2.56",
    "injected_file_content_bytes": "-2.56",
    "injected_file_path_bytes": "-2.56",
}


class QuotaClassSetManager(base.Manager["QuotaClassSet"]):
    """Manages quota classes, for administrators. Nova uses only the class ``default``."""

    @microversion()
    def get(self, class_name: str) -> QuotaClassSet:
        """Return the quotas of a class.

        :param class_name: the name of the class, ``default``.
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
    @microversion("2.1", **_REMOVED)
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
        """Update quotas of a class; None leaves a quota unchanged, -1 means unlimited.

        :param class_name: the quota class or its name.
        :param ram: in MB.
        :param injected_files: up to 2.56, as are ``injected_file_content_bytes`` and
            ``injected_file_path_bytes``.
        :param fixed_ips: up to 2.49, as are ``floating_ips``, ``security_groups`` and
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
        url = protocol.path("/os-quota-class-sets/%s", base.getid(class_name))
        changed: QuotaClassSet = self._update(url, {"quota_class_set": quotas}, "quota_class_set")
        return changed


class QuotaClassSet(base.Resource, manager=QuotaClassSetManager):
    """The quotas of a class; -1 means unlimited.

    After :meth:`QuotaClassSetManager.update` it has no id.
    """

    manager: QuotaClassSetManager

    instances: int
    cores: int
    ram: int  #: MB
    metadata_items: int
    key_pairs: int
    server_groups: int  #: since 2.50
    server_group_members: int  #: since 2.50
    injected_files: int  #: up to 2.56, as are the next two
    injected_file_content_bytes: int
    injected_file_path_bytes: int
    fixed_ips: int  #: up to 2.49, as is what follows
    floating_ips: int
    security_groups: int
    security_group_rules: int

    update = by_manager(QuotaClassSetManager.update)
