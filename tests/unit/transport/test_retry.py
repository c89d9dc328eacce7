"""Retries: which requests, when, and how often. No test waits."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from recording import Answer, Recorder, Sent

from novaclient import bulk, exceptions
from novaclient.exceptions import ClientException, ConnectionFailed
from novaclient.transport import retry
from novaclient.transport.messages import Request
from novaclient.transport.retry import RetryPolicy
from novaclient.transport.service_client import ServiceClient


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


class Nova(ServiceClient):
    """A client of a recorded cloud, with pauses that take no time."""

    def __init__(self, time: Time, *answers: Any, **limits: Any) -> None:
        self.recorder = Recorder(*answers)
        limits.setdefault("retries", 3)
        policy = RetryPolicy(**limits, clock=lambda: time.now, sleep=time.sleep)
        super().__init__(self.recorder, retry=policy)

    @property
    def sent(self) -> list[Sent]:
        """The requests so far."""
        return self.recorder.sent


def lost(*, sent: bool = True, transient: bool = True) -> ConnectionFailed:
    return ConnectionFailed("lost", sent=sent, transient=transient)


def status(code: int, **headers: str) -> Answer:
    return Answer(None, code, **{name.replace("_", "-"): text for name, text in headers.items()})


METHODS = ("GET", "HEAD", "DELETE", "POST", "PUT", "PATCH")
#: Failures, and the methods that are repeated after them.
DECISIONS: list[tuple[ConnectionFailed | int, tuple[str, ...]]] = [
    (lost(sent=False), METHODS),
    (lost(sent=True), METHODS[:3]),
    (lost(sent=False, transient=False), ()),
    (lost(sent=True, transient=False), ()),
    (429, METHODS),
    (502, METHODS[:3]),
    (503, METHODS[:3]),
    (504, METHODS[:3]),
    *((code, ()) for code in (400, 401, 403, 404, 405, 406, 409, 413, 500, 501, 505)),
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("happened", DECISIONS, ids=lambda row: str(row[0]))
def test_request_is_repeated_only_where_that_does_no_harm(
    happened: tuple[ConnectionFailed | int, tuple[str, ...]], method: str, time: Time
) -> None:
    failure, repeated = happened
    first = failure if isinstance(failure, ConnectionFailed) else status(failure)
    nova = Nova(time, first, Answer({"a": 1}))
    if method in repeated:
        assert nova.request("/x", method)[1] == {"a": 1}
    else:
        with pytest.raises((ConnectionFailed, ClientException)):
            nova.request("/x", method)
    assert len(nova.sent) == 1 + (method in repeated)


def test_without_a_policy_nothing_is_repeated(time: Time) -> None:
    nova = Nova(time, lost(sent=False), Answer({}))
    nova.retry = None
    with pytest.raises(ConnectionFailed):
        nova.get("/x")
    assert len(nova.sent) == 1


def test_attempts_are_limited_and_the_last_error_is_raised(time: Time) -> None:
    nova = Nova(time, lost(), status(502), status(503), status(504), Answer({}))
    with pytest.raises(ClientException) as caught:
        nova.get("/x")
    assert (caught.value.code, len(nova.sent)) == (504, 4)


def test_final_error_ends_the_repetitions(time: Time) -> None:
    nova = Nova(time, status(503), status(409), Answer({}))
    with pytest.raises(exceptions.Conflict):
        nova.get("/x")


def test_body_is_sent_again(time: Time) -> None:
    nova = Nova(time, status(429), Answer({}))
    nova.post("/servers", body={"server": {}})
    assert [sent.body for sent in nova.sent] == [{"server": {}}] * 2


# ---------------------------------------------------------------------------- deleting twice
def test_gone_after_a_repetition_counts_as_deleted(time: Time) -> None:
    nova = Nova(time, lost(), status(404))
    response, body = nova.delete("/servers/1")
    assert (response.headers["x-openstack-request-id"], body) == ("req-1", None)


@pytest.mark.parametrize("first", [status(429), lost(sent=False)], ids=["429", "not sent"])
def test_gone_before_a_delete_can_have_arrived_is_an_error(first: Any, time: Time) -> None:
    with pytest.raises(exceptions.NotFound):
        Nova(time, first, status(404)).delete("/servers/1")


def test_request_that_may_have_arrived_earlier_counts_as_sent(time: Time) -> None:
    nova = Nova(time, lost(), lost(sent=False), lost(sent=False), retries=2)
    with pytest.raises(
        ConnectionFailed, match=r"^lost; whether the request took effect is unknown$"
    ) as caught:
        nova.delete("/servers/1")
    assert caught.value.sent


def test_read_that_may_have_arrived_earlier_has_no_unknown_outcome(time: Time) -> None:
    with pytest.raises(ConnectionFailed, match=r"^lost$"):
        Nova(time, lost(), lost(sent=False), retries=1).get("/servers/1")


def test_repetition_is_logged(time: Time, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "novaclient.transport"):
        Nova(time, status(429, Retry_After="7"), Answer()).get("/servers/1")
    (message,) = caplog.messages
    assert re.match(r"Attempt 1 of GET failed, repeated in [78]\.\d s: .*429", message)


def test_request_that_never_arrived_counts_as_not_sent(time: Time) -> None:
    nova = Nova(time, lost(sent=False), lost(sent=False), retries=1)
    with pytest.raises(ConnectionFailed, match=r"^lost$") as caught:
        nova.delete("/servers/1")
    assert not caught.value.sent


def test_gone_at_once_is_an_error(time: Time) -> None:
    with pytest.raises(exceptions.NotFound):
        Nova(time, status(404)).delete("/servers/1")


def test_get_that_finds_nothing_after_a_repetition_is_an_error(time: Time) -> None:
    with pytest.raises(exceptions.NotFound):
        Nova(time, lost(), status(404)).get("/servers/1")


# ------------------------------------------------------------------------------------ pauses
@pytest.mark.parametrize(("attempt", "longest"), [(1, 0.5), (2, 1.0), (3, 2.0), (9, 30.0)])
@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_pause_is_anything_up_to_twice_the_one_before(
    attempt: int, longest: float, chance: float
) -> None:
    policy = RetryPolicy(10)
    pause = retry.pause_before(attempt, "GET", lost(), 0.0, policy, lambda: chance)
    assert pause == chance * longest


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("7", 7, 8),
        ("31536000", 30, 30),
        ("Wed, 21 Oct 2099 07:28:00 GMT", 30, 30),
        ("-1", 0, 0.5),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0.5),
        ("soon", 0, 0.5),
    ],
)
@pytest.mark.parametrize("code", [429, 503])
def test_retry_after_is_obeyed_within_reason(
    code: int, value: str, least: float, most: float, time: Time
) -> None:
    Nova(time, status(code, Retry_After=value), Answer({})).get("/x")
    assert least <= sum(time.slept) <= most


def test_no_repetition_begins_after_the_time_is_over(time: Time) -> None:
    answers = [status(429, Retry_After="20")] * 9
    nova = Nova(time, *answers, retries=9, seconds=50)
    with pytest.raises(exceptions.RateLimit) as caught:
        nova.get("/x")
    assert caught.value.retry_after == 20
    assert (len(nova.sent), sum(time.slept) <= 50) == (3, True)


@pytest.mark.parametrize("code", [429, 503])
def test_all_requests_wait_when_the_cloud_is_overloaded(code: int, time: Time) -> None:
    nova = Nova(time, status(code, Retry_After="9"), Answer({}), retries=0)
    with pytest.raises(ClientException):
        nova.post("/x")
    assert time.slept == []
    nova.for_service("image").get("/y")
    assert time.slept == [9]


def test_lost_connection_does_not_delay_other_requests(time: Time) -> None:
    nova = Nova(time, lost(), Answer({}))
    nova.get("/x")
    assert nova.retry is not None
    time.slept.clear()
    nova.get("/y")
    assert time.slept == []


# ------------------------------------------------------------------------------------ budget
def test_repetitions_of_all_requests_together_are_limited(time: Time) -> None:
    nova = Nova(time, *[lost()] * 99, retries=3, budget=5)
    for _ in range(6):
        with pytest.raises(ConnectionFailed):
            nova.get("/x")
    assert len(nova.sent) == 6 + 5


def test_requests_that_succeed_give_repetitions_back(time: Time) -> None:
    answers = [lost(), Answer({}), *[Answer({})] * 5, lost(), Answer({})]
    nova = Nova(time, *answers, budget=1)
    for _ in range(7):
        nova.get("/x")
    assert len(nova.sent) == 9


def test_repeating_throttled_requests_costs_nothing(time: Time) -> None:
    nova = Nova(time, *[status(429, Retry_After="1"), Answer({})] * 9, budget=0)
    for _ in range(9):
        nova.post("/x")
    assert len(nova.sent) == 18


def test_negative_number_of_retries_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        RetryPolicy(-1)


def test_throttling_of_a_bulk_run_is_one_pause_for_all(time: Time) -> None:
    nova = Nova(time, retries=1)
    begun = time.now
    refused: list[str] = []

    def send(request: Request) -> Answer:
        early = time.now < begun + 10
        refused.extend([request.url] if early else [])
        return status(429, Retry_After="10") if early else Answer({})

    nova.recorder.send = send  # type: ignore[method-assign]
    outcomes = bulk.run(lambda n: nova.post(f"/{n}"), range(1000), workers=8)
    assert all(outcome.ok for outcome in outcomes)
    assert 1 <= len(refused) <= 8
