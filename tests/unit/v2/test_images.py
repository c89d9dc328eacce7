"""Images: found by name at the image service."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from microversions import NEWEST
from recording import Cloud, recorded

from novaclient import exceptions

ID = "11111111-2222-3333-4444-555555555555"
OTHER = "22222222-2222-3333-4444-555555555555"


def images(*rows: tuple[str, str], following: str | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {"images": [{"id": i, "name": n} for i, n in rows]}
    return body | ({"next": following} if following else {})


def query(cloud: Cloud, index: int = 0) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(cloud.sent[index].url).query)


MISSING = exceptions.NotFound(404)


def test_images_are_asked_for_at_the_image_service_without_a_microversion() -> None:
    cloud = recorded(images((ID, "a")))
    assert cloud.glance.list()[0].name == "a"
    assert cloud.sent == [("GET", "/v2/images", None, None, "image")]


def test_list_follows_the_next_pages_of_images() -> None:
    cloud = recorded(images((ID, "a"), following=f"/v2/images?marker={ID}"), images((OTHER, "b")))
    assert [image.name for image in cloud.glance.list()] == ["a", "b"]
    assert cloud.urls[1] == f"GET /v2/images?marker={ID}"


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("cirros", "cirros"),
        ("Ubuntu 24.04", "Ubuntu 24.04"),
        ("win:10", "eq:win:10"),
        ('a"b', 'eq:a"b'),
        ("a\\b", "eq:a\\b"),
        ("in:x", "eq:in:x"),
    ],
)
def test_image_is_asked_for_by_name(name: str, expression: str) -> None:
    cloud = recorded(images((ID, name)))
    assert cloud.glance.find_image(name).id == ID
    assert query(cloud) == [("name", expression)]


def test_image_with_an_id_is_fetched() -> None:
    cloud = recorded({"id": ID, "name": "a"})
    assert cloud.glance.find_image(ID).name == "a"
    assert cloud.urls == [f"GET /v2/images/{ID}"]


def test_image_with_a_name_like_an_id_is_found() -> None:
    cloud = recorded(MISSING, images((OTHER, ID)))
    assert cloud.glance.find_image(ID).id == OTHER


def test_image_that_is_not_there_is_reported() -> None:
    with pytest.raises(exceptions.NotFound, match="Unable to find image: x"):
        recorded(images()).glance.find_image("x")


def test_images_of_one_name_are_all_reported() -> None:
    with pytest.raises(exceptions.AmbiguousName, match=f"{ID}, {OTHER}"):
        recorded(images((ID, "a"), (OTHER, "a"))).glance.find_image("a")


def test_find_images_asks_once_for_ids_and_once_for_names() -> None:
    cloud = recorded(images((ID, "a")), images((OTHER, "b"), ("3", "c,d")))
    found = cloud.glance.find_images(["b", ID, "c,d"])
    assert [image.id for image in found] == [ID, OTHER, "3"]
    assert [query(cloud, i) for i in (0, 1)] == [[("id", ID)], [("name", 'in:"b","c,d"')]]


def test_find_images_names_all_that_are_missing() -> None:
    with pytest.raises(exceptions.NotFound, match="x, y"):
        recorded(images((ID, "b"))).glance.find_images(["b", "x", "y"])


def test_resolve_of_images_takes_ids_as_they_are_and_asks_for_names_at_once() -> None:
    cloud = recorded(images((ID, "a"), ("3", "b")))
    assert [o.result for o in cloud.glance.resolve(["a", OTHER, "b"])] == [ID, OTHER, "3"]
    assert query(cloud) == [("name", 'in:"a","b"')]


def test_resolve_of_a_missing_image_names_the_nearest() -> None:
    cloud = recorded(images(), images((ID, "cirros")))
    assert "Did you mean 'cirros'" in str(cloud.glance.resolve(["ciros"])[0].error)


def test_resolve_of_very_many_images_takes_several_requests() -> None:
    names = [f"{'ü' * 300}-{number}" for number in range(10)]
    cloud = recorded(*[images(*[(name, name) for name in names])] * 10)
    assert all(outcome.ok for outcome in cloud.glance.resolve(names))
    assert len(cloud.sent) > 1
    assert all(len(sent.url) < 8000 for sent in cloud.sent)


def test_image_answer_without_images_is_invalid() -> None:
    with pytest.raises(exceptions.InvalidResponse, match="no 'images'"):
        recorded({}).glance.list()


def test_compute_calls_stay_at_compute_after_an_image_was_looked_up() -> None:
    cloud = recorded(images((ID, "a")), {"flavors": []})
    cloud.glance.find_image("a")
    cloud.flavors.list()
    assert [(sent.service, sent.version) for sent in cloud.sent] == [
        ("image", None),
        ("compute", NEWEST),
    ]
