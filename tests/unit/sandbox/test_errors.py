"""The errors of the sandbox."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from novaclient.sandbox.errors import SandboxError, ServiceDied, explained

HERE = Path("/the/sandbox")


@pytest.mark.parametrize(
    ("number", "reported"),
    [
        (errno.ENOSPC, "no space left on the disk: /the/sandbox.*Free some space"),
        (errno.EACCES, "Not allowed: /the/sandbox.*permissions"),
        (errno.EROFS, "read-only: /the/sandbox.*NOVA_SANDBOX_DIR"),
        (errno.ENOTDIR, "Not a folder: /the/sandbox"),
        (errno.EIO, "Input/output error: /the/sandbox"),
    ],
)
def test_errors_of_the_system_are_explained_in_one_line(number: int, reported: str) -> None:
    with pytest.raises(SandboxError, match=reported) as caught, explained(HERE):
        raise OSError(number, "terse")
    assert "\n" not in str(caught.value)


def test_the_file_that_it_is_about_is_named() -> None:
    with pytest.raises(SandboxError, match="Not allowed: /a/file"), explained(HERE):
        raise PermissionError(errno.EACCES, "terse", "/a/file")


def test_other_errors_pass() -> None:
    with pytest.raises(KeyError), explained(HERE):
        raise KeyError("a defect")


def test_a_service_that_died_says_why() -> None:
    error = ServiceDied("nova", HERE / "nova.log", ["Traceback", "OSError: address in use", ""])
    assert "nova ended" in str(error)
    assert "OSError: address in use" in str(error)
    assert error.lines[0] == "Traceback"


def test_what_happened_and_what_to_do_are_two_sentences() -> None:
    assert str(SandboxError("It fell: why", "Do that.")) == "It fell: why. Do that."
    assert str(SandboxError("It fell.", "Do that.")) == "It fell. Do that."
