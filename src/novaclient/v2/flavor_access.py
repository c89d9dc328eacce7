"""Flavor access: the projects that may use a private flavor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novaclient import base
from novaclient.base import ListWithMeta
from novaclient.microversions import microversion
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.v2.flavors import Flavor


class FlavorAccessManager(base.ManagerWithFind["FlavorAccess"]):
    """Manages the access of projects to private flavors, for administrators."""

    @microversion()
    def list(self, *, flavor: Flavor | str | None = None) -> ListWithMeta[FlavorAccess]:
        """Return the projects that may use a private flavor.

        :param flavor: the flavor or its id; required.
        :raises NotImplementedError: without a flavor.
        """
        if flavor is None:
            raise NotImplementedError("Access is listed by flavor only: pass flavor=…")
        url = protocol.path("/flavors/%s/os-flavor-access", base.getid(flavor))
        return self._list(url, "flavor_access")

    @microversion()
    def add_tenant_access(self, flavor: Flavor | str, tenant: str) -> ListWithMeta[FlavorAccess]:
        """Add a project to those that may use a private flavor.

        :param tenant: the id of the project.
        :returns: the access of all projects afterwards.
        """
        return self._change("addTenantAccess", flavor, tenant)

    @microversion()
    def remove_tenant_access(self, flavor: Flavor | str, tenant: str) -> ListWithMeta[FlavorAccess]:
        """Remove a project from those that may use a private flavor.

        :param tenant: the id of the project.
        :returns: the access of all projects afterwards.
        """
        return self._change("removeTenantAccess", flavor, tenant)

    def _change(self, action: str, flavor: Flavor | str, tenant: str) -> ListWithMeta[FlavorAccess]:
        body = {action: {"tenant": tenant}}
        self.run_hooks("modify_body_for_action", body)
        url = protocol.path("/flavors/%s/action", base.getid(flavor))
        return self._list(url, "flavor_access", body=body)


class FlavorAccess(base.Resource, manager=FlavorAccessManager):
    """The access of a project to a private flavor."""

    flavor_id: str
    tenant_id: str

    def __repr__(self) -> str:
        flavor, project = getattr(self, "flavor_id", None), getattr(self, "tenant_id", None)
        return f"<FlavorAccess flavor id: {flavor}, tenant id: {project}>"
