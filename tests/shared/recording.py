"""A cloud with prepared responses that records its requests."""

from __future__ import annotations

import copy
import json
from typing import Any, NamedTuple, Self

from microversions import NEWEST

from novaclient.api_versions import LEGACY_HEADER_NAME, APIVersion
from novaclient.transport.messages import Request
from novaclient.transport.service_client import ServiceClient
from novaclient.v2.client import Client


class Sent(NamedTuple):
    """A request; the version is None if no header named one."""

    method: str
    url: str
    version: str | None
    body: Any
    service: str = "compute"

    def __str__(self) -> str:
        return f"{self.method} {self.url}"


class Answer:
    """A response; the defaults are those of most of Nova's."""

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
        """The encoded body."""
        if self.body is None:
            return b""
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode(
            "utf-8", "surrogatepass"
        )


class Recorder:
    """A transport that gives answers one after the other; empty ones when they run out."""

    def __init__(self, *answers: Any) -> None:
        self.endpoint: str | None = "http://nova.example/v2.1/p"
        self.service = "compute"
        self.answers = list(answers)
        self.sent: list[Sent] = []

    def send(self, request: Request) -> Any:
        """Record a request and give the next answer; an exception is raised."""
        self.record(request)
        return given(self.answers.pop(0) if self.answers else Answer())

    def record(self, request: Request) -> Sent:
        """Record a request."""
        version = request.headers.get(LEGACY_HEADER_NAME)
        sent = Sent(request.method, request.url, version, request.body, self.service)
        self.sent.append(sent)
        return sent

    def for_service(self, service_type: str) -> Self:
        other = copy.copy(self)
        other.service = service_type
        return other

    def get_endpoint(self) -> str | None:
        return self.endpoint


def given(answer: Any) -> Answer:
    """An answer from a body, an :class:`Answer`, or an exception, which is raised."""
    if isinstance(answer, Exception):
        raise answer
    return answer if isinstance(answer, Answer) else Answer(answer)


class Cloud(Client):
    """A client of a recorded cloud."""

    recorder: Recorder

    @property
    def sent(self) -> list[Sent]:
        """The requests so far."""
        return self.recorder.sent

    @property
    def urls(self) -> list[str]:
        """The requests so far, as method and URL."""
        return [str(sent) for sent in self.sent]


def cloud_of(
    recorder: Recorder,
    version: str = "2.latest",
    spoken: tuple[str, str] = ("2.1", NEWEST),
    **options: Any,
) -> Cloud:
    """A client that sends its requests to a recorder.

    :param version: the microversion of the client.
    :param spoken: the oldest and newest microversion of the cloud.
    :param options: further arguments of the client.
    """
    oldest, newest = spoken
    service = ServiceClient(recorder, version_range=(APIVersion(oldest), APIVersion(newest)))
    made = Cloud(APIVersion(version), service_client=service, direct_use=False, **options)
    made.recorder = recorder
    return made


def recorded(
    *answers: Any, version: str = "2.latest", spoken: tuple[str, str] = ("2.1", NEWEST)
) -> Cloud:
    """A client of a cloud that gives these answers.

    :param answers: bodies, :class:`Answer` objects, or exceptions to raise.
    :param version: the microversion of the client.
    :param spoken: the oldest and newest microversion of the cloud.
    """
    return cloud_of(Recorder(*answers), version, spoken)
