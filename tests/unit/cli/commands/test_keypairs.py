"""Commands about key pairs: requests, output and usage errors."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from commanding import Commanding
from recording import Answer

KEY = "ssh-ed25519 AAAA me@here\n"


def keypair(name: str = "k", **fields: Any) -> dict[str, Any]:
    """A key pair as in Nova's responses."""
    row = {"name": name, "type": "ssh", "fingerprint": "aa:bb", "public_key": KEY, **fields}
    return {"keypair": row}


def listed(*names: str) -> dict[str, Any]:
    """A list of key pairs."""
    return {"keypairs": [keypair(name) for name in names]}


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A file with a public key."""
    path = tmp_path / "key.pub"
    path.write_text(KEY)
    return path


# ---------------------------------------------------------------------------------------- list
def test_list_prints_name_type_and_fingerprint(on_cloud: Commanding) -> None:
    ran = on_cloud("keypair-list", answers=[listed("k")])
    assert ran.urls == ["GET /os-keypairs"]
    assert ran.out.splitlines()[1] == "| Name | Type | Fingerprint |"
    assert ran.out.splitlines()[3] == "| k    | ssh  | aa:bb       |"


def test_list_before_types_has_no_type_column(on_cloud: Commanding) -> None:
    ran = on_cloud("keypair-list", answers=[listed("k")], at="2.1")
    assert ran.out.splitlines()[1] == "| Name | Fingerprint |"


def test_list_of_another_user_sends_the_user_id(on_cloud: Commanding) -> None:
    ran = on_cloud("keypair-list", "--user", "u/1", answers=[listed()])
    assert ran.urls == ["GET /os-keypairs?user_id=u%2F1"]


def test_list_follows_all_pages(on_cloud: Commanding) -> None:
    first = {**listed("a"), "keypairs_links": [{"rel": "next", "href": "/os-keypairs?marker=a"}]}
    words = ("keypair-list", "--user", "u", "-f", "value", "-c", "name")
    ran = on_cloud(*words, answers=[first, listed("b")])
    assert ran.out == "a\nb\n"
    assert ran.urls[1] == "GET /os-keypairs?user_id=u&marker=a"


def test_limited_list_requests_no_further_page(on_cloud: Commanding) -> None:
    ran = on_cloud("keypair-list", "--limit", "2", "--marker", "a", answers=[listed("b", "c")])
    assert ran.urls == ["GET /os-keypairs?limit=2&marker=a"]


@pytest.mark.parametrize(
    ("words", "at", "reason"),
    [
        ("--user u", "2.9", "--user needs 2.10 or newer"),
        ("--limit 1", "2.34", "--limit needs 2.35 or newer"),
        ("--marker a", "2.34", "--marker needs 2.35 or newer"),
    ],
)
def test_list_refuses_what_the_microversion_lacks_before_any_request(
    on_cloud: Commanding, words: str, at: str, reason: str
) -> None:
    ran = on_cloud("keypair-list", *words.split(), at=at)
    assert (ran.status, ran.urls) == (2, [])
    assert reason in ran.err


def test_list_on_a_cloud_without_limits_names_the_flag(on_cloud: Commanding) -> None:
    ran = on_cloud("keypair-list", "--limit", "1", spoken=("2.1", "2.30"))
    assert (ran.status, ran.urls) == (1, [])
    assert "--limit" in ran.err


# ---------------------------------------------------------------------------------------- show
def test_show_prints_the_public_key_below_the_table(on_cloud: Commanding) -> None:
    ran = on_cloud("keypair-show", "k", answers=[keypair(id=7, deleted_at=None)])
    assert ran.urls == ["GET /os-keypairs/k"]
    assert "public_key" not in ran.out
    assert ran.out.endswith(
        f"| type        | ssh   |\n+-------------+-------+\nPublic key: {KEY}\n"
    )


def test_show_as_json_holds_the_public_key_and_types(on_cloud: Commanding) -> None:
    answers = [keypair(id=7, deleted=False, deleted_at=None)]
    ran = on_cloud("keypair-show", "k", "-f", "json", answers=answers)
    assert ran.json == {
        "deleted": False,
        "deleted_at": None,
        "fingerprint": "aa:bb",
        "id": 7,
        "name": "k",
        "public_key": KEY,
        "type": "ssh",
    }


def test_show_of_one_property_prints_only_that(on_cloud: Commanding) -> None:
    words = ("keypair-show", "k", "-f", "value", "-c", "fingerprint")
    assert on_cloud(*words, answers=[keypair()]).out == "aa:bb\n"


def test_show_encodes_a_name_and_names_another_user(on_cloud: Commanding) -> None:
    ran = on_cloud("keypair-show", "a b?", "--user", "u", answers=[keypair()])
    assert ran.urls == ["GET /os-keypairs/a%20b%3F?user_id=u"]


@pytest.mark.parametrize("command", ["keypair-show", "keypair-delete"])
def test_name_that_would_change_the_request_is_refused(on_cloud: Commanding, command: str) -> None:
    ran = on_cloud(command, "../servers")
    assert (ran.status, ran.urls) == (1, [])
    assert ran.err == (
        "ERROR (CommandError): '../servers' cannot be an id or a name in a request's path\n"
    )


# ----------------------------------------------------------------------------------------- add
def test_add_sends_the_public_key_of_a_file_and_prints_nothing(
    on_cloud: Commanding, key_file: Path
) -> None:
    words = ("keypair-add", "k", "--pub-key", str(key_file), "--key-type", "ssh", "--user", "u")
    ran = on_cloud(*words, answers=[keypair()])
    assert (ran.status, ran.out) == (0, "")
    assert ran.sent[0].body == {
        "keypair": {"name": "k", "type": "ssh", "public_key": KEY, "user_id": "u"}
    }


def test_add_finds_a_file_in_the_home_folder(
    on_cloud: Commanding, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_cloud.environ["HOME"] = str(key_file.parent)
    ran = on_cloud("keypair-add", "k", "--pub-key", "~/key.pub", answers=[keypair()])
    assert ran.sent[0].body["keypair"]["public_key"] == KEY


def test_add_reads_standard_input(on_cloud: Commanding, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(KEY.encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    ran = on_cloud("keypair-add", "k", "--pub-key", "-", answers=[keypair()])
    assert ran.sent[0].body["keypair"]["public_key"] == KEY


def test_add_without_a_key_prints_the_generated_private_key(on_cloud: Commanding) -> None:
    ran = on_cloud("keypair-add", "k", answers=[keypair(private_key="SECRET\n")])
    assert ran.out == "SECRET\n\n"
    assert ran.sent[0].version == "2.91"
    assert "public_key" not in ran.sent[0].body["keypair"]


def test_add_without_a_key_names_the_last_version_that_generates_one(on_cloud: Commanding) -> None:
    ran = on_cloud("keypair-add", "k", at="2.92")
    assert (ran.status, ran.urls) == (1, [])
    assert "pass a public key, or use 2.91" in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n", "contains a private key"),
        (b"", "does not contain a public key: it is empty"),
        (b"\xff\xfe\x00", "does not contain a public key: it is not text"),
        (b"a" * 65536, "does not contain a public key: it is too long"),
    ],
)
def test_add_refuses_a_file_without_a_public_key(
    on_cloud: Commanding, tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    ran = on_cloud("keypair-add", "k", "--pub-key", str(path))
    assert (ran.status, ran.urls) == (1, [])
    assert reason in ran.err
    assert "abc" not in ran.err


def test_add_names_an_unreadable_file(on_cloud: Commanding, tmp_path: Path) -> None:
    ran = on_cloud("keypair-add", "k", "--pub-key", str(tmp_path / "none"))
    assert (ran.status, ran.urls) == (1, [])
    assert ran.err == (
        f"ERROR (CommandError): Cannot read '{tmp_path}/none': No such file or directory\n"
    )


@pytest.mark.parametrize(
    ("words", "at", "reason"),
    [
        ("--key-type x509", "2.1", "--key-type needs 2.2 or newer; you asked for 2.1"),
        ("--user u", "2.9", "--user needs 2.10 or newer; you asked for 2.9"),
    ],
)
def test_add_refuses_what_the_microversion_lacks_before_any_request(
    on_cloud: Commanding, key_file: Path, words: str, at: str, reason: str
) -> None:
    ran = on_cloud("keypair-add", "k", "--pub-key", str(key_file), *words.split(), at=at)
    assert (ran.status, ran.urls) == (2, [])
    assert reason in ran.err


# -------------------------------------------------------------------------------------- delete
def test_delete_accepts_several_names_without_a_look_up(on_cloud: Commanding) -> None:
    ran = on_cloud("keypair-delete", "--jobs", "1", "--user", "u", "a", "b c")
    assert (ran.status, ran.out) == (0, "")
    assert ran.urls == ["DELETE /os-keypairs/a?user_id=u", "DELETE /os-keypairs/b%20c?user_id=u"]


def test_delete_reports_each_failure_and_deletes_the_others(on_cloud: Commanding) -> None:
    gone = Answer({"itemNotFound": {"message": "Keypair a not found", "code": 404}}, 404)
    ran = on_cloud("keypair-delete", "--jobs", "1", "a", "b", answers=[gone])
    assert ran.status == 1
    assert ran.urls[:2] == ["DELETE /os-keypairs/a", "DELETE /os-keypairs/b"]
    assert ran.err.splitlines()[0].startswith("Keypair a not found")
    assert ran.err.splitlines()[1] == "ERROR (CommandError): 1 of 2 failed"


def test_delete_of_one_fails_with_nova_s_own_error(on_cloud: Commanding) -> None:
    gone = Answer({"itemNotFound": {"message": "Keypair a not found", "code": 404}}, 404)
    ran = on_cloud("keypair-delete", "a", answers=[gone])
    assert ran.err.startswith("ERROR (NotFound): Keypair a not found (HTTP 404)")
    assert len(ran.err.splitlines()) == 1
