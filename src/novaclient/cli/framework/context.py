"""The context of a command: options, arguments, client and output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from novaclient.cli.output.output import Output
from novaclient.cli.parsing.values import Namespace
from novaclient.microversions import window_of

if TYPE_CHECKING:
    import threading

    from novaclient.api_versions import APIVersion
    from novaclient.cli.framework.dry_run import Plan
    from novaclient.cli.framework.shared_lookups import SharedLookups
    from novaclient.v2.client import Client


R = TypeVar("R", bound=Any)


#: The largest number of names to remember of a list.
MAX_NAMES: Final = 5000


class Context:
    """The context of a command.

    :param options: the global options that were given.
    :param environ: the environment.
    :param connect: opens the client; called when the command first uses it.
    :ivar args: the command's arguments.
    :ivar out: where results go.
    :ivar seen_names: id and name of each resource in complete lists, by kind.
    :ivar plan: collects requests with ``--dry-run`` and ``--curl``; None if they are sent.
    :ivar stopping: set when the user has interrupted a bulk command.
    :ivar is_one_of_many: whether the command runs for one of several targets.
    :ivar shared_lookups: look-ups that all targets share; None for a single target.
    """

    def __init__(
        self,
        options: Mapping[str, object],
        environ: Mapping[str, str],
        connect: Callable[[Mapping[str, object], Mapping[str, str]], Client],
    ) -> None:
        self.options = options
        self.environ = environ
        self.args = Namespace()
        self.out = Output()
        self.plan: Plan | None = None
        self.stopping: threading.Event | None = None
        self.is_one_of_many = False
        self.shared_lookups: SharedLookups | None = None
        self._jobs = 8
        self.seen_names: dict[str, list[tuple[Any, Any]]] = {}
        self._connect = connect
        self._client: Client | None = None

    @property
    def client(self) -> Client:
        """The client; opened when it is first used."""
        if self._client is None:
            self._client = self._connect(self.options, self.environ)
            if self.plan is not None:
                self.plan.watch(self._client)
        return self._client

    @property
    def jobs(self) -> int:
        """The number of concurrent requests; 1 with ``--dry-run``."""
        return 1 if self.plan is not None else self._jobs

    @jobs.setter
    def jobs(self, number: int) -> None:
        self._jobs = number

    def for_target(self, args: Namespace, out: Output) -> Context:
        """The context of the same command for one of its targets.

        :param args: the arguments for that target.
        :param out: where its results go.
        """
        other = object.__new__(Context)
        other.__dict__.update(self.__dict__, args=args, out=out, is_one_of_many=True)
        return other

    @property
    def is_connected(self) -> bool:
        """Whether the command has used the client."""
        return self._client is not None

    def remember_names(self, kind: str, rows: Iterable[R]) -> Iterator[R]:
        """Pass on a list of all resources of a kind, and remember their names for completion.

        :param kind: ``server``, ``flavor``, ``image`` or ``keypair``.
        :param rows: the resources.
        """
        seen: list[tuple[Any, Any]] = []
        for row in rows:
            if len(seen) < MAX_NAMES:
                seen.append((row.id, getattr(row, "name", None)))
            yield row
        self.seen_names[kind] = seen

    @property
    def microversion(self) -> APIVersion:
        """The requested microversion, by default ``2.latest``.

        :raises UnsupportedVersion: if it is invalid.
        """
        from novaclient.api_versions import get_api_version

        typed = self.options.get("os_compute_api_version")
        return get_api_version(
            str(typed or self.environ.get("OS_COMPUTE_API_VERSION") or "2.latest")
        )

    def supports(self, method: Callable[..., Any], parameter: str = "") -> bool:
        """Whether the microversion in use supports an operation, or one of its parameters.

        :param method: the library's method.
        :param parameter: the parameter; empty for the operation itself.
        """
        from novaclient.api_versions import API_MAX_VERSION, BASE_VERSION

        window = window_of(method)
        if window is None:
            return True
        version = self.client.api_version
        if version.is_latest():
            version = min(self.client.version_range()[1], API_MAX_VERSION)
        return window.parameters.get(parameter, window).holds(max(version, BASE_VERSION))
