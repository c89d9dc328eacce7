"""What every resource and manager has in common."""

from __future__ import annotations

from typing import Any

import pytest
from recording import Answer, recorded

from novaclient import base, exceptions
from novaclient.base import (
    BytesWithMeta,
    DictWithMeta,
    ListWithMeta,
    Manager,
    ManagerWithFind,
    Resource,
    StrWithMeta,
    TupleWithMeta,
)


class Box(Resource):
    """A resource of these tests."""

    HUMAN_ID = True
    size: int

    def open(self) -> str:
        return "opened"


class BoxManager(ManagerWithFind[Box]):
    """A manager of these tests."""

    resource_class = Box

    def list(self) -> ListWithMeta[Box]:
        return self._list("/boxes", "boxes")

    def get(self, box: Any) -> Box:
        found: Box = self._get(f"/boxes/{base.getid(box)}", "box")
        return found


def boxes(*answers: Any) -> BoxManager:
    return BoxManager(recorded(*answers))


def box(manager: Any = None, /, **info: Any) -> Box:
    return Box(manager or object(), info, loaded=True)


# ---------------------------------------------------------------------------------- request ids
@pytest.mark.parametrize(
    "value",
    [
        ListWithMeta([1], Answer()),
        DictWithMeta({"a": 1}, Answer()),
        TupleWithMeta((1,), Answer()),
        StrWithMeta("a", Answer()),
        BytesWithMeta(b"a", Answer()),
    ],
)
def test_value_bears_the_id_of_its_request(value: Any) -> None:
    assert value.request_ids == ["req-1"]


def test_request_ids_are_collected_from_answers_and_lists() -> None:
    value: ListWithMeta[Any] = ListWithMeta([], None)
    value.append_request_ids([Answer(), "req-2", None])
    assert value.request_ids == ["req-1", "req-2"]


def test_answer_without_an_id_adds_none() -> None:
    answer = Answer()
    answer.headers = {}
    assert ListWithMeta([], answer).request_ids == []


# ------------------------------------------------------------------------------------ resources
def test_fields_are_attributes_whatever_their_names() -> None:
    resource = box(**{"size": 3, "OS-X:y": 4})
    assert (resource.size, getattr(resource, "OS-X:y")) == (3, 4)


@pytest.mark.parametrize(
    "name",
    ["open", "manager", "_info", "_loaded", "to_dict", "__class__", "request_ids", "human_id"],
)
def test_field_never_takes_the_place_of_what_a_resource_is(name: str) -> None:
    resource = box(**{"id": "1", name: "hostile"})
    assert resource.open() == "opened"
    assert type(resource) is Box
    assert resource.is_loaded() is True
    assert resource.to_dict()[name] == "hostile"


def test_missing_field_of_a_loaded_resource_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="size"):
        box(id="1").size  # noqa: B018


def test_field_that_another_thread_has_just_put_there_is_read() -> None:
    found = base.Resource(object(), {"tags": ["a"]}, loaded=True)
    # Python asks this once it has not found the field, which may be too early to be true.
    assert found.__getattr__("tags") == ["a"]  # type: ignore[attr-defined]


def test_missing_field_of_a_part_is_fetched_once() -> None:
    manager = boxes({"box": {"id": "1", "size": 3}})
    resource = Box(manager, {"id": "1"})
    assert resource.size == 3
    assert resource.is_loaded()
    assert not hasattr(resource, "colour")
    assert len(manager.api.sent) == 1


def test_to_dict_is_a_copy() -> None:
    resource = box(id="1", tags=["a"])
    resource.to_dict()["tags"].append("b")
    assert resource.to_dict()["tags"] == ["a"]


def test_resources_with_one_id_are_equal() -> None:
    assert box(id="1", size=1) == box(id="1", size=2)
    assert box(id="1") != box(id="2")
    assert box(size=1) == box(size=1)
    assert box(id="1") != "1"
    assert box(id="1") != Resource(None, {"id": "1"}, loaded=True)


def test_human_id_is_a_word_to_type() -> None:
    assert box(name="Ärger  im Büro!").human_id == "arger-im-buro"
    assert box(id="1").human_id is None


def test_resource_shows_its_fields() -> None:
    assert repr(box(id="1", size=2)) == "<Box id=1, size=2>"


def test_set_info_changes_the_dict_alone() -> None:
    resource = box(id="1", size=1)
    resource.set_info("size", 2)
    assert (resource.size, resource.to_dict()["size"]) == (1, 2)


# ------------------------------------------------------------------------------------- managers
@pytest.mark.parametrize(
    ("item", "made"),
    [
        (None, TupleWithMeta),
        ("a", StrWithMeta),
        (b"a", BytesWithMeta),
        ([1], ListWithMeta),
        ({"a": 1}, DictWithMeta),
        (5, TupleWithMeta),
    ],
)
def test_values_of_answers_bear_their_request(item: Any, made: type[Any]) -> None:
    value = boxes().convert_into_with_meta(item, Answer())
    assert (type(value), value.request_ids) == (made, ["req-1"])


def test_resource_belongs_to_the_manager_and_not_to_its_view() -> None:
    manager = boxes({"boxes": [{"id": "1"}]})
    view = manager.at(manager.api_version)
    assert view.list()[0].manager is manager


def test_created_resource_is_a_part_until_it_is_fetched() -> None:
    manager = boxes({"box": {"id": "1"}}, {"box": {"id": "1", "size": 3}})
    assert manager._create("/boxes", {}, "box").size == 3


def test_create_returns_the_value_itself_when_requested() -> None:
    value = boxes({"box": {"id": "1"}})._create("/boxes", {}, "box", return_raw=True)
    assert type(value) is DictWithMeta


def test_update_that_answers_nothing_returns_an_empty_text() -> None:
    assert boxes(None)._update("/boxes/1", {}) == ""


def test_delete_returns_an_empty_tuple_with_its_request() -> None:
    deleted = boxes(None)._delete("/boxes/1")
    assert (deleted, deleted.request_ids) == ((), ["req-1"])


def test_list_with_filters_sends_them_in_order() -> None:
    manager = boxes({"boxes": []})
    manager._list("/boxes", "boxes", filters={"b": 1, "a": None, "c": "x y"})
    assert manager.api.sent[0].url == "/boxes?b=1&c=x+y"


def following(*ids: str, marker: str | None) -> dict[str, Any]:
    href = f"http://elsewhere.example/other?marker={marker}" if marker else "no marker"
    return {"boxes": [{"id": i} for i in ids], "boxes_links": [{"rel": "next", "href": href}]}


def test_pages_follow_the_marker_alone_and_stay_at_their_address() -> None:
    manager = boxes(following("1", marker="1"), {"boxes": [{"id": "2"}]})
    pages = list(manager._pages("/boxes?limit=1&marker=0", "boxes"))
    assert [[b.id for b in page] for page in pages] == [["1"], ["2"]]
    assert manager.api.sent[1].url == "/boxes?limit=1&marker=1"


def test_pages_stop_with_an_error_when_a_marker_comes_again() -> None:
    manager = boxes(*[following("1", marker="1")] * 5)
    with pytest.raises(exceptions.InvalidResponse, match="is repeated"):
        list(manager._pages("/boxes", "boxes"))
    assert len(manager.api.sent) == 2


def test_pages_end_when_a_link_names_no_marker() -> None:
    assert len(list(boxes(following("1", marker=None))._pages("/boxes", "boxes"))) == 1


def test_hooks_change_what_is_sent() -> None:
    class Hooked(BoxManager):
        """A manager that an extension has changed."""

    Hooked.add_hook("modify_body_for_create", lambda body, **kwargs: body.update(kwargs))
    manager = Hooked(recorded({"box": {"id": "1"}}))
    manager._create("/boxes", {"a": 1}, "box", extra=2)
    assert manager.api.sent[0].body == {"a": 1, "extra": 2}
    assert Manager._hooks_map == {}


# -------------------------------------------------------------------------------------- finding
ROWS = {"boxes": [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}, {"id": "3", "name": "b"}]}


def test_find_returns_the_one_that_matches() -> None:
    found = boxes(ROWS).find(name="a")
    assert (found.id, found.request_ids) == ("1", ["req-1"])


def test_find_of_none_is_not_found() -> None:
    with pytest.raises(exceptions.NotFound, match="No Box matching name=c"):
        boxes(ROWS).find(name="c")


def test_find_of_several_names_them() -> None:
    with pytest.raises(exceptions.NoUniqueMatch, match="2, 3"):
        boxes(ROWS).find(name="b")


def test_find_without_a_field_names_all() -> None:
    with pytest.raises(exceptions.NoUniqueMatch, match="1, 2, 3"):
        boxes(ROWS).find()


def test_findall_passes_over_what_lacks_the_field() -> None:
    assert boxes(ROWS).findall(colour="red") == []


def test_resolve_of_nothing_sends_nothing() -> None:
    manager = boxes()
    assert manager.resolve([]) == []
    assert manager.api.sent == []


def test_resolve_asks_once_for_a_name_given_twice() -> None:
    manager = boxes(ROWS)
    assert [outcome.result for outcome in manager.resolve(["a", "a"])] == ["1", "1"]
    assert len(manager.api.sent) == 1


def test_manager_without_a_list_cannot_find() -> None:
    class Bare(ManagerWithFind[Box]):
        resource_class = Box

    with pytest.raises(exceptions.InvalidUsage, match="no list"):
        Bare(recorded()).find(name="a")


@pytest.mark.parametrize(
    ("obj", "identifier"), [("1", "1"), (5, 5), (box(id="7"), "7"), (None, None)]
)
def test_getid_takes_a_resource_or_its_id(obj: Any, identifier: Any) -> None:
    assert base.getid(obj) == identifier


def test_given_leaves_out_what_says_nothing() -> None:
    from novaclient.microversions import UNSET

    assert base.given(a=None, b=UNSET, c="", d=0, e=False) == {"c": "", "d": 0, "e": False}
