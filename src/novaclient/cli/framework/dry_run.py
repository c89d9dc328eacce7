"""``--dry-run`` and ``--curl``: show the requests of a command instead of sending them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from novaclient.cli.errors import note
from novaclient.cli.output.output import Output
from novaclient.cli.text import harmless
from novaclient.transport.messages import Request
from novaclient.transport.plan import PlanningTransport, only_reads
from novaclient.wire import redact

if TYPE_CHECKING:
    from novaclient.v2.client import Client

T = TypeVar("T")

#: Printed where the command needs the response to a request that was not sent.
_DEPENDS = "(the following requests depend on the response)"


class Plan:
    """The requests of a command.

    :param options: the global options that were given.
    :param environ: the environment.
    :param curl: whether to show them as curl commands; requests that only read are then shown
        too, if no others are.
    """

    def __init__(
        self, options: Mapping[str, object], environ: Mapping[str, str], *, curl: bool
    ) -> None:
        self._options = options
        self._environ = environ
        self._curl = curl
        self._requests: list[Request] = []
        self._changes: list[Request | str] = []
        self._by_target = False

    def watch(self, client: Client) -> None:
        """Collect the requests of a client, which sends only those that read from now on.

        :param client: the client.
        """
        client.client.transport = PlanningTransport(client.client.transport, self._add)

    def _add(self, request: Request) -> None:
        self._requests.append(request)
        if not only_reads(request):
            self._changes.append(request)

    def of_target(self, call: Callable[[T], object]) -> Callable[[T], object]:
        """The call for a target, ended where it needs the response to a request not sent.

        :param call: called with a target.
        """
        self._by_target = True

        def planned(target: T) -> object:
            before = len(self._changes)
            try:
                return call(target)
            except Exception:
                if len(self._changes) == before:
                    raise
                self._end()
                return None

        return planned

    def of_command(self, run: Callable[[], int | None]) -> int | None:
        """Run a command until it needs the response to a request not sent.

        :param run: runs the command; returns its exit status.
        """
        try:
            return run()
        except Exception:
            if self._by_target or not self._changes:
                raise
            self._end()
            return None

    def note(self, text: str) -> None:
        """Add something that the command would do other than send requests.

        :param text: what it would do.
        """
        self._changes.append(f"({text})")

    def _end(self) -> None:
        if self._changes[-1] != _DEPENDS:
            self._changes.append(_DEPENDS)

    def _as_curl(self, entry: Request | str) -> str:
        """A request as a shell command that takes the token from ``$OS_TOKEN``."""
        if isinstance(entry, str):
            return f"# {entry}"
        tls = self._tls_words() if entry.url.startswith("https:") else ()
        return " ".join(("curl -g", *tls, *_curl_words(entry)))

    def _tls_words(self) -> Iterator[str]:
        """The flags for TLS, where curl's defaults differ."""
        from shlex import quote

        from novaclient.auth.identity import Identity

        settings = Identity.from_options(self._options, self._environ).settings()
        if settings.verify is False:
            yield "-k"
        elif settings.verify is not True:
            yield f"--cacert {quote(settings.verify)}"
        if settings.cert is not None:
            parts = (settings.cert,) if isinstance(settings.cert, str) else settings.cert
            for flag, path in zip(("--cert", "--key"), parts, strict=False):
                yield f"{flag} {quote(path)}"

    def write(self, stream: TextIO, *, failed: bool = False) -> None:
        """Print the plan.

        :param stream: where to.
        :param failed: whether the command failed; the requests may be incomplete then.
        """
        if self._curl:
            entries = self._changes or ([] if failed else self._requests)
            text = "".join(f"{self._as_curl(entry)}\n" for entry in entries)
        else:
            text = "\n".join(map(_as_text, self._changes))
            text = text or ("" if failed else "Nothing would be changed.\n")
        stream.write(harmless(text, lines=True))
        if any(_is_masked(entry) for entry in self._changes):
            note("*** stands for a secret")


class NullOutput(Output):
    """The output of a command in a dry run, which is discarded: its requests were not all sent."""

    def __init__(self) -> None:
        import io

        super().__init__(io.StringIO())

    def line(self, text: str) -> None:
        """Print nothing."""


def _masked(body: Any) -> Any:
    return json.loads(redact.body(json.dumps(body)))


def _is_masked(entry: Request | str) -> bool:
    return isinstance(entry, Request) and bool(entry.body) and _masked(entry.body) != entry.body


def _as_text(entry: Request | str) -> str:
    """A request as in HTTP: its request line, its headers, its body as indented JSON."""
    if isinstance(entry, str):
        return f"{entry}\n"
    lines = [f"{entry.method} {entry.url}"]
    lines += [f"{name}: {value}" for name, value in entry.headers.items()]
    if entry.body is not None:
        lines.append(json.dumps(_masked(entry.body), indent=2))
    return "\n".join(lines) + "\n"


def _curl_words(request: Request) -> Iterator[str]:
    from shlex import quote

    if request.method == "HEAD":
        yield "-I"
    elif request.method != "GET":
        yield f"-X {request.method}"
    yield '-H "X-Auth-Token: $OS_TOKEN"'
    headers = {"Accept": "application/json", **request.headers}
    if request.body is not None:
        headers.setdefault("Content-Type", "application/json")
    for name, value in headers.items():
        yield f"-H {quote(f'{name}: {value}')}"
    if request.body is not None:
        yield f"-d {quote(json.dumps(_masked(request.body)))}"
    yield quote(request.url)
