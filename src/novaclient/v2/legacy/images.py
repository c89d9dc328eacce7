"""Images, which Nova proxies to Glance up to 2.35; ``v2/images.py`` uses Glance itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from novaclient import base
from novaclient.base import DictWithMeta, ListWithMeta, TupleWithMeta, by_manager
from novaclient.microversions import microversion
from novaclient.transport import protocol


class ImageManager(base.ManagerWithFind["Image"]):
    """Manages the images that the project may use; up to 2.35, their metadata up to 2.38."""

    @microversion("2.1-2.35")
    def list(
        self,
        detailed: bool = True,
        limit: int | None = None,
        marker: str | None = None,
        *,
        search_opts: Mapping[str, Any] | None = None,
    ) -> ListWithMeta[Image]:
        """Return a page of images.

        :param detailed: whether to return all fields; otherwise only id and name.
        :param limit: the most images to return; None for the cloud's maximum.
        :param marker: the id of the last image of the previous page.
        :param search_opts: filters: ``name``, ``status``, ``server``, ``type``, ``minDisk``,
            ``minRam``, ``changes-since``, ``property-…``.
        """
        return self._list(_list_url(detailed, limit, marker, search_opts), "images")

    @microversion("2.1-2.35")
    def iterate(
        self,
        detailed: bool = True,
        *,
        page_size: int | None = None,
        marker: str | None = None,
        search_opts: Mapping[str, Any] | None = None,
    ) -> Iterator[Image]:
        """Yield all images; the next page is fetched while one is used.

        :param detailed: whether to return all fields; otherwise only id and name.
        :param page_size: the number of images in a request; None for the cloud's maximum.
        :param marker: the id of the last image to skip.
        :param search_opts: filters, as for :meth:`list`.
        """
        url = _list_url(detailed, page_size, marker, search_opts)
        for page in self._pages(url, "images", ahead=True):
            yield from page

    @microversion("2.1-2.35")
    def get(self, image: Image | str) -> Image:
        """Return an image.

        :param image: the image or its id.
        :raises NotFound: if there is no image with this id.
        """
        return self._get(_path(image), "image")

    @microversion("2.1-2.35")
    def delete(self, image: Image | str) -> TupleWithMeta:
        """Delete an image.

        :param image: the image or its id.
        """
        return self._delete(_path(image))

    @microversion("2.1-2.38")
    def list_meta(self, image: Image | str) -> DictWithMeta:
        """Return the metadata of an image."""
        return self._metadata("GET", _path(image, "metadata"))

    @microversion("2.1-2.38")
    def get_meta(self, image: Image | str, key: str) -> DictWithMeta:
        """Return one metadata item of an image, as ``{key: value}``.

        :param key: the key of the item.
        """
        return self._metadata("GET", _path(image, "metadata", key), key="meta")

    @microversion("2.1-2.38")
    def set_meta(self, image: Image | str, metadata: Mapping[str, str]) -> Image:
        """Set metadata items of an image; other items stay.

        :param metadata: the items, by key.
        :returns: a resource with all metadata as its fields.
        """
        protocol.check(Mapping, metadata=metadata)
        body = {"metadata": dict(metadata)}
        return self._create(_path(image, "metadata"), body, "metadata")

    @microversion("2.1-2.38")
    def set_meta_item(self, image: Image | str, key: str, value: str) -> DictWithMeta:
        """Set one metadata item of an image.

        :param key: the key of the item.
        :param value: its new value.
        """
        url = _path(image, "metadata", key)
        return self._metadata("PUT", url, {"meta": {key: value}}, key="meta")

    @microversion("2.1-2.38")
    def replace_meta(self, image: Image | str, metadata: Mapping[str, str]) -> DictWithMeta:
        """Replace all metadata of an image.

        :param metadata: the new metadata.
        """
        protocol.check(Mapping, metadata=metadata)
        return self._metadata("PUT", _path(image, "metadata"), {"metadata": dict(metadata)})

    @microversion("2.1-2.38")
    def delete_meta(self, image: Image | str, keys: Iterable[str]) -> TupleWithMeta:
        """Delete metadata items of an image, with one request for each.

        :param keys: the keys of the items.
        """
        protocol.check(Iterable, keys=keys)
        removed = TupleWithMeta((), None)
        for key in keys:
            answer = self._delete(_path(image, "metadata", key))
            removed.append_request_ids(answer.request_ids)
        return removed

    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[Image]:
        """Return the images with one of the names; Nova filters by one name at a time."""
        found: list[Image] = []
        for name in names:
            found += self.iterate(detailed=False, search_opts={"name": name})
        return found

    def _every_candidate(self, seen: Sequence[Image], **scope: Any) -> Sequence[Image]:
        """Return all images, to suggest names near to one that was not found."""
        return tuple(self.iterate(detailed=False))

    def _metadata(
        self, method: str, url: str, body: Any = None, *, key: str = "metadata"
    ) -> DictWithMeta:
        resp, answer = self._request(method, url, **({"body": body} if body else {}))
        value = protocol.expect(answer, key, resp, url, method)
        if not isinstance(value, dict):
            raise protocol.invalid(f"'{key}' is not an object", answer, resp, url, method)
        return DictWithMeta(value, resp)


class Image(base.Resource, manager=ImageManager):
    """An image.

    Fields with a colon in their names are read with ``getattr``: ``OS-DCF:diskConfig``,
    ``OS-EXT-IMG-SIZE:size`` (bytes).
    """

    HUMAN_ID = True
    manager: ImageManager

    name: str | None
    status: str
    minDisk: int  #: GB
    minRam: int  #: MB
    progress: int  #: percent
    created: str  #: ISO 8601
    updated: str | None  #: ISO 8601
    metadata: dict[str, Any]
    server: dict[str, Any]  #: the server of which it is an image
    links: list[dict[str, str]]

    _label = "name"

    delete = by_manager(ImageManager.delete)


def _list_url(
    detailed: bool,
    limit: int | None,
    marker: str | None,
    search_opts: Mapping[str, Any] | None,
) -> str:
    protocol.check(Mapping, search_opts=search_opts)
    parameters = {**(search_opts or {}), **base.given(limit=limit or None, marker=marker)}
    return protocol.query("/images/detail" if detailed else "/images", parameters)


def _path(image: Image | str, *parts: str) -> str:
    return protocol.path("/images/%s" + "/%s" * len(parts), base.getid(image), *parts)
