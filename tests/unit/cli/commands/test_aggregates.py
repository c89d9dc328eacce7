"""Commands about aggregates: requests and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from routed import IMAGE, LOOK_UPS, OnRoutes

from novaclient import exceptions

UUID = "66666666-6666-4666-8666-666666666666"


def aggregate(number: int = 1, **fields: Any) -> dict[str, Any]:
    """An aggregate as in Nova's responses since 2.41."""
    return {
        "id": number,
        "name": f"rack{number}",
        "availability_zone": None,
        "hosts": [],
        "metadata": {},
        "uuid": UUID,
        **fields,
    }


def listed(*rows: dict[str, Any]) -> dict[str, Any]:
    """A list of aggregates."""
    return {"aggregates": list(rows)}


def cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell.strip() for cell in line.split("|")[1:-1]]


RACK1 = listed(aggregate(), aggregate(2))
IN_FULL = ["Id", "Name", "Availability Zone", "Hosts", "Metadata", "UUID"]


# ------------------------------------------------------------------------------------- reading
@pytest.mark.parametrize(
    ("at", "headings"),
    [
        ("2.40", ["Id", "Name", "Availability Zone"]),
        ("2.41", ["Id", "Name", "Availability Zone", "UUID"]),
    ],
)
def test_list_has_a_uuid_column_if_the_microversion_does(
    on_cloud: Commanding, at: str, headings: list[str]
) -> None:
    ran = on_cloud("aggregate-list", answers=[listed()], at=at)
    assert cells(ran.out.splitlines()[1]) == headings
    assert ran.urls == ["GET /os-aggregates"]


def test_list_shows_hosts_on_request(on_cloud: Commanding) -> None:
    ran = on_cloud(
        "aggregate-list", "-f", "json", "-c", "hosts", answers=[listed(aggregate(hosts=["h1"]))]
    )
    assert ran.json == [{"Hosts": ["h1"]}]


@pytest.mark.parametrize("word", ["rack2", "2"])
def test_show_resolves_name_or_id_in_one_request(on_cloud: Commanding, word: str) -> None:
    hosts = {"hosts": ["h2", "h1"], "metadata": {"ssd": "true", "a": "b"}}
    ran = on_cloud("aggregate-show", word, answers=[listed(aggregate(), aggregate(2, **hosts))])
    assert ran.urls == ["GET /os-aggregates"]
    assert cells(ran.out.splitlines()[1]) == IN_FULL
    assert cells(ran.out.splitlines()[3]) == [
        "2", "rack2", "-", "'h2', 'h1'", "'a=b', 'ssd=true'", UUID,
    ]  # fmt: skip


def test_unknown_name_suggests_similar_names(on_cloud: Commanding) -> None:
    ran = on_cloud("aggregate-show", "rack3", answers=[RACK1])
    assert ran.status == 1
    assert "Did you mean 'rack2' or 'rack1'?" in ran.err


def test_ambiguous_name_lists_the_ids(on_cloud: Commanding) -> None:
    twins = listed(aggregate(7, name="twin"), aggregate(8, name="twin"))
    ran = on_cloud("aggregate-show", "twin", answers=[twins])
    assert (ran.status, "7, 8" in ran.err) == (1, True)


# ------------------------------------------------------------------------------------ changing
@pytest.mark.parametrize(("words", "zone"), [(["rack9"], None), (["rack9", "z1"], "z1")])
def test_create_sends_a_zone_if_there_is_one(
    on_cloud: Commanding, words: list[str], zone: str | None
) -> None:
    made = aggregate(9, availability_zone=zone)
    del made["hosts"], made["metadata"]
    ran = on_cloud("aggregate-create", *words, answers=[{"aggregate": made}])
    assert ran.sent[0].body == {"aggregate": {"name": "rack9", "availability_zone": zone}}
    metadata = f"'availability_zone={zone}'" if zone else ""
    assert cells(ran.out.splitlines()[3]) == ["9", "rack9", zone or "-", "", metadata, UUID]


def test_update_sends_what_was_given(on_cloud: Commanding) -> None:
    changed = {"aggregate": aggregate(name="new", availability_zone="z2")}
    ran = on_cloud(
        "aggregate-update", "rack1", "--name", "new", "--availability-zone", "z2",
        answers=[RACK1, changed],
    )  # fmt: skip
    assert ran.urls == ["GET /os-aggregates", "PUT /os-aggregates/1"]
    assert ran.sent[1].body == {"aggregate": {"name": "new", "availability_zone": "z2"}}
    assert ran.out.splitlines()[0] == "Aggregate 1 has been successfully updated."


def test_update_without_a_change_is_refused_before_any_request(on_cloud: Commanding) -> None:
    ran = on_cloud("aggregate-update", "rack1")
    assert (ran.status, ran.urls) == (2, [])
    assert "give --name or --availability-zone" in ran.err


def test_set_metadata_sets_pairs_and_removes_keys(on_cloud: Commanding) -> None:
    before = listed(aggregate(metadata={"old": "1"}))
    after = {"aggregate": aggregate(metadata={"a": "b=c"})}
    ran = on_cloud("aggregate-set-metadata", "rack1", "a=b=c", "old", answers=[before, after])
    assert ran.sent[1].body == {"set_metadata": {"metadata": {"a": "b=c", "old": None}}}
    assert ran.out.startswith("Metadata has been successfully updated for aggregate 1.\n")
    assert "'a=b=c'" in ran.out


@pytest.mark.parametrize(
    ("word", "reason"),
    [("a=b", "already has the metadata 'a=b'"), ("c", "has no metadata key 'c'")],
)
def test_metadata_without_a_change_is_refused(on_cloud: Commanding, word: str, reason: str) -> None:
    ran = on_cloud(
        "aggregate-set-metadata", "rack1", word, answers=[listed(aggregate(metadata={"a": "b"}))]
    )
    assert (ran.status, len(ran.sent)) == (1, 1)
    assert reason in ran.err


def test_metadata_without_a_key_is_refused_before_any_request(on_cloud: Commanding) -> None:
    ran = on_cloud("aggregate-set-metadata", "rack1", "=b")
    assert (ran.status, ran.urls) == (2, [])


@pytest.mark.parametrize(
    ("command", "action", "reported"),
    [
        ("aggregate-add-host", "add_host", "added for"),
        ("aggregate-remove-host", "remove_host", "removed from"),
    ],
)
def test_host_is_added_and_removed(
    on_cloud: Commanding, command: str, action: str, reported: str
) -> None:
    changed = {"aggregate": aggregate(hosts=["h2"])}
    ran = on_cloud(command, "rack1", "h1", answers=[RACK1, changed])
    assert ran.urls == ["GET /os-aggregates", "POST /os-aggregates/1/action"]
    assert ran.sent[1].body == {action: {"host": "h1"}}
    lines = ran.out.splitlines()
    assert lines[0] == f"Host h1 has been successfully {reported} aggregate 1 "
    assert cells(lines[4])[3] == "'h2'"


def test_several_hosts_are_added_and_the_aggregate_shown(on_cloud: Commanding) -> None:
    one, both = aggregate(hosts=["h1"]), aggregate(hosts=["h1", "h2"])
    answers = [RACK1, {"aggregate": one}, {"aggregate": both}, {"aggregate": both}]
    ran = on_cloud("aggregate-add-host", "rack1", "h1", "h2", "--jobs", "1", answers=answers)
    assert ran.urls[-1] == "GET /os-aggregates/1"
    assert [line.split()[1] for line in ran.out.splitlines()[:2]] == ["h1", "h2"]
    assert "'h1', 'h2'" in ran.out


def test_failure_of_one_host_exits_with_status_1(on_cloud: Commanding) -> None:
    refused = exceptions.NotFound(404, "Host 'h2' is not mapped to any cell")
    answers = [RACK1, {"aggregate": aggregate(hosts=["h1"])}, refused]
    ran = on_cloud("aggregate-add-host", "rack1", "h1", "h2", "--jobs", "1", answers=answers)
    assert ran.status == 1
    assert ran.err.splitlines() == [
        "Host 'h2' is not mapped to any cell (HTTP 404)",
        "ERROR (CommandError): 1 of 2 failed",
    ]


def test_delete_reports_each_by_id(on_routes: OnRoutes) -> None:
    routes = {
        "GET /os-aggregates": RACK1,
        "DELETE /os-aggregates/1": None,
        "DELETE /os-aggregates/2": None,
    }
    ran = on_routes("aggregate-delete", "rack1", "rack2", routes=routes)
    assert ran.out.splitlines() == [
        "Aggregate 1 has been successfully deleted.",
        "Aggregate 2 has been successfully deleted.",
    ]
    assert len(ran.sent) == 3


def test_cache_images_takes_names_and_ids(on_routes: OnRoutes) -> None:
    routes = {**LOOK_UPS, "GET /os-aggregates": RACK1, "POST /os-aggregates/1/images": None}
    ran = on_routes("aggregate-cache-images", "rack1", "cirros", routes=routes)
    assert ran.sent[-1].body == {"cache": [{"id": IMAGE}]}
    assert (ran.status, ran.out) == (0, "")


def test_cache_images_needs_its_microversion(on_cloud: Commanding) -> None:
    ran = on_cloud("aggregate-cache-images", "rack1", "cirros", at="2.80")
    assert (ran.status, ran.urls) == (2, [])
    assert "aggregate-cache-images needs 2.81 or newer; you asked for 2.80" in ran.err
