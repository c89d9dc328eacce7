"""What starting up costs: the modules that answers without a cloud import."""

from __future__ import annotations

import subprocess
import sys

import pytest

#: What every answer of the command imports of this project.
FRAME = {
    "novaclient",
    "novaclient.auth",
    "novaclient.auth.options",
    "novaclient.cli",
    "novaclient.cli.errors",
    "novaclient.cli.main",
    "novaclient.cli.parsing",
    "novaclient.cli.parsing.global_options",
    "novaclient.cli.text",
    "novaclient.shell",
    "novaclient.version",
    "novaclient.wire",
    "novaclient.wire.limits",
}
#: Of the standard library, what takes long to import and no answer without a cloud needs.
COSTLY = {
    "argparse", "asyncio", "base64", "contextlib", "copy", "dataclasses", "email", "enum",
    "gettext", "hashlib", "http", "http.client", "inspect", "ipaddress", "json", "locale",
    "logging", "pathlib", "random", "select", "socket", "ssl", "subprocess", "tempfile",
    "threading", "typing", "urllib", "uuid", "weakref",
}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def extensions_are_known() -> None:
    """The first command looks for extensions, those after it find out that nothing has changed."""
    imported_by("help")


def imported_by(*words: str) -> set[str]:
    """The modules that a command line imports, beyond those of a bare interpreter's start."""
    script = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from novaclient.shell import main\n"
        "try:\n"
        f"    main({list(words)!r})\n"
        "finally:\n"
        "    print('\\n' + ' '.join(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True)
    return set(done.stdout.splitlines()[-1].split())


def ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] == "novaclient"}


@pytest.mark.parametrize(
    ("words", "added"),
    [
        (("--version",), set()),
        (
            ("help",),
            {
                "auth.places",
                "cli.extensions",
                "cli.extensions.search",
                "cli.help",
                "cli.command_table",
            },
        ),
        (
            (),
            {
                "auth.places",
                "cli.extensions",
                "cli.extensions.search",
                "cli.help",
                "cli.command_table",
            },
        ),
        (
            ("bash-completion",),
            {
                "auth.places",
                "cli.completion",
                "cli.completion.word_list",
                "cli.extensions",
                "cli.extensions.search",
                "cli.command_table",
            },
        ),
        (
            ("no-such-command",),
            {
                "auth.places",
                "cli.extensions",
                "cli.extensions.search",
                "cli.command_table",
                "cli.registry",
            },
        ),
        (("--no-such-option", "list"), set()),
    ],
)
def test_answer_without_a_cloud_imports_no_more_than_it_needs(
    words: tuple[str, ...], added: set[str]
) -> None:
    assert ours(imported_by(*words)) == FRAME | {f"novaclient.{name}" for name in added}


@pytest.mark.parametrize("words", [("--version",), ("help",), (), ("bash-completion",)])
def test_answer_without_a_cloud_imports_nothing_costly(words: tuple[str, ...]) -> None:
    assert imported_by(*words) & COSTLY == set()


@pytest.mark.parametrize("words", [("no-such-command",), ("--no-such-option", "list")])
def test_nearest_name_costs_only_the_library_that_finds_it(words: tuple[str, ...]) -> None:
    # difflib imports re, and re imports enum.
    assert imported_by(*words) & COSTLY <= {"enum"}


def test_help_of_a_command_imports_no_other_command() -> None:
    found = {name for name in ours(imported_by("help", "help")) if ".cli.commands." in name}
    assert found == {"novaclient.cli.commands.program"}


def test_importing_the_package_imports_nothing_else() -> None:
    script = (
        "import sys; before = set(sys.modules); import novaclient; "
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["__future__", "novaclient", "novaclient.version"]
