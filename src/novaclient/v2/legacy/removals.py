"""What Nova has removed from its API: since which release, and what to use instead.

A cloud that is old enough still has it. Others refuse the request, usually with 410 Gone, and the
error is explained with the rows of :data:`REMOVED`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Final, NamedTuple

from novaclient import base, exceptions
from novaclient.base import TupleWithMeta
from novaclient.transport import protocol


class Removal(NamedTuple):
    """A removed API: the release that removed it, its replacement, and the status of a refusal."""

    release: str
    instead: str
    status: int = 410


_NETWORK: Final = "'openstack network' (the network service, Neutron)"
#: By the path of the API, with the action if only that is removed; or by the action on a server.
REMOVED: Final[Mapping[str, Removal]] = {
    "os-agents": Removal(
        "22.0.0 (Victoria)", "images with a guest agent that updates itself, or cloud-init"
    ),
    "os-cells": Removal("20.0.0 (Train)", "'nova-manage cell_v2' on a controller"),
    "os-certificates": Removal("16.0.0 (Pike)", "openssl, or the key manager (Barbican)"),
    "os-cloudpipe": Removal("16.0.0 (Pike)", "'openstack vpn' (Neutron)"),
    "os-fixed-ips": Removal(
        "18.0.0 (Rocky)", "'openstack port list --fixed-ip ip-address=ADDRESS' (Neutron)"
    ),
    "os-floating-ip-dns": Removal(
        "18.0.0 (Rocky)", "'openstack zone' and 'openstack recordset' (Designate)"
    ),
    "os-floating-ips-bulk": Removal("18.0.0 (Rocky)", "'openstack floating ip' (Neutron)"),
    "os-fping": Removal("18.0.0 (Rocky)", "a ping from where the servers can be reached"),
    "os-getRDPConsole": Removal(
        "29.0.0 (2024.1 Caracal)", "a console of another type, 'novnc' for example", 400
    ),
    "os-networks": Removal("21.0.0 (Ussuri)", _NETWORK),
    "os-networks #associate_host": Removal("18.0.0 (Rocky)", _NETWORK),
    "os-networks #disassociate_host": Removal("18.0.0 (Rocky)", _NETWORK),
    "os-networks #disassociate_project": Removal("18.0.0 (Rocky)", _NETWORK),
    "os-security-group-default-rules": Removal(
        "21.0.0 (Ussuri)", "'openstack default security group rule' (Neutron)"
    ),
    "os-tenant-networks": Removal("21.0.0 (Ussuri)", _NETWORK),
    "resetNetwork": Removal(
        "23.0.0 (Wallaby)", "'nova reboot --hard' (in Python servers.reboot(server, 'HARD'))"
    ),
    "os-virtual-interfaces": Removal(
        "18.0.0 (Rocky)", "'nova interface-list' (in Python servers.interface_list(server))"
    ),
}
#: The message of a 404 about a path that the cloud does not have, not about a missing resource.
_NO_SUCH_PATH: Final = "The resource could not be found"


def removal_error(error: exceptions.ClientException, api: str) -> exceptions.ClientException:
    """Explain a refusal with the release that removed the API, and with what to use instead.

    :param error: the refusal. It is returned unchanged unless its status is that of the removal, or
        it is a 404 for the path: in other cases the cloud has the API.
    :param api: a key of :data:`REMOVED`.
    :returns: an error of the same class, status and request id.
    """
    removal = REMOVED[api]
    is_refusal = error.code == removal.status
    if not is_refusal and not (error.code == 404 and _NO_SUCH_PATH in str(error.message)):
        return error
    here = "This cloud no longer has it" if error.code == 410 else "This cloud does not have it"
    return type(error)(
        error.code,
        f"{here}: Nova removed {api.replace(' #', ': ')} in {removal.release}. "
        f"Use {removal.instead} instead.",
        details=error.details,
        request_id=error.request_id,
        url=error.url,
        method=error.method,
    )


@contextmanager
def explain_removal(api: str) -> Iterator[None]:
    """Explain the refusal of a removed API inside the ``with`` block; see :func:`removal_error`.

    :param api: a key of :data:`REMOVED`.
    :raises ClientException: the explained refusal, or any other error unchanged.
    """
    try:
        yield
    except exceptions.ClientException as error:
        explained = removal_error(error, api)
        if explained is error:
            raise
        raise explained from error


class RemovedManager(base.Manager[base.R]):
    """A manager of a removed API; its errors explain the removal."""

    #: The path of the API, a key of :data:`REMOVED`.
    _api: ClassVar[str]

    def _request(self, method: str, url: str, **kwargs: Any) -> tuple[Any, Any]:
        actions = [f"{self._api} #{name}" for name in kwargs.get("body") or ()]
        with explain_removal(next((name for name in actions if name in REMOVED), self._api)):
            return super()._request(method, url, **kwargs)

    def _path(self, *parts: object) -> str:
        """A path below that of the API, each part in a segment of its own."""
        return protocol.path("/%s" + "/%s" * len(parts), self._api, *parts)

    def _post(self, url: str, body: Mapping[str, Any]) -> TupleWithMeta:
        """Send a POST with an empty answer."""
        resp, _ = self._request("POST", url, body=body)
        return TupleWithMeta((), resp)
