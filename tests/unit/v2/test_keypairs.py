"""Key pairs: imported, made by Nova up to 2.91, listed, deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import recorded

from novaclient import exceptions
from novaclient.v2.keypairs import Keypair, KeypairManager

KEYPAIR = {"name": "k", "id": 7, "fingerprint": "f"}
LATEST = "2.latest"
Call = Callable[[KeypairManager], Any]


@pytest.mark.parametrize(
    ("arguments", "version", "fields", "sent"),
    [
        (("k",), "2.1", {}, "2.1"),
        (("k",), "2.2", {"type": "ssh"}, "2.2"),
        (("k",), "2.91", {"type": "ssh"}, "2.91"),
        (("k",), LATEST, {"type": "ssh"}, "2.91"),
        (("k", ""), LATEST, {"type": "ssh"}, "2.91"),
        (("k", "pk"), "2.1", {"public_key": "pk"}, "2.1"),
        (("k", "pk"), "2.92", {"public_key": "pk", "type": "ssh"}, "2.92"),
        (("k", "pk"), LATEST, {"public_key": "pk", "type": "ssh"}, NEWEST),
        (("k", "pk", "x509"), "2.2", {"public_key": "pk", "type": "x509"}, "2.2"),
        (("k", "pk", "ssh"), "2.1", {"public_key": "pk"}, "2.1"),
        (
            ("k", "pk", "x509", "u"),
            "2.10",
            {"public_key": "pk", "type": "x509", "user_id": "u"},
            "2.10",
        ),
    ],
)
def test_create_sends_what_the_version_takes(
    arguments: tuple[str, ...], version: str, fields: dict[str, Any], sent: str
) -> None:
    cloud = recorded({"keypair": KEYPAIR}, version=version)
    assert isinstance(cloud.keypairs.create(*arguments), Keypair)
    body = {"keypair": {"name": "k", **fields}}
    assert cloud.sent == [("POST", "/os-keypairs", sent, body, "compute")]


def test_create_without_a_key_goes_out_at_what_an_older_cloud_speaks() -> None:
    cloud = recorded({"keypair": KEYPAIR}, spoken=("2.1", "2.60"))
    cloud.keypairs.create("k")
    assert cloud.sent[0].version == "2.60"


@pytest.mark.parametrize("version", ["2.92", NEWEST])
def test_create_without_a_key_at_a_version_that_makes_none_is_refused(version: str) -> None:
    cloud = recorded(version=version)
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match="pass a public key"):
        cloud.keypairs.create("k")
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("call", "version", "answer", "request_line"),
    [
        (lambda k: k.list(), "2.1", {"keypairs": []}, "GET /os-keypairs"),
        (lambda k: k.list("u"), "2.10", {"keypairs": []}, "GET /os-keypairs?user_id=u"),
        (
            lambda k: k.list("u", "m", 3),
            "2.35",
            {"keypairs": []},
            "GET /os-keypairs?limit=3&marker=m&user_id=u",
        ),
        (lambda k: k.get("k"), "2.1", {"keypair": KEYPAIR}, "GET /os-keypairs/k"),
        (lambda k: k.get("a b&c"), "2.1", {"keypair": KEYPAIR}, "GET /os-keypairs/a%20b%26c"),
        (lambda k: k.get("k", "u"), "2.10", {"keypair": KEYPAIR}, "GET /os-keypairs/k?user_id=u"),
        (lambda k: k.delete("k"), "2.1", None, "DELETE /os-keypairs/k"),
        (lambda k: k.delete("k", "u"), LATEST, None, "DELETE /os-keypairs/k?user_id=u"),
        (lambda k: Keypair(k, KEYPAIR).delete(), LATEST, None, "DELETE /os-keypairs/k"),
    ],
)
def test_call_sends(call: Call, version: str, answer: Any, request_line: str) -> None:
    cloud = recorded(answer, version=version)
    assert call(cloud.keypairs).request_ids == ["req-1"]
    assert cloud.urls == [request_line]


@pytest.mark.parametrize(
    ("call", "version", "argument"),
    [
        (lambda k: k.list("u"), "2.9", "user_id"),
        (lambda k: k.list(marker="m"), "2.34", "marker"),
        (lambda k: k.list(limit=3), "2.34", "limit"),
        (lambda k: k.get("k", "u"), "2.9", "user_id"),
        (lambda k: k.delete("k", "u"), "2.9", "user_id"),
        (lambda k: k.create("k", "pk", "x509"), "2.1", "key_type"),
        (lambda k: k.create("k", "pk", "ssh", "u"), "2.9", "user_id"),
    ],
)
def test_argument_outside_its_microversions_is_refused(
    call: Call, version: str, argument: str
) -> None:
    cloud = recorded(version=version)
    with pytest.raises(exceptions.UnsupportedAttribute) as caught:
        call(cloud.keypairs)
    assert (caught.value.argument_name, cloud.sent) == (argument, [])


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda k: k.list(), "keypairs"),
        (lambda k: k.get("k"), "keypair"),
        (lambda k: k.create("k", "pk"), "keypair"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}).keypairs)


def test_listed_key_pair_has_its_fields_and_its_wrapping() -> None:
    keypair = recorded({"keypairs": [{"keypair": KEYPAIR}]}).keypairs.list()[0]
    assert (keypair.id, keypair.name, keypair.fingerprint) == ("k", "k", "f")
    assert keypair.to_dict() == {"keypair": KEYPAIR}


def test_key_pair_is_identified_by_its_name() -> None:
    cloud = recorded()
    assert cloud.keypairs.resolve(["k"])[0].result == "k"
    assert cloud.sent == []


def test_find_finds_by_name() -> None:
    rows = [{"keypair": KEYPAIR}, {"keypair": {"name": "other"}}]
    assert recorded({"keypairs": rows}).keypairs.find(name="k").fingerprint == "f"
