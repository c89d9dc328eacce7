"""The servers that one request of ``nova boot`` creates, and waiting for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from novaclient import exceptions
from novaclient.cli.errors import note
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.waiting import Wait, wait_one
from novaclient.v2.servers import Server
from novaclient.waiters import SERVER

if TYPE_CHECKING:
    from novaclient.v2.client import Client


class Reservation:
    """The servers that one request created, as one resource to wait for.

    :param reservation_id: the ID that they share.
    :param servers: their current state.
    """

    def __init__(self, reservation_id: str, servers: Sequence[Server]) -> None:
        self.id = reservation_id
        self.servers = sorted(servers, key=lambda server: (len(server.name), server.name))

    @property
    def status(self) -> str:
        """``BUILD`` while a server is building, then ``ERROR`` if one failed, else ``ACTIVE``."""
        if self.progress < 100:
            return "BUILD"
        return "ERROR" if self.failed else "ACTIVE"

    @property
    def failed(self) -> list[Server]:
        """The servers that could not be built."""
        return [server for server in self.servers if server.status == "ERROR"]

    @property
    def progress(self) -> int:
        """The percentage of servers that are no longer building."""
        if not self.servers:
            return 100
        done = sum(1 for server in self.servers if server.status != "BUILD")
        return done * 100 // len(self.servers)


def get_reservation(client: Client, reservation_id: str) -> Reservation:
    """The current state of the servers of a reservation."""
    options = {"reservation_id": reservation_id}
    return Reservation(reservation_id, client.servers.list(search_opts=options, limit=-1))


BUILDING_ALL = Wait("building", SERVER["active"], get_reservation, what="Servers")


def wait_for_reservation(
    context: Context, reservation_id: str, timeout: float | None
) -> Reservation:
    """Wait until no server of a reservation is building; returns the servers then.

    :param context: the command's.
    :param reservation_id: the reservation.
    :param timeout: seconds to wait at most.
    """
    try:
        built = wait_one(context, BUILDING_ALL, reservation_id, timeout)
    except exceptions.ResourceInErrorState as error:
        built = error.obj
    assert isinstance(built, Reservation)
    return built


def raise_build_failures(built: Reservation) -> None:
    """Report on stderr each server that could not be built.

    :param built: the reservation after the wait.
    :raises CommandError: if there is such a server, or the servers are gone.
    """
    for server in built.failed:
        fault = getattr(server, "fault", None) or {}
        note(f"{server.name} ({server.id}): {fault.get('message') or 'no reason was given'}")
    if built.failed:
        count = f"{len(built.failed)} of {len(built.servers)}"
        raise exceptions.CommandError(f"{count} servers could not be built")
    if not built.servers:
        raise exceptions.CommandError("The servers were deleted during the wait")
