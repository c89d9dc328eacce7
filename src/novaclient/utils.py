"""The functions that programs and extensions import from python-novaclient's ``utils``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from novaclient.cli.extensions.marks import add_arg as add_arg
from novaclient.cli.extensions.marks import arg as arg
from novaclient.cli.extensions.marks import get_service_type as get_service_type
from novaclient.cli.extensions.marks import isunauthenticated as isunauthenticated
from novaclient.cli.extensions.marks import service_type as service_type
from novaclient.cli.extensions.marks import unauthenticated as unauthenticated
from novaclient.cli.extensions.printing import do_action_on_many as do_action_on_many
from novaclient.cli.extensions.printing import flatten_dict as flatten_dict
from novaclient.cli.extensions.printing import format_security_groups as format_security_groups
from novaclient.cli.extensions.printing import (
    format_servers_list_networks as format_servers_list_networks,
)
from novaclient.cli.extensions.printing import print_dict as print_dict
from novaclient.cli.extensions.printing import print_list as print_list
from novaclient.cli.output.labels import make_field_formatter as make_field_formatter
from novaclient.cli.output.labels import pretty_choice_dict as pretty_choice_dict
from novaclient.cli.output.labels import pretty_choice_list as pretty_choice_list
from novaclient.lookup import find_resource as find_resource
from novaclient.v2.flavors import validate_flavor_metadata_keys as validate_flavor_metadata_keys

#: The form of the keys of extra specs.
VALID_KEY_REGEX: Final = re.compile(r"[\w\.\- :]+$", re.UNICODE)


def env(*args: str, **kwargs: str) -> str:
    """Return the first of several environment variables that is set and not empty.

    :param args: the names of the variables.
    :param kwargs: ``default``: the value to return if there is none, by default an empty string.
    """
    for name in args:
        value = os.environ.get(name)
        if value:
            return value
    return kwargs.get("default", "")


@contextmanager
def record_time(times: list[tuple[str, float, float]], enabled: bool, *args: str) -> Iterator[None]:
    """Record the start and the end of the ``with`` block.

    :param times: the list to add them to, in seconds since the epoch, after the words of ``args``.
    :param enabled: whether to record them.
    :param args: words that describe the block.
    """
    import time

    start = time.time()
    yield
    if enabled:
        times.append((" ".join(args), start, time.time()))


def prepare_query_string(params: Mapping[str, Any] | None) -> str:
    """Return query parameters sorted by name, with their question mark; empty without any.

    :param params: the parameters, by name.
    """
    from urllib.parse import urlencode

    return f"?{urlencode(sorted(params.items()))}" if params else ""


def get_url_with_filter(url: str, filters: Mapping[str, Any] | None) -> str:
    """Return a URL with query parameters.

    :param url: a URL without query parameters.
    :param filters: the parameters, by name.
    """
    return f"{url}{prepare_query_string(filters)}"


def is_integer_like(val: Any) -> bool:
    """Whether a value is an integer or can be converted to one.

    :param val: the value.
    """
    try:
        int(val)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def safe_issubclass(*args: Any) -> bool:
    """Whether the first argument is a class and a subclass of the second.

    :param args: both arguments.
    """
    return isinstance(args[0], type) and issubclass(*args)
