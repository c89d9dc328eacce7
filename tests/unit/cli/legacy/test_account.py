"""Legacy commands about the signed-in user, with a small Keystone, limits and the API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commanding import Commanding, Ran
from identity_service import Keystone
from microversions import NEWEST

from novaclient.cli import sign_in


@pytest.fixture
def keystone() -> Iterator[Keystone]:
    service = Keystone()
    yield service
    service.server.shutdown()
    service.server.server_close()


@pytest.fixture
def signing_in(on_cloud: Commanding, keystone: Keystone, tmp_path: Path) -> Commanding:
    """``nova`` with credentials that the Keystone accepts."""
    on_cloud.environ.update(
        OS_AUTH_URL=keystone.url,
        OS_USERNAME="carol",
        OS_PASSWORD="secret",
        OS_PROJECT_NAME="apps",
        OS_USER_DOMAIN_ID="default",
        OS_PROJECT_DOMAIN_ID="default",
        NOVACLIENT_CACHE_DIR=str(tmp_path),
        HOME=str(tmp_path),
    )
    return on_cloud


def tables(ran: Ran) -> list[list[list[str]]]:
    """The cells of each table."""
    found: list[list[list[str]]] = []
    rules = 0
    for line in ran.out.splitlines():
        if line.startswith("+"):
            if rules % 3 == 0:
                found.append([])
            rules += 1
        else:
            found[-1].append([cell.strip() for cell in line.split("|")[1:-1]])
    return found


def test_credentials_are_a_table_of_the_user_and_one_of_the_token(signing_in: Commanding) -> None:
    user, token = tables(signing_in("credentials"))
    assert user[0] == ["User Credentials", "Value"]
    assert ["name", "carol"] in user
    assert token[0] == ["Token", "Value"]
    assert ["id", "fresh-token"] in token
    assert ["project", '{"id": "p1", "name": "apps"}'] in token


def test_long_token_is_wrapped(signing_in: Commanding, keystone: Keystone) -> None:
    keystone.headers["X-Subject-Token"] = "x" * 100
    _, token = tables(signing_in("credentials"))
    assert [row[1] for row in token if set(row[1]) == {"x"}] == ["x" * 64, "x" * 36]


def test_wrap_of_0_leaves_the_token_whole(signing_in: Commanding, keystone: Keystone) -> None:
    keystone.headers["X-Subject-Token"] = "x" * 100
    _, token = tables(signing_in("credentials", "--wrap", "0"))
    assert ["id", "x" * 100] in token


def test_credentials_for_programs_are_one_object(signing_in: Commanding) -> None:
    shown = signing_in("credentials", "-f", "json").json
    assert set(shown) == {"user", "token"}
    assert shown["token"]["id"] == "fresh-token"


def test_credentials_needs_no_request_to_nova(signing_in: Commanding, keystone: Keystone) -> None:
    ran = signing_in("credentials")
    assert (ran.urls, keystone.asked[-1]) == ([], "POST /v3/auth/tokens")


def test_missing_password_is_prompted_for(
    signing_in: Commanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    del signing_in.environ["OS_PASSWORD"]
    monkeypatch.setattr(sign_in, "_prompt_for_password", lambda: "typed")
    assert signing_in("credentials").status == 0


def test_missing_password_without_a_terminal_is_an_error(
    signing_in: Commanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    del signing_in.environ["OS_PASSWORD"]
    monkeypatch.setattr(sign_in, "_prompt_for_password", lambda: None)
    ran = signing_in("credentials")
    assert ran.status == 1
    assert "OS_PASSWORD" in ran.err


def test_authentication_without_an_identity_service_is_an_error(signing_in: Commanding) -> None:
    signing_in.environ.clear()
    signing_in.environ.update(
        OS_AUTH_TYPE="none", OS_ENDPOINT_OVERRIDE="http://127.0.0.1:1", OS_TOKEN="t"
    )
    ran = signing_in("endpoints")
    assert (ran.status, ran.out) == (1, "")
    assert "reports neither a user nor endpoints" in ran.err


def test_each_endpoint_of_the_region_is_a_table(signing_in: Commanding) -> None:
    signing_in.environ["OS_REGION_NAME"] = "West"
    found = tables(signing_in("endpoints"))
    assert [table[0] for table in found] == [["nova", "Value"], ["nova", "Value"]]
    assert [row[0] for row in found[0][1:]] == ["id", "interface", "region", "type", "url"]
    assert ["region", "West"] in found[0]


def test_endpoints_of_all_regions_are_shown_without_a_region(signing_in: Commanding) -> None:
    rows = signing_in("endpoints", "-f", "json").json
    assert {row["Region"] for row in rows} == {"East", "West"}


def test_endpoint_columns_can_be_selected(signing_in: Commanding) -> None:
    ran = signing_in("endpoints", "-c", "Service", "-f", "value")
    assert ran.out.split()[:2] == ["nova", "nova"]


def test_refused_credentials_are_reported(signing_in: Commanding, keystone: Keystone) -> None:
    keystone.status, keystone.body = 401, {"error": {"message": "no", "code": 401}}
    ran = signing_in("endpoints")
    assert ran.status == 1
    assert "ERROR (Unauthorized)" in ran.err


# ------------------------------------------------------------------------------------------ limits
RATE = {
    "verb": "GET", "value": 10, "remaining": 2, "unit": "MINUTE", "next-available": "2030"
}  # fmt: skip
LIMITS: dict[str, Any] = {
    "limits": {
        "absolute": {"maxTotalCores": 20, "totalCoresUsed": 4},
        "rate": [{"uri": "*", "regex": ".*", "limit": [RATE]}],
    }
}


def test_absolute_limits_are_shown_without_rates(on_cloud: Commanding) -> None:
    (table,) = tables(on_cloud("absolute-limits", answers=[LIMITS]))
    assert table == [["Name", "Used", "Max"], ["Cores", "4", "20"]]


def test_rates_are_shown_without_absolute_limits(on_cloud: Commanding) -> None:
    (table,) = tables(on_cloud("rate-limits", answers=[LIMITS]))
    assert table == [
        ["Verb", "URI", "Value", "Remain", "Unit", "Next_Available"],
        ["GET", "*", "10", "2", "MINUTE", "2030"],
    ]


def test_limits_of_another_project_are_requested(on_cloud: Commanding) -> None:
    ran = on_cloud("absolute-limits", "--tenant", "p1", answers=[LIMITS])
    assert ran.urls == ["GET /limits?tenant_id=p1"]


def test_aggregate_details_are_shown(on_cloud: Commanding) -> None:
    row = {
        "id": 1, "name": "a", "availability_zone": "z", "hosts": ["h"], "metadata": {"k": "v"},
        "uuid": "u",
    }  # fmt: skip
    (table,) = tables(on_cloud("aggregate-details", "a", answers=[{"aggregates": [row]}]))
    assert table[1] == ["1", "a", "z", "'h'", "'k=v'", "u"]


def test_extensions_of_the_api_are_listed(on_cloud: Commanding) -> None:
    extension = {"name": "N", "alias": "os-n", "description": "One.\nTwo."}
    ran = on_cloud("list-extensions", answers=[{"extensions": [extension]}])
    assert (ran.urls, ran.sent[0].version) == (["GET /extensions"], NEWEST)
    assert ran.table == [["Name", "Summary", "Alias", "Updated"], ["N", "One....", "os-n", ""]]
    assert ran.err == "WARNING: nova list-extensions is deprecated: use 'nova microversions'\n"
