"""A cloud that answers what it is told to, and keeps what it was sent."""

from __future__ import annotations

import copy
import json
from typing import Any, NamedTuple

from microversions import NEWEST

from novaclient.api_versions import LEGACY_HEADER_NAME, APIVersion
from novaclient.transport.base import Verbs
from novaclient.v2.client import Client


class Sent(NamedTuple):
    """A request; the version is None where no header named one."""

    method: str
    url: str
    version: str | None
    body: Any
    service: str = "compute"

    def __str__(self) -> str:
        return f"{self.method} {self.url}"


class Answer:
    """An answer; what is not given is as Nova mostly has it."""

    def __init__(self, body: Any = None, status: int = 200, **headers: str) -> None:
        self.body = body
        self.status_code = status
        self.headers = {
            "x-openstack-request-id": "req-1",
            "OpenStack-API-Version": "compute",
            **headers,
        }

    @property
    def content(self) -> bytes:
        """The body as it came."""
        if self.body is None:
            return b""
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


class Recorder(Verbs):
    """A transport that gives answers one after the other; empty ones when they run out."""

    def __init__(self, answers: list[Any], version_range: tuple[str, str]) -> None:
        self.api_version = APIVersion()
        self.version_range = APIVersion(version_range[0]), APIVersion(version_range[1])
        self.timings = False
        self.times = []
        self.endpoint: str | None = "http://nova.example/v2.1/p"
        self.service = "compute"
        self.answers = answers
        self.sent: list[Sent] = []

    def _exchange(self, url: str, method: str, **kwargs: Any) -> tuple[Any, Any]:
        version = kwargs["headers"].get(LEGACY_HEADER_NAME)
        self.sent.append(Sent(method, url, version, kwargs.get("body"), self.service))
        answer = self.answers.pop(0) if self.answers else Answer()
        if isinstance(answer, Exception):
            raise answer
        if not isinstance(answer, Answer):
            answer = Answer(answer)
        return answer, answer.body

    def for_service(self, service_type: str) -> Recorder:
        other = copy.copy(self)
        other.service = service_type
        other.api_version = APIVersion()
        return other

    def get_endpoint(self) -> str | None:
        return self.endpoint


class Cloud(Client):
    """A client of a recorded cloud."""

    client: Recorder

    @property
    def sent(self) -> list[Sent]:
        """The requests so far."""
        return self.client.sent

    @property
    def urls(self) -> list[str]:
        """The requests so far, as method and URL."""
        return [str(sent) for sent in self.client.sent]


def recorded(
    *answers: Any, version: str = "2.latest", spoken: tuple[str, str] = ("2.1", NEWEST)
) -> Cloud:
    """A client whose cloud gives these answers.

    :param answers: bodies, :class:`Answer` objects, or exceptions to raise.
    :param version: what the caller asks for.
    :param spoken: the oldest and newest microversion of the cloud.
    """
    return Cloud(APIVersion(version), transport=Recorder(list(answers), spoken), direct_use=False)
