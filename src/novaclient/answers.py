"""Values of answers, with the ids of the requests that brought them, and what is inside of them.

``base`` has all of it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Self, TypeVar

from novaclient import exceptions

T = TypeVar("T")


class RequestIdMixin:
    """Keeps the ids that the cloud gave to the requests behind an object."""

    x_openstack_request_ids: list[str]

    @property
    def request_ids(self) -> list[str]:
        """The cloud's names for the requests that brought this, for its operators' logs."""
        return self.x_openstack_request_ids

    def request_ids_setup(self) -> None:
        """Start with none."""
        self.x_openstack_request_ids = []

    def append_request_ids(self, resp: Any) -> None:
        """Add the request ids of an answer, of a list of answers, or the ids themselves.

        :param resp: a response, a list of responses or of ids, or None.
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


#: The attributes of an object as they are, whatever its class makes of ``vars()``.
fields_of: Final[Callable[[object], dict[str, Any]]] = vars(RequestIdMixin)["__dict__"].__get__


class ListWithMeta(list[T], RequestIdMixin):
    """A list, and the ids of the requests that brought it."""

    def __init__(self, values: Iterable[T], resp: Any) -> None:
        super().__init__(values)
        self.request_ids_setup()
        self.append_request_ids(resp)


class DictWithMeta(dict[str, Any], RequestIdMixin):
    """A dict, and the ids of the requests that brought it."""

    def __init__(self, values: Mapping[str, Any], resp: Any) -> None:
        super().__init__(values)
        self.request_ids_setup()
        self.append_request_ids(resp)


class TupleWithMeta(tuple[Any, ...], RequestIdMixin):
    """A tuple, and the ids of the requests that brought it."""

    # What copies it and what unpickles it give no answer.
    def __new__(cls, values: Iterable[Any], resp: Any = None) -> Self:
        return super().__new__(cls, values)

    def __init__(self, values: Iterable[Any], resp: Any) -> None:
        self.request_ids_setup()
        self.append_request_ids(resp)


class StrWithMeta(str, RequestIdMixin):
    """A text, and the ids of the requests that brought it."""

    def __new__(cls, value: str, resp: Any = None) -> Self:
        return super().__new__(cls, value)

    def __init__(self, value: str, resp: Any) -> None:
        self.request_ids_setup()
        self.append_request_ids(resp)


class BytesWithMeta(bytes, RequestIdMixin):
    """Bytes, and the ids of the requests that brought them."""

    def __new__(cls, value: bytes, resp: Any = None) -> Self:
        return super().__new__(cls, value)

    def __init__(self, value: bytes, resp: Any) -> None:
        self.request_ids_setup()
        self.append_request_ids(resp)


def inner(info: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The fields of a resource from an ``info`` that some answers wrap once more, in a ``key``."""
    wrapped = info.get(key)
    return wrapped if isinstance(wrapped, dict) else info


def part(value: Any, *keys: str) -> Any:
    """The part of an answer's ``value`` under ``keys``; None where there is none, or no object."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
