"""The calls to make with both libraries, their microversions, and their outcomes.

The calls are those of the contract tests, as far as python-novaclient knows the method and its
arguments; for a resource that has a method of the same name, the call is made on it as well.
"""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from contract_case import Case, manager_class
from contract_cases import CASES, DAY, ID, NEXT_DAY
from measure import clean_environ, installed

from novaclient.api_versions import APIVersion
from novaclient.microversions import Window

REQUIREMENT: Final = "python-novaclient==18.13.1"
#: The newest microversion that python-novaclient speaks.
NEWEST: Final = 96
PROGRAM: Final = Path(__file__).with_name("compare_caller.py")
FACTS: Final = json.loads((Path(__file__).parents[1] / "facts/library.json").read_text())
#: The manager that makes a resource, by its class.
MAKERS: Final = {
    "Aggregate": "aggregates",
    "Flavor": "flavors",
    "Keypair": "keypairs",
    "QuotaClassSet": "quota_classes",
    "QuotaSet": "quotas",
    "Server": "servers",
    "ServerGroup": "server_groups",
    "Snapshot": "assisted_volume_snapshots",
    "Usage": "usage",
}
_EVENT: Final = {"name": "volume-extended", "server_uuid": ID}
#: Calls of python-novaclient's that are no operation of Nova's, and so no case of the contract's.
ELSEWHERE: Final = (
    Case("glance.list"),
    Case("glance.find_image", ID),
    Case("glance.find_image by name", "thing"),
    Case("glance.find_images", [ID]),
    Case("neutron.find_network", ID),
    Case("neutron.find_network by name", "thing"),
    Case("servers.live_migrate with all arguments", ID, "host", True, False, only="2.1-2.24"),
    Case("servers.live_migrate with its arguments", ID, "host", "auto", only="2.25"),
    Case("servers.live_migrate by force, in order", ID, "host", True, True, only="2.30-2.67"),
    Case("servers.create with unknown keys", "vm", ID, "1", nics=[{"net-name": "private"}]),
    Case("servers.create with an IPv6 address", "vm", ID, "1", nics=[{"v6-fixed-ip": "fd00::4"}]),
    Case("server_external_events.create of all times", [_EVENT]),
    Case("quotas.update without force", ID, force=False, cores=1),
    Case("usage.get of a zone", ID, DAY.replace(tzinfo=UTC), NEXT_DAY.replace(tzinfo=UTC)),
    Case("servers.find", name="thing"),
    Case("servers.findall", name="thing"),
    Case("servers.findall by status", status="ACTIVE"),
    Case("flavors.find", name="thing"),
    Case("flavors.findall of all", name="thing", is_public=None),
    Case("keypairs.findall", name="thing"),
    Case("aggregates.find", name="thing"),
    Case("hypervisors.find", name="thing"),
    Case("server_groups.findall", name="thing"),
    Case("volumes.get_server_volume by the old name", "s", attachment_id="v"),
    Case("volumes.delete_server_volume by the old name", "s", attachment_id="v"),
)
_OTHER_SIGNATURE: Final = re.compile(
    r"TypeError: .*(unexpected keyword argument|required positional arg|positional arguments? but)"
)
#: Method, path, parameters, body and version headers.
Request = tuple[str, str, tuple[tuple[str, str], ...], str, tuple[tuple[str, str], ...]]


class Call(NamedTuple):
    """A call at one microversion; of a resource's method if it names one."""

    case: Case
    version: str
    resource: str | None

    @property
    def method(self) -> str:
        """``servers.stop``, or ``Server.stop``."""
        return f"{self.resource or self.case.attribute}.{self.case.function}"

    @property
    def name(self) -> str:
        """The method, and what is special about the call."""
        return self.method + self.case.name.removeprefix(self.case.method)

    def spelled(self) -> dict[str, Any]:
        """The call as the program reads it."""
        args: tuple[Any, ...] = self.case.args
        if self.resource:
            known = FACTS["classes"][self.resource]["methods"][self.case.function]
            args = args[1:] if known[0]["parameters"] or known[-1]["parameters"] else ()
        return {
            "version": self.version,
            "manager": self.case.attribute,
            "module": self.resource and FACTS["classes"][self.resource]["module"],
            "resource": self.resource,
            "function": self.case.function,
            "args": args,
            "kwargs": self.case.kwargs,
        }


class Outcome(NamedTuple):
    """What a library sent for a call, and the error that ended it."""

    requests: tuple[Request, ...]
    error: str | None

    @property
    def takes_no_such_call(self) -> bool:
        """Whether the method has no such argument, or demands others."""
        return bool(self.error and not self.requests and _OTHER_SIGNATURE.match(self.error))


def calls() -> Iterator[Call]:
    """Every call at every version that may make a difference."""
    for case in (*CASES, *ELSEWHERE):
        manager = manager_class(case.attribute).__name__
        forms = _forms(manager, case)
        if forms or case.function in ("find", "findall"):
            yield from (Call(case, f"2.{minor}", None) for minor in _minors(case, forms))
        for cls in (cls for cls, maker in MAKERS.items() if maker == case.attribute):
            if own := _forms(cls, case):
                yield from (Call(case, f"2.{minor}", cls) for minor in _minors(case, own))


def _forms(name: str, case: Case) -> list[dict[str, Any]]:
    """The forms that a class of python-novaclient's has a method in; none if it has no such."""
    methods = FACTS["classes"].get(name, {"methods": {}})["methods"]
    forms: list[dict[str, Any]] = methods.get(case.function, [])
    return forms


def _minors(case: Case, forms: list[dict[str, Any]]) -> list[int]:
    """2.1, the newest, and both sides of each change that either library declares."""
    edges = {1, NEWEST + 1}
    gates = [gate for gate in FACTS["argument_gates"] if gate["function"] == case.function]
    known = [
        Window.parse(f"{fact['since']}-{fact['until'] or '2.999'}") for fact in (*forms, *gates)
    ]
    for window in (*case.windows(), *known):
        edges.add(int(window.since.ver_minor))
        if window.until:
            edges.add(int(window.until.ver_minor) + 1)
    minors = {m for edge in edges for m in (edge - 1, edge) if 1 <= m <= NEWEST}
    return sorted(m for m in minors if case.only.holds(APIVersion(f"2.{m}")))


def outcomes(every: list[Call]) -> dict[str, list[Outcome]]:
    """The outcomes of the calls in both libraries, which run concurrently."""
    pythons = {
        "here": Path(sys.executable),
        "there": installed("python-novaclient", REQUIREMENT) / "python",
    }
    text = pickle.dumps([call.spelled() for call in every])
    running = {
        name: subprocess.Popen(
            [python, "-I", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=clean_environ(),
        )
        for name, python in pythons.items()
    }
    for process in running.values():
        assert process.stdin
        process.stdin.write(text)
        process.stdin.close()
    done = {}
    for name, process in running.items():
        assert process.stdout
        done[name] = [_outcome(found) for found in json.load(process.stdout)]
        assert process.wait(30) == 0
    return done


def _outcome(found: dict[str, Any]) -> Outcome:
    return Outcome(tuple(_request(sent) for sent in found["sent"]), found["error"])


def _request(sent: dict[str, Any]) -> Request:
    """A request as far as it means something: the order of keys and parameters does not."""
    target = urlsplit(sent["target"])
    return (
        sent["method"],
        unquote(target.path),
        tuple(sorted(parse_qsl(target.query, keep_blank_values=True))),
        json.dumps(sent["body"], sort_keys=True),
        tuple(sorted(sent["versions"].items())),
    )
