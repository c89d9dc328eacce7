"""Managers: the operations on one kind of resource. Programs import resources from here too."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Protocol, Self, TypeVar, overload

from novaclient import exceptions
from novaclient.api_versions import API_MAX_VERSION, APIVersion
from novaclient.microversions import Unset
from novaclient.resources import BytesWithMeta as BytesWithMeta
from novaclient.resources import DictWithMeta as DictWithMeta
from novaclient.resources import ListWithMeta as ListWithMeta
from novaclient.resources import RequestIdMixin as RequestIdMixin
from novaclient.resources import Resource as Resource
from novaclient.resources import StrWithMeta as StrWithMeta
from novaclient.resources import TupleWithMeta as TupleWithMeta
from novaclient.resources import by_manager as by_manager
from novaclient.resources import getid as getid
from novaclient.resources import inner as inner
from novaclient.resources import parameter_names, with_meta
from novaclient.resources import part as part
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.bulk import Outcome
    from novaclient.transport.service_client import ServiceClient

R = TypeVar("R", bound=Resource)


def given(**values: Any) -> dict[str, Any]:
    """Return the keyword arguments that are neither None nor UNSET.

    :param values: the arguments.
    """
    return {k: v for k, v in values.items() if v is not None and not isinstance(v, Unset)}


class HookableMixin:
    """Hooks: functions that extensions add to a class and that run at named points."""

    _hooks_map: ClassVar[dict[str, list[Callable[..., Any]]]] = {}

    @classmethod
    def add_hook(cls, hook_type: str, hook_func: Callable[..., Any]) -> None:
        """Add a function to a hook.

        :param hook_type: the name of the hook, ``modify_body_for_create`` for example.
        :param hook_func: called with the arguments of :meth:`run_hooks`.
        """
        if "_hooks_map" not in cls.__dict__:
            cls._hooks_map = {}
        cls._hooks_map.setdefault(hook_type, []).append(hook_func)

    @classmethod
    def run_hooks(cls, hook_type: str, *args: Any, **kwargs: Any) -> None:
        """Call the functions that were added to a hook.

        :param hook_type: the name of the hook.
        :param args: passed to the functions, as are ``kwargs``.
        """
        for hook_func in cls._hooks_map.get(hook_type, []):
            hook_func(*args, **kwargs)


class API(Protocol):
    """The part of :class:`novaclient.v2.client.Client` that managers use."""

    client: ServiceClient
    api_version: APIVersion

    def version_range(self) -> tuple[APIVersion, APIVersion]: ...


class _AlternateServices(threading.local):
    """The clients that :meth:`Manager.alternate_service_type` sets for a thread, by Nova client."""

    def __init__(self) -> None:
        self.clients: dict[int, ServiceClient] = {}


_ALTERNATE = _AlternateServices()


class Manager(HookableMixin, Generic[R]):
    """The operations on one kind of resource.

    :param api: the client that sends its requests.
    """

    #: Set by the resource's class statement, or here by managers of extensions.
    resource_class: type[R] = None  # type: ignore[assignment]
    #: Unused; managers of extensions may refer to it.
    cache_lock = threading.RLock()

    def __init__(self, api: API) -> None:
        self.api = api
        #: The manager that :meth:`at` was called on: resources refer to it, not to the view.
        self._origin: Any = self
        self._version: APIVersion | None = None
        self._negotiated = False

    @property
    def client(self) -> ServiceClient:
        """The client that sends this thread's requests."""
        return _ALTERNATE.clients.get(id(self.api), self.api.client)

    @property
    def api_version(self) -> APIVersion:
        """The microversion of the current call; between calls, the client's."""
        return self._version or self.api.api_version

    def at(self, version: APIVersion, *, negotiated: bool = False) -> Self:
        """Return a view of this manager that sends its requests at one microversion.

        :param version: the microversion.
        :param negotiated: whether the library chose it, as opposed to the caller.
        """
        view = object.__new__(type(self))
        view.__dict__.update(self.__dict__)
        view._version = version
        view._negotiated = negotiated
        return view

    @property
    def _pinned(self) -> bool:
        """Whether the caller chose the microversion of the current call."""
        return not (self._negotiated or self.api_version.is_latest())

    def _supports(self, version: str) -> bool:
        """Whether the current call has a microversion or a newer one."""
        return self.api_version >= APIVersion(version)

    def _sent_version(self) -> APIVersion:
        """The microversion of a request; the newest for methods that declare none."""
        if self.api_version.is_latest():
            return min(self.api.version_range()[1], API_MAX_VERSION)
        return self.api_version

    def _request(self, method: str, url: str, **kwargs: Any) -> tuple[Any, Any]:
        return self.client.request(url, method, api_version=self._sent_version(), **kwargs)

    def _make(
        self,
        info: Any,
        resp: Any,
        obj_class: type[Any] | None,
        url: str,
        *,
        method: str = "GET",
        loaded: bool = True,
    ) -> Any:
        """Create a resource from an answer.

        :param loaded: whether the answer has all its fields. A resource of another class than the
            manager's always counts as loaded: ``get`` would fetch something else by its id.
        """
        if not isinstance(info, Mapping):
            raise protocol.invalid("a resource is not an object", info, resp, url, method)
        cls = obj_class or self.resource_class
        loaded = loaded or cls is not self.resource_class
        return cls(self._origin, info, loaded=loaded, resp=resp)

    def _list(
        self,
        url: str,
        response_key: str,
        obj_class: type[Any] | None = None,
        body: Any = None,
        filters: Mapping[str, Any] | None = None,
    ) -> ListWithMeta[Any]:
        """Return the resources of one answer.

        :param url: a path below the endpoint.
        :param response_key: the key of the list in the answer.
        :param obj_class: the class of the resources; None for the manager's.
        :param body: sends it with POST instead of GET.
        :param filters: query parameters.
        """
        if filters:
            url = protocol.query(url, sorted(filters.items()))
        if body:
            resp, answer = self._request("POST", url, body=body)
        else:
            resp, answer = self._request("GET", url, rows=response_key)
        return ListWithMeta(self._rows(answer, response_key, resp, url, obj_class), resp)

    def _rows(
        self, answer: Any, response_key: str, resp: Any, url: str, obj_class: type[Any] | None
    ) -> list[Any]:
        rows = protocol.expect(answer, response_key, resp, url)
        if not isinstance(rows, list):
            raise protocol.invalid(f"'{response_key}' is not a list", answer, resp, url)
        cls = obj_class or self.resource_class
        if isinstance(rows, protocol.EncodedRows):
            return [cls._from_json(self._origin, row) for row in rows]
        for row in rows:
            if not isinstance(row, dict):
                raise protocol.invalid("a resource is not an object", row, resp, url)
        with protocol.COLLECTOR_HELD:
            return [cls(self._origin, row, loaded=True) for row in rows if row]

    def _pages(
        self,
        url: str,
        response_key: str,
        obj_class: type[Any] | None = None,
        *,
        ahead: bool = False,
        keep_json: bool = False,
    ) -> Iterator[ListWithMeta[Any]]:
        """Yield the pages of a list, following its next links.

        :param ahead: whether to fetch the next page while the caller handles one.
        :param keep_json: whether to decode resources only when their fields are read: for callers
            that keep all of them and may read few.
        :raises InvalidResponse: if a next link repeats a page, so that the list would never end.
        """
        seen: set[str] = set()
        options = {"rows": response_key} if keep_json else {}
        resp, answer = self._request("GET", url, **options)
        while True:
            link = protocol.next_link(answer, response_key)
            marker = protocol.next_marker(link) if link else None
            if marker in seen:
                raise protocol.invalid(f"marker {marker!r} is repeated", link, resp, url)
            following = None
            if marker:
                seen.add(marker)
                next_url = protocol.query(protocol.without_marker(url), {"marker": marker})
                from novaclient.bulk import Task

                following = Task(partial(self._request, "GET", next_url, **options))
                if ahead:
                    following.begin()
            rows = self._rows(answer, response_key, resp, url, obj_class)
            del answer  # It is as large as the page itself, which the caller may hold for long.
            yield ListWithMeta(rows, resp)
            if following is None:
                return
            resp, answer = following.result()

    def _all_pages(
        self, url: str, response_key: str, obj_class: type[Any] | None = None
    ) -> ListWithMeta[Any]:
        """Return the resources of all pages of a list."""
        every: ListWithMeta[Any] = ListWithMeta([], None)
        for page in self._pages(url, response_key, obj_class, ahead=True, keep_json=True):
            every.extend(page)
            every.append_request_ids(page.request_ids)
        return every

    def _get(self, url: str, response_key: str, filters: Mapping[str, Any] | None = None) -> R:
        """Return one resource.

        :param url: a path below the endpoint.
        :param response_key: the key of the resource in the answer.
        :param filters: query parameters.
        """
        if filters:
            url = protocol.query(url, sorted(filters.items()))
        resp, body = self._request("GET", url)
        found: R = self._make(protocol.expect(body, response_key, resp, url), resp, None, url)
        return found

    @overload
    def _create(
        self, url: str, body: Any, response_key: str, return_raw: Literal[False] = ...
    ) -> R: ...
    @overload
    def _create(
        self,
        url: str,
        body: Any,
        response_key: str,
        return_raw: bool = ...,
        obj_class: type[Any] | None = ...,
        **kwargs: Any,
    ) -> Any: ...

    def _create(
        self,
        url: str,
        body: Any,
        response_key: str,
        return_raw: bool = False,
        obj_class: type[Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Send a POST and return the resource that it created.

        :param return_raw: whether to return the value in the answer instead of a resource.
        :param obj_class: the class of the resource; None for the manager's.
        :param kwargs: passed to the hooks.
        """
        self.run_hooks("modify_body_for_create", body, **kwargs)
        resp, answer = self._request("POST", url, body=body)
        value = protocol.expect(answer, response_key, resp, url, "POST")
        if return_raw:
            return self.convert_into_with_meta(value, resp)
        return self._make(value, resp, obj_class, url, method="POST", loaded=False)

    def _update(self, url: str, body: Any, response_key: str | None = None, **kwargs: Any) -> Any:
        """Send a PUT and return the changed resource; an empty string if the answer is empty."""
        self.run_hooks("modify_body_for_update", body, **kwargs)
        resp, answer = self._request("PUT", url, body=body)
        if not answer:
            return StrWithMeta(answer or "", resp)
        if response_key:
            answer = protocol.expect(answer, response_key, resp, url, "PUT")
        return self._make(answer, resp, None, url, method="PUT", loaded=False)

    def _delete(self, url: str) -> TupleWithMeta:
        """Send a DELETE and return an empty tuple with the request's id."""
        resp, _ = self._request("DELETE", url)
        return TupleWithMeta((), resp)

    @contextmanager
    def alternate_service_type(
        self, default: str, allowed_types: Sequence[str] = ()
    ) -> Iterator[None]:
        """Send this thread's requests to another service inside the ``with`` block.

        :param default: the type of the service, ``image`` for example.
        :param allowed_types: service types of a client that need no change.
        :raises ConfigurationError: if the catalog has no such service.
        """
        if getattr(self.api.client, "service_type", None) in allowed_types:
            yield
            return
        before = _ALTERNATE.clients
        alternate = self.api.client.for_service(default)
        _ALTERNATE.clients = before | {id(self.api): alternate}
        try:
            yield
        finally:
            _ALTERNATE.clients = before

    @contextmanager
    def completion_cache(self, cache_type: str, obj_class: type, mode: str) -> Iterator[None]:
        """Accept names for completion from managers of extensions; they are not stored.

        :param cache_type: ``human_id`` or ``uuid``.
        :param obj_class: the class of the resources.
        :param mode: unused.
        """
        yield

    def write_to_completion_cache(self, cache_type: str, val: str) -> None:
        """Accept a name for completion; it is not stored.

        :param cache_type: ``human_id`` or ``uuid``.
        :param val: the name or id.
        """

    def convert_into_with_meta(self, item: Any, resp: Any) -> Any:
        """Return a value of an answer with its request id.

        :param item: a string, bytes, list, dict or None; other values are returned in a tuple.
        :param resp: the response.
        """
        return with_meta(item, resp)


class ManagerWithFind(Manager[R]):
    """A manager that also finds resources by their fields."""

    #: The fields by which a brief list is enough to find resources.
    _search_keys: ClassVar[tuple[str, ...]] = ("human_id", "name", "display_name")

    def list(self) -> Any:
        """Return all resources of this kind that the user may see."""
        raise exceptions.InvalidUsage(f"{type(self).__name__} has no list")

    def find(self, **kwargs: Any) -> Any:
        """Return the only resource with these values in its fields.

        :param kwargs: as for :meth:`findall`.
        :raises NotFound: if there is none.
        :raises NoUniqueMatch: if there are several; the error names their ids.
        """
        matches = self.findall(**kwargs)
        if not matches:
            wanted = ", ".join(f"{k}={v}" for k, v in kwargs.items())
            raise exceptions.NotFound(404, f"No {self.resource_class.__name__} matching {wanted}.")
        if len(matches) > 1:
            raise exceptions.AmbiguousName(
                self.resource_class.__name__.lower(),
                ", ".join(map(str, kwargs.values())),
                [str(getid(match)) for match in matches],
            )
        matches[0].append_request_ids(matches.request_ids)
        return matches[0]

    def findall(self, **kwargs: Any) -> ListWithMeta[Any]:
        """Return all resources with these values in their fields.

        The cloud searches for names if its list has a filter for them. If the list is brief, the
        details of the matches are fetched.

        :param kwargs: fields and their values. ``all_tenants`` and ``deleted`` widen the search;
            ``is_public=None`` finds both public and private resources.
        """
        parameters = self._list_parameters()
        wanted = dict(kwargs)
        options: dict[str, Any] = {}
        detailed = not any(key in wanted for key in self._search_keys)
        if "detailed" in parameters:
            options["detailed"] = detailed
        if "is_public" in parameters and "is_public" in wanted:
            options["is_public"] = wanted["is_public"]
            if wanted["is_public"] is None:
                del wanted["is_public"]
        if "search_opts" in parameters:
            widening = ("all_tenants", "deleted")
            search: dict[str, Any] = {k: wanted.pop(k) for k in widening if k in wanted}
            key = next((key for key in self._search_keys if key in wanted), None)
            if key and wanted[key] is not None:
                text = str(wanted[key])
                search["name"] = text if key == "human_id" else self._name_filter(text)
            options["search_opts"] = search
        if self._lists_all and "limit" in parameters:
            options["limit"] = -1
        listing = self.list(**options)
        found: ListWithMeta[Any] = ListWithMeta([], None)
        found.append_request_ids(getattr(listing, "request_ids", None))
        for item in listing:
            if not _has(item, wanted):
                continue
            if "detailed" in parameters and not detailed:
                item = self.get(item.id)  # type: ignore[attr-defined]
                found.append_request_ids(item.request_ids)
            found.append(item)
        return found

    #: Whether the list accepts a limit of -1 for all pages.
    _lists_all: ClassVar[bool] = False

    def _name_filter(self, name: str) -> str:
        """The value of the list's name filter that finds a name."""
        return name

    def resolve(self, names: Sequence[str], **scope: Any) -> Sequence[Outcome[str]]:
        """Look up the ids of many names with as few requests as possible.

        :param names: ids or names; for a word in the form of an id no request is sent.
        :param scope: widens the search, ``all_tenants=True`` for servers for example.
        :returns: for each name, in order, its id as the result, or an error:
            :class:`~novaclient.exceptions.NameNotFound` with the nearest names, or
            :class:`~novaclient.exceptions.AmbiguousName` with the ids of all matches.
        """
        from novaclient import lookup
        from novaclient.bulk import Outcome

        unknown = list(dict.fromkeys(name for name in names if not self._is_id(name)))
        rows = self._candidates(unknown, **scope) if unknown else []
        kind = self.resource_class.__name__.lower()
        found = {name: lookup.match(kind, name, rows) for name in unknown}
        missing = [name for name, outcome in found.items() if lookup.is_missing(outcome)]
        if missing:
            every = self._every_candidate(rows, **scope)
            found |= {name: lookup.match(kind, name, every, suggest=True) for name in missing}
        return [found.get(name) or Outcome(name, result=name) for name in names]

    def _is_id(self, name: str) -> bool:
        """Whether a word can only be an id of this kind of resource."""
        from novaclient import lookup

        return lookup.is_uuid(name)

    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[Any]:
        """Return at least the resources with one of the names; all, unless a manager can filter."""
        listed: Sequence[Any] = self.list(**scope)
        return listed

    def _every_candidate(self, seen: Sequence[Any], **scope: Any) -> Sequence[Any]:
        """Return all resources, to suggest names near to one that was not found.

        :param seen: the result of :meth:`_candidates`.
        """
        return seen

    def _list_parameters(self) -> frozenset[str]:
        """The names of the parameters of this manager's list."""
        return frozenset(parameter_names(getattr(self.list, "__func__", self.list)))


def _has(item: Any, wanted: Mapping[str, Any]) -> bool:
    """Whether the fields of a resource have these values; a missing field does not match."""
    missing = object()
    return all(getattr(item, name, missing) == value for name, value in wanted.items())


class BootingManagerWithFind(ManagerWithFind[R]):
    """The former base class of managers that create servers; programs subclass it."""
