"""Finding the one resource that a command is about."""

from __future__ import annotations

import pytest
from cli_frame import UUID, Box, BoxManager, Client

from novaclient import exceptions
from novaclient.cli.bulk.name_lookup import id_of, resource_of, resources_of


@pytest.fixture
def boxes() -> BoxManager:
    manager: BoxManager = Client().boxes
    return manager


def test_id_of_a_name_takes_one_request(boxes: BoxManager) -> None:
    assert id_of(boxes, "c") == "2"
    assert boxes.calls == [("list", "")]


def test_id_of_an_id_takes_no_request(boxes: BoxManager) -> None:
    assert id_of(boxes, UUID) == UUID
    assert boxes.calls == []


def test_id_of_an_unknown_name_suggests_the_nearest(boxes: BoxManager) -> None:
    boxes.boxes["0"]["name"] = "crate"
    with pytest.raises(exceptions.CommandError, match=r"'crates' exists\. Did you mean 'crate'"):
        id_of(boxes, "crates")


def test_id_of_a_name_of_several_shows_their_ids(boxes: BoxManager) -> None:
    boxes.boxes["0"]["name"] = "c"
    with pytest.raises(exceptions.AmbiguousName, match="0, 2"):
        id_of(boxes, "c")


def test_resource_of_a_name_takes_two_requests(boxes: BoxManager) -> None:
    assert resource_of(boxes, "c").size == 9
    assert boxes.calls == [("list", ""), ("get", "2")]


def test_resource_of_an_id_takes_one_request(boxes: BoxManager) -> None:
    boxes.boxes[UUID] = {"id": UUID, "name": "d"}
    assert resource_of(boxes, UUID).name == "d"
    assert boxes.calls == [("get", UUID)]


def test_resource_with_a_name_like_an_id_is_found(boxes: BoxManager) -> None:
    boxes.boxes["0"]["name"] = UUID
    assert resource_of(boxes, UUID).id == "0"


def test_resource_of_an_unknown_id_is_refused(boxes: BoxManager) -> None:
    with pytest.raises(exceptions.CommandError, match=f"name or ID of '{UUID}'"):
        resource_of(boxes, UUID)


class PrivateBoxes(BoxManager):
    """Boxes that are listed only with ``is_public=None``, as private flavors are."""

    def list(self, is_public: bool | None = True) -> list[Box]:
        return super().list() if is_public is None else []


@pytest.mark.parametrize("name", ["b", UUID], ids=["a name", "a name that looks like an ID"])
def test_resource_of_a_name_is_found_in_the_scope(name: str) -> None:
    boxes = PrivateBoxes(Client())
    boxes.boxes["0"]["name"] = name
    assert resource_of(boxes, name, is_public=None).id == "0"


def test_resources_of_several_ids_are_all_found(boxes: BoxManager) -> None:
    other = UUID.replace("1", "2")
    boxes.boxes |= {one: {"id": one, "name": one} for one in (UUID, other)}
    assert [box.id for box in resources_of(boxes, UUID, other)] == [UUID, other]
