"""What follows an error of the cloud: what to do about it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from commanding import Commanding
from recording import Answer, Cloud, recorded

from novaclient import exceptions
from novaclient.cli.advice import advice, role_for
from novaclient.cli.framework.context import Context
from novaclient.exceptions import ClientException, CommandError, Forbidden

FACTS = Path(__file__).parents[2] / "facts"
POLICY = Forbidden(403, "Policy doesn't allow os_compute_api:os-services:list to be performed.")
CLOUDS = """
clouds:
  home: &home
    auth: {auth_url: "http://id", username: me, password: p, project_name: mine}
  home-admin: *home
  work: *home
"""
#: Nova's defaults, in the words of the table.
ROLES = {
    "rule:context_is_admin": "administrators",
    "rule:project_manager_or_admin": "managers",
    "rule:project_member_or_admin": "members",
    "rule:project_reader_or_admin": "readers",
    "rule:service_or_admin": "services",
    "(rule:context_is_admin) or user_id:%(user_id)s": "owner",
    "@": "everybody",
    "!": "nobody",
}
QUOTAS = {
    "quota_set": {
        "id": "p",
        "instances": {"limit": 10, "in_use": 9, "reserved": 1},
        "cores": {"limit": 20, "in_use": 3, "reserved": 0},
        "ram": {"limit": -1, "in_use": 512, "reserved": 0},
        "key_pairs": {"limit": 100, "in_use": 0, "reserved": 0},
        "server_groups": {"limit": 10, "in_use": 2, "reserved": 0},
        "metadata_items": {"limit": 128, "in_use": 0, "reserved": 0},
    }
}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The environment of a user with three clouds."""
    file = tmp_path / "clouds.yaml"
    file.write_text(CLOUDS)
    return {"OS_CLIENT_CONFIG_FILE": str(file), "OS_CLOUD": "home", "HOME": str(tmp_path)}


def reported(
    error: BaseException, environ: dict[str, str], *answers: Any, connected: bool = True
) -> tuple[list[str], Cloud]:
    """What is said about an error, and the cloud that was asked."""
    cloud = recorded(*answers)
    cloud.project_id = "p"
    context = Context({}, environ, lambda *_: cloud)
    if connected:
        assert context.client is cloud
    return list(advice(error, context)), cloud


@pytest.mark.parametrize(
    ("rule", "check"), json.loads((FACTS / "policy_rules.json").read_text()).items()
)
def test_role_is_the_one_that_nova_asks_for(rule: str, check: str) -> None:
    assert role_for(rule) == ROLES[check]


def test_refusal_by_policy_names_the_required_role_and_the_user(environ: dict[str, str]) -> None:
    lines, cloud = reported(POLICY, environ)
    assert lines == [
        "By default only administrators may do this.",
        f"The credentials are those of user 'me' in project 'mine': cloud 'home' of "
        f"{environ['OS_CLIENT_CONFIG_FILE']}.",
        "There is also a cloud 'home-admin': nova --os-cloud home-admin ...",
    ]
    assert cloud.sent == []


def test_administrators_cloud_that_there_is_not_is_not_named(environ: dict[str, str]) -> None:
    lines, _ = reported(POLICY, {**environ, "OS_CLOUD": "work"})
    assert len(lines) == 2


def test_what_a_failure_of_several_was_raised_from_counts(environ: dict[str, str]) -> None:
    error = CommandError("2 of 3 failed")
    error.__cause__ = POLICY
    assert reported(error, environ)[0][0] == "By default only administrators may do this."


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("Quota exceeded, too many server groups.", "server_groups 2 of 10 used"),
        ("Maximum number of metadata items exceeds 128", "metadata_items 128 allowed"),
        ("Quota exceeded, too many key pairs.", "key_pairs 100 allowed"),
        ("Quota exceeded for cores and RAM", "cores 3 of 20 used, ram 512 of -1 used"),
        ("Quota exceeded", "instances 10 of 10 used"),
    ],
)
def test_quota_says_what_is_used_and_allowed(
    environ: dict[str, str], message: str, line: str
) -> None:
    lines, cloud = reported(Forbidden(403, message), environ, QUOTAS)
    assert lines[0] == f"In this project: {line}."
    assert cloud.urls == ["GET /os-quota-sets/p/detail"]


def test_quota_that_says_its_numbers_costs_no_request(environ: dict[str, str]) -> None:
    message = "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances"
    lines, cloud = reported(Forbidden(403, message), environ)
    assert len(lines) == 1
    assert "nova quota-show" in lines[0]
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("keystoneauth1.exceptions.catalog.EndpointNotFound", 1),
        ("keystoneauth1.exceptions.auth_plugins.MissingAuthPlugin", 1),
        ("KeyError", 0),
    ],
)
def test_service_that_nova_lacks_is_reported(
    environ: dict[str, str], name: str, count: int
) -> None:
    message = f"Unexpected API Error. Please contact the administrator <class '{name}'>"
    lines, cloud = reported(ClientException(500, message), environ)
    assert [line.startswith("Nova could not reach another service") for line in lines] == (
        [True] * count
    )
    assert cloud.sent == []


def test_nothing_is_asked_when_requests_are_only_shown(environ: dict[str, str]) -> None:
    cloud = recorded()
    cloud.project_id = "p"
    context = Context({}, environ, lambda *_: cloud)
    assert context.client is cloud
    context.plan = SimpleNamespace()  # type: ignore[assignment]
    list(advice(Forbidden(403, "Quota exceeded"), context))
    assert cloud.sent == []


def test_refused_token_is_reported(environ: dict[str, str]) -> None:
    lines, _ = reported(exceptions.Unauthorized(401), environ)
    assert lines[0].startswith("The cloud does not accept the token")
    assert "cloud 'home'" in lines[1]


NO_ROUTE = exceptions.NotFound(404, "The resource could not be found.<br /><br />")


@pytest.mark.parametrize(
    ("error", "answers"),
    [
        (NO_ROUTE, [Answer(status=404)]),
        (NO_ROUTE, [{"cinder": "block storage"}]),
        (exceptions.InvalidResponse(300, "choices"), []),
    ],
)
def test_endpoint_of_something_else_is_named(
    environ: dict[str, str], error: ClientException, answers: list[Any]
) -> None:
    lines, _ = reported(error, environ, *answers)
    assert lines == [
        "There is no Compute API at http://nova.example/v2.1/p: check --os-endpoint-override "
        "(OS_ENDPOINT_OVERRIDE) or the catalog; most endpoints end in /v2.1."
    ]


def test_endpoint_is_not_blamed_for_a_path_that_nova_does_not_have(environ: dict[str, str]) -> None:
    assert reported(NO_ROUTE, environ, {"version": {"id": "v2.1", "status": "CURRENT"}})[0] == []


@pytest.mark.parametrize(
    "error",
    [
        exceptions.NotFound(404, "Instance x could not be found."),
        Forbidden(403, "Not yours."),
        exceptions.AuthenticationFailed("wrong password"),
        CommandError("no"),
        KeyError("x"),
    ],
)
def test_error_that_says_enough_has_nothing_after_it(
    environ: dict[str, str], error: Exception
) -> None:
    assert reported(error, environ)[0] == []


HYPERVISORS = {"hypervisors": [{"id": "h", "hypervisor_hostname": "compute1"}]}
KEYPAIRS = {"keypairs": [{"keypair": {"name": "laptop"}}]}


@pytest.mark.parametrize(
    ("error", "answer", "near"),
    [
        (exceptions.NotFound(404, "Keypair latop not found for user u"), KEYPAIRS, "laptop"),
        (exceptions.NotFound(404, "No hypervisor matching 'compte1' could be found."), HYPERVISORS,
         "compute1"),
        (exceptions.BadRequest(400, "Compute host compute9 could not be found."), HYPERVISORS,
         "compute1"),
    ],
)  # fmt: skip
def test_names_nearest_to_one_that_nova_did_not_find_are_reported(
    environ: dict[str, str], error: ClientException, answer: dict[str, Any], near: str
) -> None:
    assert reported(error, environ, answer)[0] == [f"Did you mean '{near}'?"]


def test_advice_follows_the_error(on_cloud: Commanding, environ: dict[str, str]) -> None:
    on_cloud.environ.update(environ)
    refused = Answer({"forbidden": {"code": 403, "message": POLICY.message}}, status=403)
    lines = on_cloud("service-list", answers=[_raised(refused)]).err.splitlines()
    assert lines[0].startswith("ERROR (Forbidden): Policy doesn't allow")
    assert lines[1] == "By default only administrators may do this."


def test_advice_that_fails_does_not_hide_the_error(on_cloud: Commanding) -> None:
    on_cloud.environ["OS_CLOUD"] = "nowhere"
    refused = Answer({"forbidden": {"code": 403, "message": POLICY.message}}, status=403)
    done = on_cloud("service-list", answers=[_raised(refused)])
    assert done.status == 1
    assert done.err.splitlines()[1:] == ["By default only administrators may do this."]


def _raised(answer: Answer) -> ClientException:
    return exceptions.from_response(answer, answer.body, "/os-services", "GET")


def test_markup_of_an_error_is_not_shown() -> None:
    from novaclient.cli.errors import message_of

    error = exceptions.NotFound(404, "The resource could not be found.<br /><br />\n\n")
    assert message_of(error) == "The resource could not be found. (HTTP 404)"
