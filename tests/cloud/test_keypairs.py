"""Commands about key pairs on a real cloud."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from independent_client import IndependentClient
from microversions import NEWEST
from nova_process import Nova

Names = Callable[[str], str]
#: Its private half was never kept.
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPQOiNZS8XBn7SRa8BvzGSxZfoeNDVuxPQyK9imD2NB8 someone\n"


@pytest.fixture
def keypair(nova: Nova, fresh: Names, look: IndependentClient) -> Iterator[str]:
    """The name of a key pair that is gone afterwards."""
    name = fresh("key pair")
    nova("keypair-add", name, "--pub-key", "-", stdin=KEY)
    yield name
    look.user.delete(f"/os-keypairs/{name}", raise_exc=False)


def test_add_registers_the_key_of_a_file(
    nova: Nova, fresh: Names, look: IndependentClient, tmp_path: Path
) -> None:
    name, path = fresh("key"), tmp_path / "key.pub"
    path.write_text(KEY)
    assert nova("keypair-add", name, "--pub-key", str(path)).stdout == ""
    made = look(f"/os-keypairs/{name}", admin=False)["keypair"]
    look.user.delete(f"/os-keypairs/{name}", raise_exc=False)
    assert (made["public_key"], made["type"]) == (KEY, "ssh")


def test_add_without_a_key_prints_the_private_key_of_the_pair_that_nova_made(
    nova: Nova, fresh: Names, look: IndependentClient
) -> None:
    from cryptography.hazmat.primitives import serialization

    name = fresh("key")
    printed = nova("keypair-add", name).stdout
    public = look(f"/os-keypairs/{name}", admin=False)["keypair"]["public_key"]
    look.user.delete(f"/os-keypairs/{name}", raise_exc=False)
    private = serialization.load_pem_private_key(printed.encode(), password=None)
    made = private.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    assert public.split()[1] == made.decode().split()[1]


def test_administrator_adds_and_deletes_a_key_pair_of_another_user(
    nova: Nova, fresh: Names, look: IndependentClient
) -> None:
    name, user = fresh("key"), look.user.get_user_id()
    nova("keypair-add", name, "--pub-key", "-", "--user", user, admin=True, stdin=KEY)
    assert look(f"/os-keypairs/{name}", admin=False)["keypair"]["user_id"] == user
    assert name in nova("keypair-list", "--user", user, admin=True).stdout
    nova("keypair-delete", "--user", user, name, admin=True)
    assert look(f"/os-keypairs/{name}", admin=False) is None


def test_existing_key_pair_is_a_one_line_error(nova: Nova, keypair: str) -> None:
    done = nova("keypair-add", keypair, "--pub-key", "-", stdin=KEY, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"ERROR (Conflict): Key pair '{keypair}' already exists.")
    assert done.stderr.count("\n") == 1


def test_list_and_marker_and_limit(nova: Nova, fresh: Names, look: IndependentClient) -> None:
    names = sorted(fresh("key") for _ in range(3))
    for name in names:
        nova("keypair-add", name, "--pub-key", "-", stdin=KEY)
    words = ("keypair-list", "-f", "value", "-c", "Name")
    every = nova(*words).stdout.splitlines()
    after = nova(*words, "--marker", names[0], "--limit", "1").stdout.splitlines()
    for name in names:
        look.user.delete(f"/os-keypairs/{name}", raise_exc=False)
    assert set(names) <= set(every)
    assert after == [every[every.index(names[0]) + 1]]


def test_show_as_json_is_what_the_cloud_says(
    nova: Nova, keypair: str, look: IndependentClient
) -> None:
    shown = json.loads(nova("keypair-show", keypair, "-f", "json").stdout)
    assert shown == look(f"/os-keypairs/{keypair}", at=NEWEST, admin=False)["keypair"]


def test_delete_continues_after_a_failure(
    nova: Nova, keypair: str, look: IndependentClient
) -> None:
    done = nova("keypair-delete", "nosuch", keypair, check=False)
    assert done.returncode == 1
    assert "nosuch" in done.stderr.splitlines()[0]
    assert look(f"/os-keypairs/{keypair}", admin=False) is None
