"""Images, as Nova passes them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Answer, Cloud, recorded

from novaclient import exceptions

Call = Callable[[Cloud], Any]


def row(*case: Any, name: str) -> Any:
    return pytest.param(*case, id=name)


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "version", "body"),
    [
        row(
            lambda c: c.images.list(limit=3, marker="a", search_opts={"name": "x"}),
            {"images": []},
            "GET /images/detail?name=x&limit=3&marker=a",
            "2.35",
            None,
            name="images.list",
        ),
        row(
            lambda c: c.images.list(detailed=False),
            {"images": []},
            "GET /images",
            "2.35",
            None,
            name="images.list in brief",
        ),
        row(
            lambda c: c.images.get("i"),
            {"image": {"id": "i"}},
            "GET /images/i",
            "2.35",
            None,
            name="images.get",
        ),
        row(
            lambda c: c.images.delete("i"),
            None,
            "DELETE /images/i",
            "2.35",
            None,
            name="images.delete",
        ),
        row(
            lambda c: c.images.list_meta("i"),
            {"metadata": {"k": "v"}},
            "GET /images/i/metadata",
            "2.38",
            None,
            name="images.list_meta",
        ),
        row(
            lambda c: c.images.get_meta("i", "k"),
            {"meta": {"k": "v"}},
            "GET /images/i/metadata/k",
            "2.38",
            None,
            name="images.get_meta",
        ),
        row(
            lambda c: c.images.set_meta("i", {"k": "v"}),
            {"metadata": {"k": "v"}},
            "POST /images/i/metadata",
            "2.38",
            {"metadata": {"k": "v"}},
            name="images.set_meta",
        ),
        row(
            lambda c: c.images.set_meta_item("i", "k", "v"),
            {"meta": {"k": "v"}},
            "PUT /images/i/metadata/k",
            "2.38",
            {"meta": {"k": "v"}},
            name="images.set_meta_item",
        ),
        row(
            lambda c: c.images.replace_meta("i", {}),
            {"metadata": {}},
            "PUT /images/i/metadata",
            "2.38",
            {"metadata": {}},
            name="images.replace_meta",
        ),
    ],
)
def test_goes_out_at_the_newest_version_that_has_it(
    call: Call, answer: Any, request_line: str, version: str, body: Any
) -> None:
    cloud = recorded(answer)
    call(cloud)
    (sent,) = cloud.sent
    assert (str(sent), sent.version, sent.body) == (request_line, version, body)


def test_images_of_all_pages_are_iterated() -> None:
    link = {"rel": "next", "href": "http://nova.example/v2.1/images/detail?marker=a"}
    cloud = recorded(
        {"images": [{"id": "a"}], "images_links": [link]},
        {"images": [{"id": "b"}]},
    )
    assert [image.id for image in cloud.images.iterate()] == ["a", "b"]
    assert [sent.url for sent in cloud.sent] == ["/images/detail", "/images/detail?marker=a"]


def test_each_key_of_an_image_is_deleted_and_reported() -> None:
    cloud = recorded(Answer(None, 204), Answer(None, 204))
    removed = cloud.images.delete_meta("i", ["a b", "c"])
    assert cloud.urls == ["DELETE /images/i/metadata/a%20b", "DELETE /images/i/metadata/c"]
    assert removed.request_ids == ["req-1", "req-1"]


def test_metadata_that_is_no_object_is_an_invalid_answer() -> None:
    with pytest.raises(exceptions.InvalidResponse):
        recorded({"metadata": ["k"]}).images.list_meta("i")
