"""Resources: in long lists they stay JSON until they are read; methods that call the manager's."""

from __future__ import annotations

import copy
import gc
import inspect
import json
import pickle
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from recording import Answer, Cloud, recorded

from novaclient import exceptions
from novaclient.base import Manager, Resource, by_manager, getid
from novaclient.bulk import run
from novaclient.microversions import microversion, positional, window_of
from novaclient.resources import fields_of
from novaclient.transport import protocol
from novaclient.v2.servers import Server

COUNT = 500
#: What a server is made of: every kind of value, and names that are methods of the resource.
SERVER: dict[str, Any] = {
    "id": "1", "name": "wéb", "status": "ACTIVE", "progress": 0, "locked": False, "big": 2**70,
    "ratio": 0.5, "fault": None, "tags": ["a", "b"], "metadata": {"k": "v"}, "delete": "no method",
    "manager": "nobody", "_info": "nothing", "x_openstack_request_ids": "none",
    "OS-EXT-STS:task_state": None, "padding": "x" * 400,
}  # fmt: skip


def cloud(*answers: object) -> Cloud:
    return recorded(*answers, version="2.90")


def servers(**changes: object) -> list[Server]:
    rows = [{**SERVER, "id": str(number), **changes} for number in range(COUNT)]
    return list(cloud({"servers": rows}).servers.list())


@pytest.fixture
def server() -> Server:
    return servers()[7]


def is_encoded(resource: Resource) -> bool:
    return "_json" in fields_of(resource)


def whole(**changes: object) -> Server:
    """The same server, decoded at once."""
    return Server(cloud().servers, {**SERVER, "id": "7", **changes}, loaded=True)


# --------------------------------------------------------------------------- deferred decoding
def test_long_list_is_not_decoded_before_it_is_looked_at(server: Server) -> None:
    assert is_encoded(server)


def test_short_list_is_decoded_at_once() -> None:
    found = cloud({"servers": [SERVER]}).servers.list()
    assert not is_encoded(found[0])


def test_few_fields_are_decoded_by_themselves(server: Server) -> None:
    assert (server.id, server.name, server.status, server.locked) == ("7", "wéb", "ACTIVE", False)
    assert is_encoded(server)


def test_many_fields_decode_the_whole(server: Server) -> None:
    assert [server.id, server.name, server.status, server.locked, server.progress][4] == 0
    assert not is_encoded(server)


def test_all_pages_of_a_list_are_put_off() -> None:
    page = [{**SERVER, "id": str(number)} for number in range(COUNT)]
    link = {"rel": "next", "href": f"http://nova.example/v2.1/p/servers?marker={COUNT - 1}"}
    first = {"servers": page, "servers_links": [link]}
    found = cloud(first, {"servers": page}).servers.list(limit=-1)
    assert len(found) == 2 * COUNT
    assert all(map(is_encoded, found))


def test_pages_that_are_used_up_one_by_one_are_decoded_at_once() -> None:
    page = [{**SERVER, "id": str(number)} for number in range(COUNT)]
    assert not is_encoded(next(cloud({"servers": page}).servers.iterate()))


# ------------------------------------------------------------------------------------- same fields
@pytest.mark.parametrize("name", sorted(SERVER.keys() - {"delete", "manager"}))
def test_field_is_what_it_would_be(server: Server, name: str) -> None:
    assert getattr(server, name) == getattr(whole(), name)


def test_method_and_manager_are_not_replaced_by_fields(server: Server) -> None:
    assert callable(server.delete)
    assert server.manager.resource_class is Server


@pytest.mark.parametrize(
    "look",
    [
        Server.to_dict,
        repr,
        lambda s: s._info,
        lambda s: s.request_ids,
        lambda s: s.is_loaded(),
        lambda s: s.human_id,
        lambda s: s == whole(),
        lambda s: hasattr(s, "no_such_field"),
        lambda s: copy.deepcopy(s._info),
        lambda s: copy.copy(s).name,
        lambda s: sorted(vars(s)),
        lambda s: "name" in dir(s),
        lambda s: {**s.__dict__, "manager": None},
    ],
)
def test_look_is_what_it_would_be(server: Server, look: Callable[[Any], object]) -> None:
    assert look(server) == look(whole())


def test_attribute_that_the_program_has_set_stays(server: Server) -> None:
    server.name = "mine"
    server.set_loaded(False)
    server.to_dict()
    assert (server.name, server.is_loaded()) == ("mine", False)


@pytest.mark.parametrize("touched", [(), ("name",)])
def test_attribute_that_the_program_has_deleted_is_gone(
    server: Server, touched: tuple[str, ...]
) -> None:
    for name in touched:
        getattr(server, name)
    del server.name
    assert not hasattr(server, "name")
    assert server.status == "ACTIVE"


@pytest.mark.parametrize("touched", [(), ("name", "status")])
@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))]
)
def test_copy_is_what_it_would_be(
    server: Server, copied: Callable[[Server], Server], touched: tuple[str, ...]
) -> None:
    server.manager = None
    for name in touched:
        getattr(server, name)
    assert vars(copied(server)) == {**vars(whole()), "manager": None}


@pytest.mark.parametrize("touched", [(), ("name",)])
def test_one_that_is_kept_does_not_hold_the_page(touched: tuple[str, ...]) -> None:
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept = servers()[7]
        for name in touched:
            getattr(kept, name)
        gc.collect()
        held = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert held < len(json.dumps(SERVER)) * COUNT / 4


@pytest.mark.parametrize(
    "value",
    [
        "1e400", "-Infinity", "-0", "-0.0", "1E5", "18446744073709551616", f"1{'0' * 4299}",
        r'"\ud800"', r'"\ud83d\ude00"', r'"\u0000\/"', '{"a": 1, "a": 2}', "[1e400, {}]",
    ],
    ids=lambda value: value[:24].replace("\\", ""),
)  # fmt: skip
def test_value_is_what_python_reads(value: str) -> None:
    content = json.dumps({"servers": [{**SERVER, "n": "N"}] * COUNT}).replace('"N"', value)
    found = cloud(Answer(content)).servers.list()[3]
    assert repr(found.n) == repr(json.loads(value))
    assert repr(found.to_dict()["n"]) == repr(json.loads(value))


def test_name_that_comes_twice_has_the_later_value() -> None:
    content = json.dumps({"servers": [{**SERVER, "n": "N"}] * COUNT})
    found = cloud(Answer(content.replace('"n": "N"', '"n": 1, "n": 2'))).servers.list()[3]
    assert (found.n, found.to_dict()["n"]) == (2, 2)


def test_number_longer_than_python_reads_is_refused_as_an_answer() -> None:
    content = json.dumps({"servers": [{**SERVER, "n": "N"}] * COUNT}).replace('"N"', "1" * 5000)
    with pytest.raises(exceptions.InvalidResponse):
        cloud(Answer(content)).servers.list()[3].to_dict()


def test_subclass_of_a_program_is_made_by_its_own_rules() -> None:
    class Named(Server):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.label = f"{self.name} ({self.status})"

    nova = cloud({"servers": [SERVER] * COUNT})
    nova.servers.resource_class = Named
    assert nova.servers.list()[3].label == "wéb (ACTIVE)"


def test_property_of_a_subclass_is_not_replaced_by_a_field() -> None:
    class Loud(Server):
        @property
        def name(self) -> str:  # type: ignore[override]
            return str(self._info["name"]).upper()

    nova = cloud({"servers": [SERVER] * COUNT})
    nova.servers.resource_class = Loud
    assert nova.servers.list()[3].name == "WÉB"


def test_resources_are_sorted_found_and_compared_by_what_they_are() -> None:
    found = servers()
    assert sorted(found, key=lambda s: int(s.id))[-1].id == str(COUNT - 1)
    assert found.index(whole()) == 7
    with pytest.raises(TypeError):
        hash(found[7])


def test_resource_with_fields_of_its_own_making_is_made_as_ever() -> None:
    rows = [{"keypair": {"name": f"key-{n}", "public_key": "x" * 400}} for n in range(COUNT)]
    assert cloud({"keypairs": rows}).keypairs.list()[3].id == "key-3"


def test_threads_may_look_at_one_resource_at_once() -> None:
    found = servers()
    outcomes = run(lambda s: (s.id, s.metadata, s.progress, s.tags), [*found, *found], workers=16)
    assert all(o.result[1:] == ({"k": "v"}, 0, ["a", "b"]) for o in outcomes)
    assert [o.result[0] for o in outcomes[:COUNT]] == [str(number) for number in range(COUNT)]


# ----------------------------------------------------------------------------------------- errors
LONG = "x" * 200_000


@pytest.mark.parametrize(
    "content",
    [
        f'{{"servers": [{{"id": "{LONG}"}}, {{"id": }}]}}',
        f'{{"servers": [{{"id": "{LONG}"}}]}} x',
        f'{{"servers": [{{"id": "{LONG}"}}, null]}}',
        f'{{"servers": [{{"id": "{LONG}"}}, "text"]}}',
        f'{{"servers": null, "more": "{LONG}"}}',
        f'{{"servers": {{"id": "{LONG}"}}}}',
        f'{{"other": [{{"id": "{LONG}"}}]}}',
        f'["{LONG}"]',
        f'{{"servers": [{{"id": "{LONG}"}}',
        '{"servers": [' + "[" * 200_000 + "]" * 200_000 + "]}",
        '{"servers": [' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "]}",
    ],
    ids=lambda content: f"{content[:24]}...{content[-12:]}",
)
def test_long_answer_that_is_not_what_it_should_be_is_refused(content: str) -> None:
    with pytest.raises(exceptions.InvalidResponse):
        cloud(Answer(content)).servers.list()


def test_text_that_is_no_unicode_is_refused() -> None:
    content = json.dumps({"servers": [SERVER] * COUNT}).encode().replace(b"ACTIVE", b"\xff\xfe")
    assert isinstance(protocol.decode(content, "servers"), str)


def test_resource_without_fields_is_left_out_as_ever() -> None:
    assert len(cloud({"servers": [{**SERVER, "id": LONG}, {}]}).servers.list()) == 1


@pytest.mark.parametrize("unusable", [None, False, 1.5, [], {}])
def test_resource_without_a_usable_id_fetches_nothing(unusable: object) -> None:
    nova = cloud()
    server = Server(nova.servers, {"id": unusable})
    with pytest.raises(exceptions.MissingField):
        _ = server.name
    assert nova.sent == []


def test_resource_nested_too_deeply_for_its_reader_is_an_error() -> None:
    deep = "[" * 700 + "]" * 700
    content = json.dumps({"servers": [{**SERVER, "n": "N"}] * COUNT}).replace('"N"', deep)
    found = cloud(Answer(content)).servers.list()[3]

    def at(depth: int) -> object:
        return at(depth - 1) if depth else found.to_dict()

    with pytest.raises((exceptions.InvalidResponse, RecursionError)):
        at(800)


# ------------------------------------------------------------------- methods by way of the manager
class DoorManager(Manager["Door"]):
    """A manager of these tests."""

    @positional("2.1-2.50", "door", "width", "key")
    @microversion("2.1", width="2.40")
    def open(self, door: Door | str, key: str = "any", *, width: int | None = None) -> str:
        """Open a door.

        :param door: the door or its id,
            which may be long.
        :param key: the key.
        """
        return f"{getid(door)} opened with {key}, {width}"


class Door(Resource, manager=DoorManager):
    """A resource of these tests."""

    open = by_manager(DoorManager.open)


def door(version: str = "2.latest") -> Door:
    return Door(DoorManager(recorded(version=version)), {"id": "1"}, loaded=True)


def test_resource_class_is_that_of_its_manager() -> None:
    assert DoorManager.resource_class is Door


def test_method_by_manager_calls_the_managers_with_the_resource() -> None:
    assert door().open("brass", width=3) == "1 opened with brass, 3"


def test_method_by_manager_calls_what_a_subclass_of_the_manager_has() -> None:
    class Guard(DoorManager):
        def open(self, *args: Any, **kwargs: Any) -> str:
            return "refused"

    assert Door(Guard(recorded()), {"id": "1"}).open() == "refused"


def test_method_by_manager_has_the_managers_signature_and_microversions() -> None:
    assert [*inspect.signature(Door.open).parameters] == ["self", "key", "width"]
    assert [*inspect.signature(door().open).parameters] == ["key", "width"]
    assert str(window_of(Door.open)) == "2.1 and newer"


def test_method_by_manager_has_the_managers_docstring_without_the_resource() -> None:
    assert inspect.getdoc(Door.open) == "Open a door.\n\n:param key: the key."


def test_method_by_manager_takes_the_positional_order_of_an_old_version() -> None:
    assert door("2.45").open(3, "brass") == "1 opened with brass, 3"
