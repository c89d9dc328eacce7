"""Images of the image service (Glance), to look them up by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from novaclient import base, exceptions, lookup
from novaclient.api_versions import APIVersion
from novaclient.base import ListWithMeta
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.transport.service_client import ServiceClient


class GlanceManager(base.ManagerWithFind["Image"]):
    """Lists and finds the images that the user may use."""

    @property
    def client(self) -> ServiceClient:
        """The client of the image service."""
        return self.api.client.for_service("image")

    def list(self) -> ListWithMeta[Image]:
        """Return all images."""
        return self._all_pages("/v2/images", "images")

    def get(self, image: Image | str) -> Image:
        """Return an image.

        :raises NotFound: if there is no image with this id.
        """
        url = protocol.path("/v2/images/%s", base.getid(image))
        resp, body = self._request("GET", url)
        found: Image = self._make(body, resp, None, url)
        return found

    def find_image(self, name_or_id: str) -> Image:
        """Return the image with an id or a name.

        :param name_or_id: the id or the name.
        :raises NotFound: if there is none.
        :raises NoUniqueMatch: if several images have the name; the error names their ids.
        """
        if lookup.is_uuid(name_or_id):
            try:
                return self.get(name_or_id)
            except exceptions.NotFound:
                pass  # an image may still have it as its name
        named = self._search("name", [name_or_id])
        if not named:
            raise exceptions.NotFound(404, f"Unable to find image: {name_or_id}")
        if len(named) > 1:
            raise exceptions.AmbiguousName("image", name_or_id, [image.id for image in named])
        named[0].append_request_ids(named.request_ids)
        return named[0]

    def find_images(self, names_or_ids: Iterable[str]) -> Sequence[Image]:
        """Return the images with these ids or names, with one request for each of both.

        :param names_or_ids: ids, names or both.
        :returns: all images with one of the ids or names.
        :raises NotFound: if some of them match no image; the error names them.
        """
        protocol.check(Iterable, names_or_ids=names_or_ids)
        wanted = list(dict.fromkeys(names_or_ids))
        found = self._search("id", [text for text in wanted if lookup.is_uuid(text)])
        ids = {image.id for image in found}
        found += self._search("name", [text for text in wanted if text not in ids])
        known = {image.id for image in found} | {image.name for image in found}
        missing = [text for text in wanted if text not in known]
        if missing:
            raise exceptions.NotFound(404, f"Unable to find image(s): {', '.join(missing)}")
        return found

    def _search(self, field: str, values: Sequence[str]) -> ListWithMeta[Image]:
        """Return the images with one of the values in a field."""
        found: ListWithMeta[Image] = ListWithMeta([], None)
        for text in _filters(values):
            page = self._all_pages(protocol.query("/v2/images", {field: text}), "images")
            found.extend(page)
            found.append_request_ids(page.request_ids)
        return found

    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[Image]:
        """Return the images with one of the names."""
        return self._search("name", names)

    def _every_candidate(self, seen: Sequence[Image], **scope: Any) -> Sequence[Image]:
        """Return a page of images, to suggest names near to one that was not found."""
        return [*seen, *self._list("/v2/images", "images")]

    def _sent_version(self) -> APIVersion:
        return APIVersion()


class Image(base.Resource, manager=GlanceManager):
    """An image."""

    HUMAN_ID = True

    name: str | None
    status: str
    visibility: str
    owner: str | None
    size: int | None  #: bytes
    min_disk: int  #: GB
    min_ram: int  #: MB
    created_at: str  #: ISO 8601
    updated_at: str  #: ISO 8601

    _label = "name"


def _filters(values: Sequence[str]) -> Iterator[str]:
    """Yield Glance's filter expressions for values, each short enough for the URL of a request.

    Several values are a quoted list, which cannot contain a quote or a backslash.
    """
    listed = [value for value in values if '"' not in value and "\\" not in value]
    yield from (f"eq:{value}" for value in values if value not in listed)
    for group in lookup.url_groups(listed, ',""'):
        yield _list_filter(group)


def _list_filter(values: Sequence[str]) -> str:
    if len(values) > 1:
        return "in:" + ",".join(f'"{value}"' for value in values)
    return f"eq:{values[0]}" if ":" in values[0] else values[0]


if not TYPE_CHECKING:
    # A name of python-novaclient 3.3, hidden from type checkers: new programs should not use it.
    def __getattr__(name):
        if name == "ImageManager":
            from novaclient.v2.legacy.images import ImageManager

            return ImageManager
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
