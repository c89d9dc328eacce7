"""The errors of logins, for tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from novaclient.auth.login import Login


def error(login: Callable[..., Login], kind: type[Exception], **typed: object) -> str:
    """The message of the error that a login raises."""
    with pytest.raises(kind) as caught:
        login(**typed)
    return str(caught.value)
