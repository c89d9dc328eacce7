"""Resources, and the other values that calls return: each with the ids of its requests.

Programs import these names from ``novaclient.base``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Concatenate,
    Final,
    ParamSpec,
    Self,
    TypeVar,
)

from novaclient import exceptions
from novaclient.transport import protocol

if TYPE_CHECKING:
    from inspect import Signature

    from novaclient.api_versions import APIVersion

P = ParamSpec("P")
T = TypeVar("T")


class RequestIdMixin:
    """Stores the ids that the cloud gave to the requests behind a value."""

    x_openstack_request_ids: list[str]

    @property
    def request_ids(self) -> list[str]:
        """The ids of the requests that returned this value, as in the cloud's logs."""
        return self.x_openstack_request_ids

    def request_ids_setup(self) -> None:
        """Start with an empty list of request ids."""
        self.x_openstack_request_ids = []

    def append_request_ids(self, resp: Any) -> None:
        """Add the request ids of a response.

        :param resp: a response, a request id, a list of either, or None.
        """
        if isinstance(resp, list):
            for one in resp:
                self.append_request_ids(one)
        elif isinstance(resp, str):
            self.x_openstack_request_ids.append(resp)
        elif resp is not None:
            found = exceptions.request_id_of(resp.headers)
            if found:
                self.x_openstack_request_ids.append(found)


#: The attributes of an object, even if its class replaces ``__dict__``.
fields_of: Final[Callable[[object], dict[str, Any]]] = vars(RequestIdMixin)["__dict__"].__get__


class ListWithMeta(list[T], RequestIdMixin):
    """A list with the ids of its requests."""

    def __init__(self, values: Iterable[T], resp: Any) -> None:
        super().__init__(values)
        self.request_ids_setup()
        self.append_request_ids(resp)


class DictWithMeta(dict[str, Any], RequestIdMixin):
    """A dict with the ids of its requests."""

    def __init__(self, values: Mapping[str, Any], resp: Any) -> None:
        super().__init__(values)
        self.request_ids_setup()
        self.append_request_ids(resp)


class TupleWithMeta(tuple[Any, ...], RequestIdMixin):
    """A tuple with the ids of its requests."""

    # copy and pickle pass no response.
    def __new__(cls, values: Iterable[Any], resp: Any = None) -> Self:
        return super().__new__(cls, values)

    def __init__(self, values: Iterable[Any], resp: Any) -> None:
        self.request_ids_setup()
        self.append_request_ids(resp)


class StrWithMeta(str, RequestIdMixin):
    """A string with the ids of its requests."""

    def __new__(cls, value: str, resp: Any = None) -> Self:
        return super().__new__(cls, value)

    def __init__(self, value: str, resp: Any) -> None:
        self.request_ids_setup()
        self.append_request_ids(resp)


class BytesWithMeta(bytes, RequestIdMixin):
    """Bytes with the ids of their requests."""

    def __new__(cls, value: bytes, resp: Any = None) -> Self:
        return super().__new__(cls, value)

    def __init__(self, value: bytes, resp: Any) -> None:
        self.request_ids_setup()
        self.append_request_ids(resp)


def with_meta(value: Any, resp: Any) -> Any:
    """Return a value of an answer with its request id.

    :param value: a string, bytes, list or dict; other values are returned in a tuple.
    :param resp: the response.
    """
    if value is None:
        return TupleWithMeta((), resp)
    if isinstance(value, str):
        return StrWithMeta(value, resp)
    if isinstance(value, bytes):
        return BytesWithMeta(value, resp)
    if isinstance(value, list):
        return ListWithMeta(value, resp)
    if isinstance(value, dict):
        return DictWithMeta(value, resp)
    return TupleWithMeta((value,), resp)


def inner(info: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the fields of a resource that some answers wrap in a further object.

    :param info: the resource in the answer.
    :param key: the key of the further object.
    """
    wrapped = info.get(key)
    return wrapped if isinstance(wrapped, dict) else info


def part(value: Any, *keys: str) -> Any:
    """Return a part of an answer; None if it is missing or its parent is not an object.

    :param value: the decoded answer.
    :param keys: the keys that lead to the part.
    """
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def getid(obj: Any) -> Any:
    """Return the id of a resource.

    :param obj: a resource, or its id, which is returned as it is.
    """
    return obj.id if isinstance(obj, Resource) else getattr(obj, "id", obj)


# ---------------------------------------------------------------------------------- resources
#: How many fields of a resource in a long list are decoded one by one, before all are.
_MAX_SINGLE_FIELDS: Final = 4
#: The types of the fields that are decoded one by one.
_SCALARS: Final = frozenset((str, int, bool, type(None)))


class Resource(RequestIdMixin):
    """An object of the API; its fields are attributes.

    Fields with a name that Python does not allow are read with ``getattr(server, "OS-EXT-AZ:…")``.
    If a list returned only a few fields, the others are fetched when one of them is read.

    A subclass names its manager: ``class Flavor(base.Resource, manager=FlavorManager)``.

    :param manager: the manager that the resource's methods call.
    :param info: the fields as the API returned them; unknown ones are included.
    :param loaded: whether these are all fields.
    :param resp: the response that they came with.
    """

    HUMAN_ID: ClassVar[bool] = False
    NAME_ATTR: ClassVar[str] = "name"

    #: The field that ``repr`` shows; all fields if empty.
    _label: ClassVar[str] = ""
    #: Names that fields of the API never replace.
    _reserved: ClassVar[frozenset[str]] = frozenset()
    #: Whether the class stores the fields unchanged, so that they can be decoded one by one.
    _fields_unchanged: ClassVar[bool] = True

    id: str
    manager: Any

    def __init_subclass__(cls, *, manager: type[Any] | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._reserved = _reserved_names(cls)
        makers = cls.__init__, cls._add_details
        cls._fields_unchanged = makers == (Resource.__init__, Resource._add_details)
        if manager is not None:
            manager.resource_class = cls

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
    def _from_json(cls, manager: Any, encoded: Any) -> Self:
        """Create a resource of a long list; its JSON is decoded when a field is read.

        :param manager: its manager.
        :param encoded: the JSON of its fields, known to be an object.
        """
        resource = cls.__new__(cls)
        fields_of(resource).update(manager=manager, _json=encoded)
        return resource

    def _decode_field(self, name: str) -> Any:
        """Return a field of a resource that is still JSON; the first few are decoded one by one."""
        cls = type(self)
        fields = fields_of(self)
        encoded = fields.get("_json")
        if encoded is None:
            return getattr(self, name)
        decoded = len(fields) - 2  # all but the manager and the JSON
        if decoded < _MAX_SINGLE_FIELDS and cls._fields_unchanged and name not in cls._reserved:
            value = protocol.field(encoded, name)
            if type(value) in _SCALARS:
                fields[name] = value
                return value
        self._decode()
        return getattr(self, name)

    def _decode(self) -> None:
        """Decode all fields of a resource that is still JSON."""
        fields = fields_of(self)
        # Two threads may both do this. What the program has assigned meanwhile is not overwritten.
        assigned = dict(fields)
        encoded = assigned.pop("_json", None)
        if encoded is not None:
            type(self).__init__(self, self.manager, protocol.decode_row(encoded), loaded=True)
            fields.update(assigned)
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
                return self._decode_field(k)
            if not fields.get("_loaded", True):
                self.get()
                return getattr(self, k)
            if k in fields:
                return fields[k]  # another thread has decoded it meanwhile
            raise exceptions.MissingField(type(self).__name__, k)

        @property
        def __dict__(self):
            """The attributes, for ``vars()``."""
            self._decode()
            return fields_of(self)

    def __delattr__(self, name: str) -> None:
        self._decode()
        super().__delattr__(name)

    @property
    def api_version(self) -> APIVersion:
        """The microversion of the client that the resource came from."""
        version: APIVersion = self.manager.api_version
        return version

    @property
    def human_id(self) -> str | None:
        """The name in lower case with dashes; None for kinds that are not found by it."""
        name = getattr(self, self.NAME_ATTR, None)
        if not self.HUMAN_ID or not isinstance(name, str):
            return None
        from novaclient import lookup

        return lookup.slug(name)

    def get(self) -> None:
        """Fetch all fields of this resource again."""
        self.set_loaded(True)
        resource_id = getattr(self, "id", None)
        # Without a usable id there is nothing to fetch. To Python, a bool is an int.
        usable = isinstance(resource_id, (str, int)) and not isinstance(resource_id, bool)
        if not usable or not hasattr(self.manager, "get"):
            return
        new = self.manager.get(resource_id)
        if new:
            self._info.update(new._info)
            self._add_details(new._info)
            self.append_request_ids(new.request_ids)

    def is_loaded(self) -> bool:
        """Whether all fields have been fetched."""
        return self._loaded

    def set_loaded(self, val: bool) -> None:
        """Record whether all fields have been fetched.

        :param val: False to fetch the resource when a missing field is read.
        """
        self._loaded = val

    def set_info(self, key: str, value: Any) -> None:
        """Change a field in what :meth:`to_dict` returns; sends no request.

        :param key: the name of the field.
        :param value: its new value.
        """
        self._info[key] = value

    def to_dict(self) -> dict[str, Any]:
        """Return a deep copy of the fields as the API returned them."""
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
            # From __dict__, because reading a missing attribute would send a request.
            shown = self.__dict__.get(self._label, f"unknown-{self._label}")
            return f"<{type(self).__name__}: {shown}>"
        fields = {
            k: v
            for k, v in self.__dict__.items()
            if not k.startswith(("_", "x_openstack")) and k != "manager"
        }
        return f"<{type(self).__name__} {', '.join(f'{k}={fields[k]}' for k in sorted(fields))}>"


def _reserved_names(cls: type) -> frozenset[str]:
    """The methods and properties of a resource class: fields of the API must not replace them."""
    return frozenset(dir(cls)) | {"manager", "_info", "_json", "_loaded", "x_openstack_request_ids"}


Resource._reserved = _reserved_names(Resource)


# -------------------------------------------------------- methods that call the resource's manager
def parameter_names(function: Any) -> tuple[str, ...]:
    """Return the names of a function's parameters; none for a built-in function.

    They are read from the code object, as importing ``inspect`` takes long.

    :param function: the function, decorated or not.
    """
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    code = getattr(function, "__code__", None)
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()


def by_manager(
    method: Callable[Concatenate[Any, Any, P], T],
) -> Callable[Concatenate[Any, P], T]:
    """Declare a method of a resource that calls the same method of its manager with the resource.

    With ``start = by_manager(ServerManager.start)``, ``server.start()`` is
    ``server.manager.start(server)``. Parameters, types, microversions and docstring are those of
    the manager's method.

    :param method: the manager's method; its first parameter is the resource.
    """
    name = method.__name__

    @functools.wraps(method)
    def call(resource: Any, /, *args: P.args, **kwargs: P.kwargs) -> T:
        result: T = getattr(resource.manager, name)(resource, *args, **kwargs)
        return result

    call.__doc__ = _doc_without_resource(method)
    vars(call)["__wrapped__"] = _WithoutResource(method)
    window, names = getattr(method, "__positional__", (None, ()))
    if window is not None:
        vars(call)["__positional__"] = window, names[1:]
    return call


def _doc_without_resource(method: Callable[..., Any]) -> str:
    """The docstring of a manager's method without its first parameter."""
    name = parameter_names(method)[1]
    return re.sub(rf"^( *):param {name}:.*\n(?:\1 +.*\n)*", "", method.__doc__ or "", flags=re.M)


class _WithoutResource:
    """Gives ``inspect`` the signature of a manager's method without the resource.

    It is computed when it is read: importing ``inspect`` takes long.
    """

    def __init__(self, method: Callable[..., Any]) -> None:
        self.__wrapped__ = method

    @property
    def __signature__(self) -> Signature:
        from inspect import signature

        whole = signature(self.__wrapped__)
        manager, _, *others = whole.parameters.values()
        return whole.replace(parameters=[manager, *others])
