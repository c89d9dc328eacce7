"""Which projects may use a private flavor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novaclient import base
from novaclient.api_versions import microversion
from novaclient.base import ListWithMeta
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.v2.flavors import Flavor


class FlavorAccessManager(base.ManagerWithFind["FlavorAccess"]):
    """The rights to private flavors, for administrators."""

    @microversion()
    def list(self, *, flavor: Flavor | str | None = None) -> ListWithMeta[FlavorAccess]:
        """Who may use a private flavor.

        :param flavor: the flavor or its id; the API lists by nothing else.
        :raises NotImplementedError: without a flavor.
        """
        if flavor is None:
            raise NotImplementedError("Access can only be listed by flavor: give flavor=…")
        url = protocol.path("/flavors/%s/os-flavor-access", base.getid(flavor))
        return self._list(url, "flavor_access")

    @microversion()
    def add_tenant_access(self, flavor: Flavor | str, tenant: str) -> ListWithMeta[FlavorAccess]:
        """Let a project use a private flavor.

        :param tenant: the project's id.
        :returns: who may use it now.
        """
        return self._change("addTenantAccess", flavor, tenant)

    @microversion()
    def remove_tenant_access(self, flavor: Flavor | str, tenant: str) -> ListWithMeta[FlavorAccess]:
        """Let a project use a private flavor no longer.

        :param tenant: the project's id.
        :returns: who may use it now.
        """
        return self._change("removeTenantAccess", flavor, tenant)

    def _change(self, action: str, flavor: Flavor | str, tenant: str) -> ListWithMeta[FlavorAccess]:
        body = {action: {"tenant": tenant}}
        self.run_hooks("modify_body_for_action", body)
        url = protocol.path("/flavors/%s/action", base.getid(flavor))
        return self._list(url, "flavor_access", body=body)


class FlavorAccess(base.Resource, manager=FlavorAccessManager):
    """A project's right to use a private flavor."""

    flavor_id: str
    tenant_id: str

    def __repr__(self) -> str:
        flavor, project = getattr(self, "flavor_id", None), getattr(self, "tenant_id", None)
        return f"<FlavorAccess flavor id: {flavor}, tenant id: {project}>"
