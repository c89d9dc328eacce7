"""What commands on servers wait for."""

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
    """Waits until the task that an action started has ended.

    A server without a task that is not in a wanted state never reaches it: an action that failed
    on the host leaves the server as it was.
    """

    __slots__ = ()

    def verdict(self, resource: Any) -> bool:
        """Whether the server has reached the state.

        :raises CommandError: if it has not, and no task is running.
        """
        reached = super().verdict(resource)
        if not reached and getattr(resource, TASK_STATE, "unknown") is None:
            raise exceptions.CommandError(
                f"Server {resource.name} is {resource.status} and no task is running: "
                f"it did not become {' or '.join(sorted(self.success)).upper()}."
            )
        return reached


def until(doing: str, *states: str, classic: bool = False) -> Wait:
    """What ``--wait`` waits for after an action on servers.

    :param doing: the progress text: ``pausing``.
    :param states: the states that end the wait.
    :param classic: whether python-novaclient's command has ``--poll``.
    """
    return Wait(doing, TaskWaiter(frozenset(states)), get_server, classic=classic)


#: The states of a server that has no task, after most actions.
STABLE = ("active", "shutoff")

BUILDING = Wait("building", SERVER["active"], get_server, classic=True)


DELETING = Wait("deleting", SERVER["deleted"], get_server)
