"""What every resource and every manager of the API has in common."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Protocol, Self, TypeVar

from novaclient import exceptions, lookup
from novaclient.answers import BytesWithMeta as BytesWithMeta
from novaclient.answers import DictWithMeta as DictWithMeta
from novaclient.answers import ListWithMeta as ListWithMeta
from novaclient.answers import RequestIdMixin as RequestIdMixin
from novaclient.answers import StrWithMeta as StrWithMeta
from novaclient.answers import TupleWithMeta as TupleWithMeta
from novaclient.answers import fields_of
from novaclient.answers import inner as inner
from novaclient.answers import part as part
from novaclient.api_versions import API_MAX_VERSION, APIVersion, Unset
from novaclient.bulk import Outcome, Task
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.transport.base import Transport


def getid(obj: Any) -> Any:
    """The id of a resource ``obj``, or ``obj`` itself where that is an id."""
    return obj.id if isinstance(obj, Resource) else getattr(obj, "id", obj)


def given(**values: Any) -> dict[str, Any]:
    """The keyword ``values`` that say something: neither None nor UNSET."""
    return {k: v for k, v in values.items() if v is not None and not isinstance(v, Unset)}


# ---------------------------------------------------------------------------------- resources
#: How many fields of a resource of a long list are decoded one by one, and their types.
_FEW: Final = 4
_SCALARS: Final = frozenset((str, int, bool, type(None)))


class Resource(RequestIdMixin):
    """One thing of the API; its fields are its attributes.

    Fields whose names are no Python names are read with ``getattr(server, "OS-EXT-AZ:…")``.
    A field that a list left out is fetched when it is first asked for.

    :param manager: what the resource came from and acts through.
    :param info: its fields as the API gave them; unknown ones are kept.
    :param loaded: whether these are all its fields.
    :param resp: the answer they came with.
    """

    HUMAN_ID: ClassVar[bool] = False
    NAME_ATTR: ClassVar[str] = "name"

    #: The field that tells what it is, in its ``repr``; empty for all of them.
    _label: ClassVar[str] = ""
    #: Names that a field of the API never takes the place of.
    _reserved: ClassVar[frozenset[str]] = frozenset()
    #: Whether its fields are attributes as they are.
    _is_plain: ClassVar[bool] = True

    id: str
    manager: Any

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._reserved = _reserved_names(cls)
        made = cls.__init__, cls._add_details
        cls._is_plain = made == (Resource.__init__, Resource._add_details)

    def __init__(
        self, manager: Any, info: Mapping[str, Any], loaded: bool = False, resp: Any = None
    ) -> None:
        self.manager = manager
        self._info = dict(info)
        self._loaded = loaded
        self._add_details(info)
        self.request_ids_setup()
        self.append_request_ids(resp)

    @classmethod
    def _encoded(cls, manager: Any, encoded: Any) -> Self:
        """A resource of a long list, made of its JSON when it is first looked at.

        :param manager: what the resource came from.
        :param encoded: the JSON of its fields, known to be an object.
        """
        made = cls.__new__(cls)
        fields_of(made).update(manager=manager, _json=encoded)
        return made

    def _decoded(self, field: str) -> Any:
        """A field of what :meth:`_encoded` has put off: by itself while few are asked for."""
        cls = type(self)
        fields = fields_of(self)
        encoded = fields.get("_json")
        if encoded is None:
            return getattr(self, field)
        taken = len(fields) - 2
        if taken < _FEW and cls._is_plain and field not in cls._reserved:
            value = protocol.field(encoded, field)
            if type(value) in _SCALARS:
                fields[field] = value
                return value
        self._decode()
        return getattr(self, field)

    def _decode(self) -> None:
        """Make the attributes of all that :meth:`_encoded` has put off."""
        fields = fields_of(self)
        # Two threads may both do this; what the program has set meanwhile stays.
        kept = dict(fields)
        encoded = kept.pop("_json", None)
        if encoded is not None:
            type(self).__init__(self, self.manager, protocol.decode_row(encoded), loaded=True)
            fields.update(kept)
            fields.pop("_json", None)

    def _add_details(self, info: Mapping[str, Any]) -> None:
        fields = fields_of(self)
        if self._reserved.isdisjoint(info):
            fields.update(info)
        else:
            fields.update((k, v) for k, v in info.items() if k not in self._reserved)

    if not TYPE_CHECKING:
        # Hidden from type checkers: a misspelt attribute of a declared resource is an error.
        def __getattr__(self, k):
            if k.startswith("__"):
                raise AttributeError(k)
            fields = fields_of(self)
            if "_json" in fields:
                return self._decoded(k)
            if not fields.get("_loaded", True):
                self.get()
                return getattr(self, k)
            if k in fields:
                return fields[k]  # another thread has decoded it meanwhile
            raise exceptions.MissingField(type(self).__name__, k)

        @property
        def __dict__(self):
            """Its attributes, for ``vars()`` and those who reach for them."""
            self._decode()
            return fields_of(self)

    def __delattr__(self, name: str) -> None:
        self._decode()
        super().__delattr__(name)

    @property
    def api_version(self) -> APIVersion:
        """The version of the client this came from."""
        version: APIVersion = self.manager.api_version
        return version

    @property
    def human_id(self) -> str | None:
        """The name as a word that a person can type; None where names are no identification."""
        name = getattr(self, self.NAME_ATTR, None)
        return lookup.slug(name) if self.HUMAN_ID and isinstance(name, str) else None

    def get(self) -> None:
        """Fetch all fields of this resource anew."""
        self.set_loaded(True)
        resource_id = getattr(self, "id", None)
        # What has no id that is one cannot be fetched.
        if not hasattr(self.manager, "get") or not isinstance(resource_id, (str, int)):
            return
        new = self.manager.get(resource_id)
        if new:
            self._info.update(new._info)
            self._add_details(new._info)
            self.append_request_ids(new.request_ids)

    def is_loaded(self) -> bool:
        """Whether all fields are here."""
        return self._loaded

    def set_loaded(self, val: bool) -> None:
        """Say with ``val`` whether all fields are here."""
        self._loaded = val

    def set_info(self, key: str, value: Any) -> None:
        """Change the field ``key`` of :meth:`to_dict` to ``value``, not of the cloud."""
        self._info[key] = value

    def to_dict(self) -> dict[str, Any]:
        """The fields as the API gave them, as a copy."""
        import copy

        return copy.deepcopy(self._info)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Resource):
            return NotImplemented
        if not isinstance(other, type(self)):
            return False
        if hasattr(self, "id") and hasattr(other, "id"):
            return bool(self.id == other.id)
        return self._info == other._info

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        self.is_loaded()  # which decodes it
        if self._label:
            # Read as it is: to show a resource sends no request, whatever it lacks.
            shown = self.__dict__.get(self._label, f"unknown-{self._label}")
            return f"<{type(self).__name__}: {shown}>"
        fields = {
            k: v
            for k, v in self.__dict__.items()
            if not k.startswith(("_", "x_openstack")) and k != "manager"
        }
        return f"<{type(self).__name__} {', '.join(f'{k}={fields[k]}' for k in sorted(fields))}>"


def _reserved_names(cls: type) -> frozenset[str]:
    """Methods and properties of a resource class: an answer must not replace them."""
    return frozenset(dir(cls)) | {"manager", "_info", "_json", "_loaded", "x_openstack_request_ids"}


Resource._reserved = _reserved_names(Resource)
R = TypeVar("R", bound=Resource)


# ----------------------------------------------------------------------------------- managers
class HookableMixin:
    """Functions that run at named moments; extensions add them to a manager's class."""

    _hooks_map: ClassVar[dict[str, list[Callable[..., Any]]]] = {}

    @classmethod
    def add_hook(cls, hook_type: str, hook_func: Callable[..., Any]) -> None:
        """Have a function run at a moment.

        :param hook_type: the moment, ``modify_body_for_create`` for example.
        :param hook_func: gets what :meth:`run_hooks` was given.
        """
        if "_hooks_map" not in cls.__dict__:
            cls._hooks_map = {}
        cls._hooks_map.setdefault(hook_type, []).append(hook_func)

    @classmethod
    def run_hooks(cls, hook_type: str, *args: Any, **kwargs: Any) -> None:
        """Run the functions that were added for a moment.

        :param hook_type: the moment; ``args`` and ``kwargs`` are what the functions get.
        """
        for hook_func in cls._hooks_map.get(hook_type, []):
            hook_func(*args, **kwargs)


class API(Protocol):
    """What a manager needs of the client it belongs to, a :class:`novaclient.v2.client.Client`."""

    client: Transport
    api_version: APIVersion

    def version_range(self) -> tuple[APIVersion, APIVersion]: ...


class _Elsewhere(threading.local):
    """The transports to other services that a thread's requests take for a while, by client."""

    def __init__(self) -> None:
        self.transports: dict[int, Transport] = {}


_ELSEWHERE = _Elsewhere()


class Manager(HookableMixin, Generic[R]):
    """The operations on one kind of resource.

    :param api: the client that it belongs to.
    """

    resource_class: type[R] = None  # type: ignore[assignment]
    #: Of no use here; for managers of other projects.
    cache_lock = threading.RLock()

    def __init__(self, api: API) -> None:
        self.api = api
        #: The manager whose view this is; resources belong to it, not to the view.
        self._origin: Any = self
        self._version: APIVersion | None = None
        self._negotiated = False

    @property
    def client(self) -> Transport:
        """The transport that requests go through."""
        return _ELSEWHERE.transports.get(id(self.api), self.api.client)

    @property
    def api_version(self) -> APIVersion:
        """The version of the call under way; between calls the client's."""
        return self._version or self.api.api_version

    def at(self, version: APIVersion, *, negotiated: bool = False) -> Self:
        """A view of this manager whose calls go out at one version.

        :param version: the version.
        :param negotiated: whether the library chose it, as opposed to the caller.
        """
        view = object.__new__(type(self))
        view.__dict__.update(self.__dict__)
        view._version = version
        view._negotiated = negotiated
        return view

    @property
    def _pinned(self) -> bool:
        """Whether the caller named the version of the call under way."""
        return not (self._negotiated or self.api_version.is_latest())

    def _speaks(self, version: str) -> bool:
        """Whether the call under way goes out at a version or a newer one."""
        return self.api_version >= APIVersion(version)

    def _sent_version(self) -> APIVersion:
        """The version for a request outside any declared operation."""
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
        """The resource that an answer describes; not loaded if that is only a part of it.

        One of another class than the manager's counts as loaded: the manager's ``get`` would fetch
        something else by its id.
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
        """The resources of one answer.

        :param url: a path below the endpoint.
        :param response_key: the key that holds them.
        :param obj_class: their class, where it is not the manager's own.
        :param body: sent with POST when there is one.
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
            raise protocol.invalid(f"'{response_key}' is no list", answer, resp, url)
        cls = obj_class or self.resource_class
        if isinstance(rows, protocol.EncodedRows):
            return [cls._encoded(self._origin, row) for row in rows]
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
        kept: bool = False,
    ) -> Iterator[ListWithMeta[Any]]:
        """The pages of a list, following its next links.

        :param ahead: whether to ask for the next page while one is being handled.
        :param kept: whether the caller keeps all of them, perhaps without looking at each.
        :raises InvalidResponse: if a next link does not lead on: the list would never end.
        """
        seen: set[str] = set()
        options = {"rows": response_key} if kept else {}
        resp, answer = self._request("GET", url, **options)
        while True:
            link = protocol.next_link(answer, response_key)
            marker = protocol.next_marker(link) if link else None
            if marker in seen:
                raise protocol.invalid(f"marker {marker!r} comes again", link, resp, url)
            next_url = (
                protocol.query(protocol.without_marker(url), {"marker": marker}) if marker else None
            )
            following = (
                Task(partial(self._request, "GET", next_url, **options)) if next_url else None
            )
            if following and ahead:
                following.begin()
            rows = self._rows(answer, response_key, resp, url, obj_class)
            del answer  # It is as large as the page itself, which may be held for long.
            yield ListWithMeta(rows, resp)
            if marker is None or following is None:
                return
            seen.add(marker)
            resp, answer = following.result()

    def _all_pages(
        self, url: str, response_key: str, obj_class: type[Any] | None = None
    ) -> ListWithMeta[Any]:
        """The resources of a list's pages together."""
        every: ListWithMeta[Any] = ListWithMeta([], None)
        for page in self._pages(url, response_key, obj_class, ahead=True, kept=True):
            every.extend(page)
            every.append_request_ids(page.request_ids)
        return every

    def _get(self, url: str, response_key: str, filters: Mapping[str, Any] | None = None) -> Any:
        """One resource.

        :param url: a path below the endpoint.
        :param response_key: the key that holds it.
        :param filters: query parameters.
        """
        if filters:
            url = protocol.query(url, sorted(filters.items()))
        resp, body = self._request("GET", url)
        return self._make(protocol.expect(body, response_key, resp, url), resp, None, url)

    def _create(
        self,
        url: str,
        body: Any,
        response_key: str,
        return_raw: bool = False,
        obj_class: type[Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        """What a POST made.

        :param return_raw: return the value as it is, not as a resource.
        :param kwargs: for the hooks.
        """
        self.run_hooks("modify_body_for_create", body, **kwargs)
        resp, answer = self._request("POST", url, body=body)
        value = protocol.expect(answer, response_key, resp, url, "POST")
        if return_raw:
            return self.convert_into_with_meta(value, resp)
        return self._make(value, resp, obj_class, url, method="POST", loaded=False)

    def _update(self, url: str, body: Any, response_key: str | None = None, **kwargs: Any) -> Any:
        """What a PUT left; None or the empty answer where the API answers nothing."""
        self.run_hooks("modify_body_for_update", body, **kwargs)
        resp, answer = self._request("PUT", url, body=body)
        if not answer:
            return StrWithMeta(answer or "", resp)
        if response_key:
            answer = protocol.expect(answer, response_key, resp, url, "PUT")
        return self._make(answer, resp, None, url, method="PUT", loaded=False)

    def _delete(self, url: str) -> TupleWithMeta:
        """Delete; returns an empty tuple that bears the request's id."""
        resp, _ = self._request("DELETE", url)
        return TupleWithMeta((), resp)

    @contextmanager
    def alternate_service_type(
        self, default: str, allowed_types: Sequence[str] = ()
    ) -> Iterator[None]:
        """Have this thread's requests through this client go to another service for a while.

        :param default: the service's type, ``image`` for example.
        :param allowed_types: the types with which a client already talks to the right service.
        :raises ConfigurationError: if the catalog has no such service.
        """
        if getattr(self.api.client, "service_type", None) in allowed_types:
            yield
            return
        before = _ELSEWHERE.transports
        elsewhere = self.api.client.for_service(default)
        _ELSEWHERE.transports = before | {id(self.api): elsewhere}
        try:
            yield
        finally:
            _ELSEWHERE.transports = before

    @contextmanager
    def completion_cache(self, cache_type: str, obj_class: type, mode: str) -> Iterator[None]:
        """For managers of other projects: a while in which they may write a cache of names.

        Nothing is kept. The command completes from the names that it has shown.

        :param cache_type: ``human_id`` or ``uuid``.
        :param obj_class: the class of the resources.
        :param mode: how a file would be opened.
        """
        yield

    def write_to_completion_cache(self, cache_type: str, val: str) -> None:
        """Take a name for the cache of :meth:`completion_cache`; it is not kept.

        :param cache_type: ``human_id`` or ``uuid``.
        :param val: the name or id.
        """

    def convert_into_with_meta(self, item: Any, resp: Any) -> Any:
        """A value of an answer together with its request id.

        :param item: a text, bytes, list, dict or None; other values are returned in a tuple.
        :param resp: the answer.
        """
        if item is None:
            return TupleWithMeta((), resp)
        if isinstance(item, str):
            return StrWithMeta(item, resp)
        if isinstance(item, bytes):
            return BytesWithMeta(item, resp)
        if isinstance(item, list):
            return ListWithMeta(item, resp)
        if isinstance(item, dict):
            return DictWithMeta(item, resp)
        return TupleWithMeta((item,), resp)


class ManagerWithFind(Manager[R]):
    """A manager that also finds resources by their fields."""

    #: What the list takes to find by these fields on the cloud's side.
    _search_keys: ClassVar[tuple[str, ...]] = ("human_id", "name", "display_name")

    def list(self) -> Any:
        """All resources of this kind that the caller may see."""
        raise exceptions.InvalidUsage(f"{type(self).__name__} has no list")

    def find(self, **kwargs: Any) -> Any:
        """The one resource whose fields have these values.

        :param kwargs: as for :meth:`findall`.
        :raises NotFound: if there is none.
        :raises NoUniqueMatch: if there are several; their ids are named.
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
        """All resources whose fields have these values.

        Names are searched by the cloud where its list can. What only a detailed answer holds is
        fetched for the matches alone.

        :param kwargs: fields and their values; ``all_tenants`` and ``deleted`` widen the search,
            ``is_public`` None means public and private.
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

    #: Whether the list takes a limit of -1 for all pages.
    _lists_all: ClassVar[bool] = False

    def _name_filter(self, name: str) -> str:
        """What the list's name filter has to be to find a name."""
        return name

    def resolve(self, names: Sequence[str], **scope: Any) -> Sequence[Outcome[str]]:
        """The ids that names stand for, with the fewest requests: one look-up for all of them.

        :param names: ids or names; what looks like an id is taken for one without a request.
        :param scope: what widens the search, ``all_tenants`` for servers for example.
        :returns: for each name, in order, its id as the result; or the error:
            :class:`~novaclient.exceptions.NameNotFound` with the nearest names, or
            :class:`~novaclient.exceptions.AmbiguousName` with all ids that bear it.
        """
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
        """Whether a text can only be an id of this kind of resource."""
        return lookup.is_uuid(name)

    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[Any]:
        """The resources that may bear one of the names; a manager that can, asks for them only."""
        listed: Sequence[Any] = self.list(**scope)
        return listed

    def _every_candidate(self, seen: Sequence[Any], **scope: Any) -> Sequence[Any]:
        """All resources, for the nearest names of one that was not found.

        :param seen: what :meth:`_candidates` returned.
        """
        return seen

    def _list_parameters(self) -> frozenset[str]:
        """The names of the arguments that this manager's list takes."""
        function = getattr(self.list, "__func__", self.list)
        while hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        code = getattr(function, "__code__", None)
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()
        return frozenset(names)


def _has(item: Any, wanted: Mapping[str, Any]) -> bool:
    """Whether a resource's fields have these values; one that lacks a field does not."""
    missing = object()
    return all(getattr(item, name, missing) == value for name, value in wanted.items())


class BootingManagerWithFind(ManagerWithFind[R]):
    """A manager that creates servers; kept for programs that subclass it."""
