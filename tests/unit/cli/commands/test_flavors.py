"""Commands about flavors: requests, output and usage errors."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from microversions import NEWEST
from recording import Answer

TINY = "11111111-1111-4111-8111-111111111111"


def flavor(**fields: Any) -> dict[str, Any]:
    """A flavor as in Nova's responses at the newest microversion."""
    return {
        "id": TINY,
        "name": "m1.tiny",
        "ram": 512,
        "disk": 1,
        "swap": 0,
        "OS-FLV-EXT-DATA:ephemeral": 0,
        "os-flavor-access:is_public": True,
        "vcpus": 1,
        "description": None,
        "extra_specs": {},
        "links": [{"rel": "self", "href": "http://nova.example/flavors/1"}],
        **fields,
    }


def older(**fields: Any) -> dict[str, Any]:
    """A flavor as in Nova's responses up to 2.54."""
    row = flavor(swap="", rxtx_factor=1.0, **fields)
    del row["description"], row["extra_specs"]
    return row


SMALL = flavor(id="2", name="m1.small", swap=64, extra_specs={"hw:cpu_policy": "shared"})


# ---------------------------------------------------------------------------------------- list
def test_list_is_one_request_for_public_flavors(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-list", answers=[{"flavors": [flavor()]}])
    assert ran.urls == ["GET /flavors/detail"]
    assert ran.sent[0].version == NEWEST


def test_list_prints_the_table_of_python_novaclient(on_cloud: Commanding) -> None:
    rows = {"flavors": [flavor(rxtx_factor=1.0), flavor(id="2", name="x", swap=64)]}
    ran = on_cloud("flavor-list", answers=[rows])
    titles = "ID Name Memory_MiB Disk Ephemeral Swap VCPUs RXTX_Factor Is_Public Description"
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in ran.out.splitlines()]
    assert lines[1] == titles.split()
    assert lines[3] == [TINY, "m1.tiny", "512", "1", "0", "0", "1", "1.0", "True", "-"]
    assert lines[4] == ["2", "x", "512", "1", "0", "64", "1", "", "True", "-"]


def test_list_before_descriptions_has_no_description_column(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-list", answers=[{"flavors": [older()]}], at="2.54")
    assert "Description" not in ran.out
    assert "| m1.tiny | 512        | 1    | 0         |      | 1     | 1.0 " in ran.out


def test_list_as_json_holds_typed_values(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-list", "--extra-specs", "-f", "json", answers=[{"flavors": [SMALL]}])
    assert ran.json == [
        {
            "ID": "2",
            "Name": "m1.small",
            "Memory_MiB": 512,
            "Disk": 1,
            "Ephemeral": 0,
            "Swap": 64,
            "VCPUs": 1,
            "RXTX_Factor": None,
            "Is_Public": True,
            "extra_specs": {"hw:cpu_policy": "shared"},
            "Description": None,
        }
    ]


def test_swap_that_an_old_answer_leaves_empty_is_null_in_json(on_cloud: Commanding) -> None:
    rows = {"flavors": [older()]}
    ran = on_cloud("flavor-list", "-f", "json", "-c", "swap", answers=[rows], at="2.54")
    assert ran.json == [{"Swap": None}]


def test_list_of_all_asks_for_private_flavors_too(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-list", "--all", answers=[{"flavors": []}])
    assert ran.urls == ["GET /flavors/detail?is_public=None"]


def test_list_sends_its_filters(on_cloud: Commanding) -> None:
    words = "--min-disk 5 --min-ram 600 --sort-key memory_mb --sort-dir desc --marker a/b --limit 3"
    ran = on_cloud("flavor-list", *words.split(), answers=[{"flavors": []}])
    assert ran.urls == [
        "GET /flavors/detail?limit=3&marker=a%2Fb&minDisk=5&minRam=600&sort_dir=desc"
        "&sort_key=memory_mb"
    ]


def pages() -> list[Any]:
    link = [{"rel": "next", "href": "http://nova.example/flavors/detail?marker=2"}]
    return [{"flavors": [SMALL], "flavors_links": link}, {"flavors": [flavor()]}]


def test_list_follows_all_pages(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-list", "-f", "value", "-c", "name", answers=pages())
    assert ran.out == "m1.small\nm1.tiny\n"
    assert ran.urls == ["GET /flavors/detail", "GET /flavors/detail?marker=2"]


def test_limited_list_fetches_no_further_page(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-list", "--limit", "1", "-f", "value", "-c", "name", answers=pages())
    assert ran.out == "m1.small\n"
    assert ran.urls == ["GET /flavors/detail?limit=1"]


def test_extra_specs_in_the_list_need_no_further_request(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-list", "--extra-specs", answers=[{"flavors": [SMALL]}])
    assert ran.urls == ["GET /flavors/detail"]
    assert "| {'hw:cpu_policy': 'shared'} |" in ran.out


def test_extra_specs_missing_from_the_list_are_fetched(on_cloud: Commanding) -> None:
    answers = [{"flavors": [older()]}, {"extra_specs": {"a": "1"}}]
    ran = on_cloud("flavor-list", "--extra-specs", answers=answers, at="2.54")
    assert ran.urls == ["GET /flavors/detail", f"GET /flavors/{TINY}/os-extra_specs"]
    assert "| {'a': '1'}  |" in ran.out


def test_extra_specs_of_a_deleted_flavor_are_not_available(on_cloud: Commanding) -> None:
    gone = Answer({"itemNotFound": {"message": "gone", "code": 404}}, 404)
    ran = on_cloud("flavor-list", "--extra-specs", answers=[{"flavors": [older()]}, gone], at="2.1")
    assert ran.status == 0
    assert "| N/A         |" in ran.out


def test_refused_extra_specs_fail_the_list(on_cloud: Commanding) -> None:
    refused = Answer({"forbidden": {"message": "Not you.", "code": 403}}, 403)
    answers = [{"flavors": [older()]}, refused]
    ran = on_cloud("flavor-list", "--extra-specs", answers=answers, at="2.1")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("ERROR (Forbidden): Not you. (HTTP 403)")


def test_column_that_the_microversion_lacks_is_refused_before_any_request(
    on_cloud: Commanding,
) -> None:
    ran = on_cloud("flavor-list", "-c", "description", at="2.54")
    assert (ran.status, ran.urls) == (2, [])


# ---------------------------------------------------------------------------------------- show
def test_show_of_a_name_is_a_list_and_a_get(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-show", "m1.small", answers=[{"flavors": [SMALL]}, {"flavor": SMALL}])
    assert ran.urls == ["GET /flavors?is_public=None", "GET /flavors/2"]


def test_show_of_a_uuid_is_one_request(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-show", TINY, answers=[{"flavor": flavor()}])
    assert ran.urls == [f"GET /flavors/{TINY}"]


def test_show_prints_all_properties_except_links(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-show", TINY, answers=[{"flavor": flavor(extra_specs={"a": "1"})}])
    assert [line.split("|")[1].strip() for line in ran.out.splitlines()[3:-1]] == [
        "OS-FLV-EXT-DATA:ephemeral", "description", "disk", "extra_specs", "id", "name",
        "os-flavor-access:is_public", "ram", "swap", "vcpus",
    ]  # fmt: skip
    assert '| {"a": "1"} ' in ran.out


def test_show_fetches_extra_specs_missing_from_the_response(on_cloud: Commanding) -> None:
    answers = [{"flavor": older()}, {"extra_specs": {"a": "1"}}]
    ran = on_cloud("flavor-show", TINY, "-f", "json", answers=answers, at="2.54")
    assert ran.urls == [f"GET /flavors/{TINY}", f"GET /flavors/{TINY}/os-extra_specs"]
    assert ran.json["extra_specs"] == {"a": "1"}
    assert ran.json["swap"] is None


def test_show_of_an_unknown_name_suggests_similar_names(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-show", "m1.smal", answers=[{"flavors": [SMALL]}])
    assert ran.status == 1
    assert "No flavor with a name or ID of 'm1.smal' exists. Did you mean 'm1.small'?" in ran.err


def test_show_of_an_ambiguous_name_lists_the_ids(on_cloud: Commanding) -> None:
    rows = [flavor(id="first", name="x"), flavor(id="second", name="x")]
    ran = on_cloud("flavor-show", "x", answers=[{"flavors": rows}])
    assert ran.status == 1
    assert "first" in ran.err
    assert "second" in ran.err


# ------------------------------------------------------------------- create, update and delete
def test_create_sends_what_was_given(on_cloud: Commanding) -> None:
    words = "x auto 512 10 2 --ephemeral 5 --swap 64 --is-public no --description d"
    ran = on_cloud("flavor-create", *words.split(), answers=[{"flavor": flavor()}])
    assert ran.urls == ["POST /flavors"]
    assert ran.sent[0].body == {
        "flavor": {
            "name": "x",
            "id": None,
            "ram": 512,
            "disk": 10,
            "vcpus": 2,
            "OS-FLV-EXT-DATA:ephemeral": 5,
            "swap": 64,
            "os-flavor-access:is_public": False,
            "description": "d",
        }
    }


def test_create_prints_the_flavor_without_a_further_request(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-create", "x", "1", "1", "1", "1", answers=[{"flavor": flavor()}])
    assert len(ran.sent) == 1
    assert f"| {TINY} | m1.tiny | 512 " in ran.out


def test_created_flavor_is_one_object_in_json(on_cloud: Commanding) -> None:
    words = ("flavor-create", "x", "1", "1", "1", "1", "-f", "json")
    ran = on_cloud(*words, answers=[{"flavor": flavor()}])
    assert ran.json["ID"] == TINY


def test_create_with_a_factor_uses_the_last_version_that_has_it(
    on_cloud: Commanding,
) -> None:
    words = ("flavor-create", "x", "1", "1", "1", "1", "--rxtx-factor", "2.5")
    ran = on_cloud(*words, answers=[{"flavor": flavor()}])
    assert ran.sent[0].version == "2.101"
    assert ran.sent[0].body["flavor"]["rxtx_factor"] == 2.5


@pytest.mark.parametrize(
    ("words", "at", "reason"),
    [
        ("--description d", "2.54", "--description needs 2.55 or newer; you asked for 2.54"),
        ("--rxtx-factor 2", "2.102", "--rxtx-factor was removed after 2.101; you asked for"),
        ("--is-public maybe", "2.1", "argument --is-public: must be true or false, not 'maybe'"),
        ("--swap much", "2.1", "argument --swap: invalid int value: 'much'"),
    ],
)
def test_create_refuses_before_any_request(
    on_cloud: Commanding, words: str, at: str, reason: str
) -> None:
    ran = on_cloud("flavor-create", "x", "1", "1", "1", "1", *words.split(), at=at)
    assert (ran.status, ran.urls) == (2, [])
    assert reason in ran.err


def test_create_on_a_cloud_without_descriptions_names_the_flag(on_cloud: Commanding) -> None:
    words = ("flavor-create", "x", "1", "1", "1", "1", "--description", "d")
    ran = on_cloud(*words, spoken=("2.1", "2.53"))
    assert (ran.status, ran.urls) == (1, [])
    assert "--description" in ran.err
    assert "2.53" in ran.err


def test_update_sends_the_description(on_cloud: Commanding) -> None:
    answers = [{"flavors": [SMALL]}, {"flavor": SMALL}]
    ran = on_cloud("flavor-update", "m1.small", "new", answers=answers)
    assert ran.urls == ["GET /flavors?is_public=None", "PUT /flavors/2"]
    assert ran.sent[1].body == {"flavor": {"description": "new"}}
    assert "| 2  | m1.small | 512 " in ran.out


def test_update_needs_a_microversion(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-update", "m1.small", "new", at="2.54")
    assert (ran.status, ran.urls) == (2, [])
    assert "flavor-update needs 2.55 or newer; you asked for 2.54" in ran.err


def test_delete_resolves_all_names_in_one_request(on_cloud: Commanding) -> None:
    answers = [{"flavors": [SMALL, flavor()]}]
    ran = on_cloud("flavor-delete", "--jobs", "1", "m1.small", "m1.tiny", answers=answers)
    assert (ran.status, ran.out) == (0, "")
    assert ran.urls == [
        "GET /flavors?is_public=None",
        "DELETE /flavors/2",
        f"DELETE /flavors/{TINY}",
    ]


def test_delete_reports_each_failure_and_deletes_the_others(on_cloud: Commanding) -> None:
    answers = [{"flavors": [SMALL]}]
    ran = on_cloud("flavor-delete", "nosuch", "m1.small", answers=answers)
    assert ran.status == 1
    assert ran.urls[-1] == "DELETE /flavors/2"
    assert ran.err.splitlines() == [
        "No flavor with a name or ID of 'nosuch' exists.",
        "ERROR (CommandError): 1 of 2 failed",
    ]


def test_delete_of_one_unknown_flavor_is_one_line(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-delete", "nosuch", answers=[{"flavors": []}])
    assert ran.status == 1
    assert ran.err == "ERROR (CommandError): No flavor with a name or ID of 'nosuch' exists.\n"


# --------------------------------------------------------------------------------- extra specs
def test_key_set_sends_all_specs_in_one_request(on_cloud: Commanding) -> None:
    words = ("flavor-key", "m1.small", "set", "a=1", "b=x=y", "c=")
    ran = on_cloud(*words, answers=[{"flavors": [SMALL]}, {"extra_specs": {}}])
    assert (ran.status, ran.out) == (0, "")
    assert ran.urls[1] == "POST /flavors/2/os-extra_specs"
    assert ran.sent[1].body == {"extra_specs": {"a": "1", "b": "x=y", "c": ""}}


def test_key_unset_accepts_keys_with_and_without_values(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-key", "2", "unset", "a=1", "hw:b", answers=[{"flavors": [SMALL]}])
    assert ran.urls[1:] == [
        "DELETE /flavors/2/os-extra_specs/a",
        "DELETE /flavors/2/os-extra_specs/hw%3Ab",
    ]


def test_key_unset_continues_after_a_failure(on_cloud: Commanding) -> None:
    gone = Answer({"itemNotFound": {"message": "No such key a.", "code": 404}}, 404)
    answers = [{"flavors": [SMALL]}, gone]
    ran = on_cloud("flavor-key", "2", "unset", "a", "b", answers=answers)
    assert ran.status == 1
    assert ran.urls[-1] == "DELETE /flavors/2/os-extra_specs/b"
    assert ran.err.splitlines()[0].startswith("No such key a.")
    assert ran.err.splitlines()[1] == "ERROR (CommandError): 1 of 2 failed"


def test_key_unset_of_one_key_fails_with_nova_s_own_error(on_cloud: Commanding) -> None:
    gone = Answer({"itemNotFound": {"message": "No such key a.", "code": 404}}, 404)
    ran = on_cloud("flavor-key", "2", "unset", "a", answers=[{"flavors": [SMALL]}, gone])
    assert ran.err.startswith("ERROR (NotFound): No such key a. (HTTP 404)")
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("words", [("set", "a"), ("set", "=1"), ("unset", "")])
def test_key_without_key_or_value_is_refused_before_any_request(
    on_cloud: Commanding, words: tuple[str, ...]
) -> None:
    ran = on_cloud("flavor-key", "m1.small", *words)
    assert (ran.status, ran.urls) == (2, [])
    assert "is not in the format of 'key=value'" in ran.err


# -------------------------------------------------------------------------------------- access
ACCESS = {"flavor_access": [{"flavor_id": "2", "tenant_id": "p1"}]}


def test_access_list_is_a_look_up_and_one_request(on_cloud: Commanding) -> None:
    answers = [{"flavors": [SMALL]}, ACCESS]
    ran = on_cloud("flavor-access-list", "--flavor", "m1.small", answers=answers)
    assert ran.urls[1] == "GET /flavors/2/os-flavor-access"
    assert "| Flavor_ID | Tenant_ID |" in ran.out
    assert "| 2         | p1        |" in ran.out


def test_access_list_without_a_flavor_is_refused(on_cloud: Commanding) -> None:
    ran = on_cloud("flavor-access-list")
    assert (ran.status, ran.urls) == (2, [])
    assert "the following arguments are required: --flavor" in ran.err


@pytest.mark.parametrize(
    ("command", "action"),
    [("flavor-access-add", "addTenantAccess"), ("flavor-access-remove", "removeTenantAccess")],
)
def test_access_changes_show_the_projects_with_access(
    on_cloud: Commanding, command: str, action: str
) -> None:
    ran = on_cloud(command, "2", "p1", "-f", "json", answers=[{"flavors": [SMALL]}, ACCESS])
    assert ran.urls[1] == "POST /flavors/2/action"
    assert ran.sent[1].body == {action: {"tenant": "p1"}}
    assert ran.json == [{"Flavor_ID": "2", "Tenant_ID": "p1"}]
