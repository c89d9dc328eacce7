"""Raw requests, for what no manager has.

They have the client's credentials and microversion, and only go to the endpoint of the service.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlsplit

from novaclient import base, exceptions
from novaclient.api_versions import SERVICE_TYPE
from novaclient.transport import protocol

#: The characters of a path that are not encoded: separators, and what is encoded already.
_SAFE: Final = "/?&=%:;,+@!$'()*~[]"


class RawManager(base.Manager[base.Resource]):
    """Sends raw requests to a service of the cloud.

    :param api: the client.
    :param service_type: the type of the service in the catalog: ``compute``, ``network`` …
        Paths are relative to Nova's endpoint, or to the root of another service, where they begin
        with its version.
    """

    resource_class = base.Resource

    def __init__(self, api: base.API, service_type: str = SERVICE_TYPE) -> None:
        super().__init__(api)
        self._is_nova = service_type == SERVICE_TYPE
        self._client = api.client if self._is_nova else api.client.for_service(service_type)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[Any, Any]:
        """Send a request; to Nova, with the client's microversion.

        :param method: the HTTP method.
        :param path: a path with its query, or an absolute URL on the endpoint's origin.
        :param body: sent as JSON; None for no body.
        :param headers: further headers.
        :returns: the response and its decoded body.
        :raises CommandError: for a URL on another origin; nothing is sent.
        :raises ClientException: if the status of the answer is 400 or above.
        """
        kwargs: dict[str, Any] = {"headers": headers} if headers else {}
        if body is not None:
            kwargs["body"] = body
        if self._is_nova:
            kwargs["api_version"] = self._sent_version()
        answer: tuple[Any, Any] = self._client.request(self._within(path), method, **kwargs)
        return answer

    def every_page(self, path: str, headers: Mapping[str, str] | None = None) -> Any:
        """Return a list with all its pages, as if it were one answer.

        :param path: as for :meth:`send`.
        :param headers: further headers.
        :returns: the first answer with the items of all pages, without links to further pages.
        :raises InvalidResponse: if a next link repeats a page, or a page is not a list.
        """
        first: Any = None
        seen = {path}
        while True:
            resp, page = self.send("GET", path, headers=headers)
            if first is None:
                first = page
                key = _collection(page)
            elif not isinstance(page, dict) or not isinstance(page.get(key), list):
                raise protocol.invalid(f"a page has no list '{key}'", page, resp, path)
            else:
                first[key].extend(page[key])
            link = protocol.next_link(page, key) if key else None
            if link is None:
                break
            # Only its query is used: behind a proxy, a link may have another origin.
            path = f"{path.partition('?')[0]}?{urlsplit(link).query}"
            if path in seen:
                raise protocol.invalid("the next link repeats a page", link, resp, path)
            seen.add(path)
        if key:
            for links in (f"{key}_links", "links", "next"):
                first.pop(links, None)
        return first

    def _within(self, path: str) -> str:
        """Encode a path or a URL on the endpoint's origin."""
        if "://" not in path.partition("?")[0]:
            return "/" + quote(path.lstrip("/"), safe=_SAFE)
        endpoint = self._client.get_endpoint() or ""
        if urlsplit(path)[:2] != urlsplit(endpoint)[:2]:
            raise exceptions.CommandError(
                f"{path} is not on this cloud's endpoint {endpoint}: the token is not sent there"
            )
        return quote(path, safe=_SAFE)


def _collection(page: Any) -> str:
    """The key of the list in an answer: the one with links to further pages, or the only one."""
    if not isinstance(page, dict):
        return ""
    lists = [key for key, value in page.items() if isinstance(value, list)]
    linked = [key for key in lists if f"{key}_links" in page]
    items = linked or [key for key in lists if key != "links" and not key.endswith("_links")]
    return items[0] if len(items) == 1 else ""
