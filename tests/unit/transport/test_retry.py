"""Which failed requests are repeated, when, and how often. No test waits."""

from __future__ import annotations

from typing import Any

import pytest
from microversions import NEWEST
from recording import Answer, Recorder

from novaclient import bulk, exceptions
from novaclient.exceptions import ClientException, ConnectionFailed
from novaclient.transport import retry
from novaclient.transport.retry import RetryPolicy


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


def transport(time: Time, *answers: Any, **limits: Any) -> Recorder:
    made = Recorder(list(answers), ("2.1", NEWEST))
    limits.setdefault("retries", 3)
    made.retry = RetryPolicy(**limits, clock=lambda: time.now, sleep=time.sleep)
    return made


def lost(*, sent: bool = True, passing: bool = True) -> ConnectionFailed:
    return ConnectionFailed("lost", sent=sent, passing=passing)


def status(code: int, **headers: str) -> Answer:
    return Answer(None, code, **{name.replace("_", "-"): text for name, text in headers.items()})


METHODS = ("GET", "HEAD", "DELETE", "POST", "PUT", "PATCH")
#: What happened, and the methods that are sent again after it.
DECISIONS: list[tuple[ConnectionFailed | int, tuple[str, ...]]] = [
    (lost(sent=False), METHODS),
    (lost(sent=True), METHODS[:3]),
    (lost(sent=False, passing=False), ()),
    (lost(sent=True, passing=False), ()),
    (429, METHODS),
    (502, METHODS[:3]),
    (503, METHODS[:3]),
    (504, METHODS[:3]),
    *((code, ()) for code in (400, 401, 403, 404, 405, 406, 409, 413, 500, 501, 505)),
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("happened", DECISIONS, ids=lambda row: str(row[0]))
def test_request_is_sent_again_only_where_that_does_no_harm(
    happened: tuple[ConnectionFailed | int, tuple[str, ...]], method: str, time: Time
) -> None:
    failure, repeated = happened
    first = failure if isinstance(failure, ConnectionFailed) else status(failure)
    nova = transport(time, first, Answer({"a": 1}))
    if method in repeated:
        assert nova.request("/x", method)[1] == {"a": 1}
    else:
        with pytest.raises((ConnectionFailed, ClientException)):
            nova.request("/x", method)
    assert len(nova.sent) == 1 + (method in repeated)


def test_without_a_policy_nothing_is_sent_again(time: Time) -> None:
    nova = transport(time, lost(sent=False), Answer({}))
    nova.retry = None
    with pytest.raises(ConnectionFailed):
        nova.get("/x")
    assert len(nova.sent) == 1


def test_attempts_are_limited_and_the_last_error_is_told(time: Time) -> None:
    nova = transport(time, lost(), status(502), status(503), status(504), Answer({}))
    with pytest.raises(ClientException) as caught:
        nova.get("/x")
    assert (caught.value.code, len(nova.sent)) == (504, 4)


def test_error_that_is_final_ends_the_repetitions(time: Time) -> None:
    nova = transport(time, status(503), status(409), Answer({}))
    with pytest.raises(exceptions.Conflict):
        nova.get("/x")


def test_the_body_is_sent_again(time: Time) -> None:
    nova = transport(time, status(429), Answer({}))
    nova.post("/servers", body={"server": {}})
    assert [sent.body for sent in nova.sent] == [{"server": {}}] * 2


# ---------------------------------------------------------------------------- deleting twice
def test_gone_after_a_repetition_counts_as_deleted(time: Time) -> None:
    nova = transport(time, lost(), status(404))
    response, body = nova.delete("/servers/1")
    assert (response.headers["x-openstack-request-id"], body) == ("req-1", None)


@pytest.mark.parametrize("first", [status(429), lost(sent=False)], ids=["429", "not sent"])
def test_gone_before_anything_can_have_arrived_is_an_error(first: Any, time: Time) -> None:
    with pytest.raises(exceptions.NotFound):
        transport(time, first, status(404)).delete("/servers/1")


def test_what_may_have_arrived_earlier_is_not_told_as_not_sent(time: Time) -> None:
    nova = transport(time, lost(), lost(sent=False), lost(sent=False), retries=2)
    with pytest.raises(
        ConnectionFailed, match=r"^lost; whether it was carried out is not known$"
    ) as told:
        nova.delete("/servers/1")
    assert told.value.sent


def test_what_never_arrived_is_told_as_not_sent(time: Time) -> None:
    nova = transport(time, lost(sent=False), lost(sent=False), retries=1)
    with pytest.raises(ConnectionFailed, match=r"^lost$") as told:
        nova.delete("/servers/1")
    assert not told.value.sent


def test_gone_at_once_is_an_error(time: Time) -> None:
    with pytest.raises(exceptions.NotFound):
        transport(time, status(404)).delete("/servers/1")


def test_question_that_finds_nothing_after_a_repetition_is_an_error(time: Time) -> None:
    with pytest.raises(exceptions.NotFound):
        transport(time, lost(), status(404)).get("/servers/1")


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
def test_cloud_says_how_long_to_wait_within_reason(
    code: int, value: str, least: float, most: float, time: Time
) -> None:
    transport(time, status(code, Retry_After=value), Answer({})).get("/x")
    assert least <= sum(time.slept) <= most


def test_no_repetition_begins_after_the_time_is_over(time: Time) -> None:
    answers = [status(429, Retry_After="20")] * 9
    nova = transport(time, *answers, retries=9, seconds=50)
    with pytest.raises(exceptions.RateLimit) as caught:
        nova.get("/x")
    assert caught.value.retry_after == 20
    assert (len(nova.sent), sum(time.slept) <= 50) == (3, True)


@pytest.mark.parametrize("code", [429, 503])
def test_all_requests_wait_when_the_cloud_is_overloaded(code: int, time: Time) -> None:
    nova = transport(time, status(code, Retry_After="9"), Answer({}), retries=0)
    with pytest.raises(ClientException):
        nova.post("/x")
    assert time.slept == []
    nova.for_service("image").get("/y")
    assert time.slept == [9]


def test_lost_connection_holds_nobody_else(time: Time) -> None:
    nova = transport(time, lost(), Answer({}))
    nova.get("/x")
    assert nova.retry is not None
    time.slept.clear()
    nova.get("/y")
    assert time.slept == []


# ------------------------------------------------------------------------------------ budget
def test_repetitions_of_all_requests_together_are_limited(time: Time) -> None:
    nova = transport(time, *[lost()] * 99, retries=3, budget=5)
    for _ in range(6):
        with pytest.raises(ConnectionFailed):
            nova.get("/x")
    assert len(nova.sent) == 6 + 5


def test_requests_that_succeed_give_repetitions_back(time: Time) -> None:
    answers = [lost(), Answer({}), *[Answer({})] * 5, lost(), Answer({})]
    nova = transport(time, *answers, budget=1)
    for _ in range(7):
        nova.get("/x")
    assert len(nova.sent) == 9


def test_what_the_cloud_asks_to_be_repeated_costs_nothing(time: Time) -> None:
    nova = transport(time, *[status(429, Retry_After="1"), Answer({})] * 9, budget=0)
    for _ in range(9):
        nova.post("/x")
    assert len(nova.sent) == 18


def test_negative_number_of_retries_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        RetryPolicy(-1)


def test_storm_during_a_bulk_run_is_one_pause_for_all(time: Time) -> None:
    nova = transport(time, retries=1)
    begun = time.now
    refused: list[str] = []

    def exchange(url: str, method: str, **kwargs: Any) -> tuple[Any, Any]:
        early = time.now < begun + 10
        refused.extend([url] if early else [])
        answer = status(429, Retry_After="10") if early else Answer({})
        return answer, answer.body

    nova._exchange = exchange  # type: ignore[method-assign]
    outcomes = bulk.run(lambda n: nova.post(f"/{n}"), range(1000), workers=8)
    assert all(outcome.ok for outcome in outcomes)
    assert 1 <= len(refused) <= 8
