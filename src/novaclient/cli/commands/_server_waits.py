"""States of servers that commands wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import exceptions
from novaclient.cli.commands._server_columns import TASK_STATE
from novaclient.cli.framework.waiting import Wait
from novaclient.v2.servers import Server
from novaclient.waiters import SERVER, Waiter

if TYPE_CHECKING:
    from novaclient.v2.client import Client


def get_server(client: Client, server_id: str) -> Server:
    """The current state of a server."""
    return client.servers.get(server_id)


class TaskWaiter(Waiter):
    """Waits for the end of what the cloud began before it answered.

    A server without a task that is not in the state meant will not come to it: an action that
    failed on the host leaves the server as it was.
    """

    __slots__ = ()

    def verdict(self, resource: Any) -> bool:
        """Whether the server has reached the state.

        :raises CommandError: if it did not, and nothing is under way any more.
        """
        reached = super().verdict(resource)
        if not reached and getattr(resource, TASK_STATE, "unknown") is None:
            raise exceptions.CommandError(
                f"Server {resource.name} is {resource.status} and nothing is under way: "
                f"it did not become {' or '.join(sorted(self.success)).upper()}."
            )
        return reached


def until(doing: str, *states: str, classic: bool = False) -> Wait:
    """What ``--wait`` waits for after an action on servers.

    :param doing: what is under way, for the progress.
    :param states: the states in which it is done.
    :param classic: whether python-novaclient's command has ``--poll``.
    """
    return Wait(doing, TaskWaiter(frozenset(states)), get_server, classic=classic)


BUILDING = Wait("building", SERVER["active"], get_server, classic=True)


DELETING = Wait("deleting", SERVER["deleted"], get_server)
