"""A module's test stands at the module's path: ``cli/text.py`` has ``cli/test_text.py``."""

from __future__ import annotations

from pathlib import Path

UNIT = Path(__file__).parent
SOURCE = UNIT.parents[1] / "src" / "novaclient"
#: Modules without a test of their own, by the test that shows them, and the reason.
TESTED_WITH = {
    # The session of logins, shown through those that fail.
    "auth/test_errors": "auth/http_session",
    # Shown through the commands that run on targets and wait for them.
    "cli/bulk/test_command": "cli/framework/context cli/framework/waiting",
    # Shown through the commands that run on several servers.
    "cli/bulk/test_server_argument": (
        "cli/bulk/selection cli/commands/_server_matching cli/framework/shared_lookups"
    ),
    # Parts of these commands, shown through them.
    "cli/commands/test_boot": (
        "cli/commands/_boot_values cli/commands/_reservation cli/commands/_server_waits"
    ),
    "cli/commands/test_server_actions": "cli/commands/server_moves",
    "cli/commands/test_server_list": (
        "cli/commands/_server_columns cli/commands/_server_filters cli/commands/_times"
    ),
    "cli/commands/test_servers": "cli/commands/_server_arguments cli/commands/_server_properties",
    "cli/commands/test_wait": "cli/commands/_request_waits",
    # Shown through the word that is completed.
    "cli/completion/test_completer": "cli/completion/quoting",
    # Values as the formats print them.
    "cli/output/test_formats": "cli/output/labels cli/output/times",
    # The streams of an output, shown through what is written to it.
    "cli/output/test_output": "cli/output/destination cli/output/progress",
    # Declared arguments, shown through the parser and the help that it prints.
    "cli/parsing/test_full": "cli/commands/program cli/help cli/parsing/declare",
    # Shown through the exit status and the error of whole command lines.
    "cli/test_errors": "cli/main",
    # Loads the modules of commands; shown through all of them.
    "cli/commands/test_declarations": "cli/registry",
    # Shown through the client that a command line gets.
    "cli/test_sign_in": "connection",
    # What extensions and programs import, shown as they call it.
    "test_extension": "client i18n",
    # Public names, shown by the check that they are all there.
    "test_old_names": (
        "cli/extensions/marks cli/extensions/printing cli/parsing/python_novaclient shell utils"
    ),
    "test_public_names": "version",
    # Shown by the modules that a command line imports.
    "test_startup": "cli/completion/word_list lazy",
    # Shown through a small server that the transport sends to.
    "transport/test_token_transport": ("transport/failures transport/messages wire/connections"),
    # A table of removed APIs, shown through the errors of their methods.
    "v2/legacy/test_removed": "v2/legacy/removals",
    # Shown through the client's managers and methods.
    "v2/test_interface": "v2/client v2/raw",
    "v2/test_server_actions": "v2/server_subresources",
    # Limits of a response, shown by responses that exceed them.
    "wire/test_exchange": "wire/bounded wire/limits",
    # Shown by a sandbox that is created and started.
    "sandbox/test_cloud": "sandbox/folder sandbox/progress sandbox/seed",
}
#: Tests of something that many modules have in common.
SUBJECTS = {
    "cli/commands/test_declarations",
    "cli/legacy/test_flags",
    "cli/test_python_novaclient",
    "test_consumers",
    "test_copies",
    "test_docstrings",
    "test_documentation",
    "test_mirror",
    "test_old_names",
    "test_pages",
    "test_public_names",
    "test_references",
    "test_request_counts",
    "test_startup",
    "test_threads",
    "v2/legacy/test_hostile_ids",
    "v2/test_arguments",
    "v2/test_interface",
    "v2/test_server_methods",
    "v2/test_server_requests",
}


def names(folder: Path, pattern: str) -> set[str]:
    """The Python files of a folder, relative to it and without their endings."""
    return {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob(pattern)}


def path_of_test(module: str) -> str:
    folder, slash, name = module.rpartition("/")
    return f"{folder}{slash}test_{name.removeprefix('_')}"


#: Without what runs inside the sandbox: it is not importable here, and tests/cloud runs it.
MODULES = {
    name
    for name in names(SOURCE, "*.py")
    if not name.endswith("__init__") and not name.startswith("sandbox/inside/")
}
TESTS = names(UNIT, "test_*.py")
MIRRORED = {path_of_test(module) for module in MODULES}
ELSEWHERE = {module for modules in TESTED_WITH.values() for module in modules.split()}


def test_every_module_has_its_test() -> None:
    assert not {module for module in MODULES - ELSEWHERE if path_of_test(module) not in TESTS}


def test_every_test_has_its_module_or_its_subject() -> None:
    assert not TESTS - MIRRORED - SUBJECTS


def test_table_names_modules_and_tests_that_exist() -> None:
    assert not ELSEWHERE - MODULES
    assert not (TESTED_WITH.keys() | SUBJECTS) - TESTS


def test_table_names_no_module_that_has_a_test_of_its_own() -> None:
    assert not {module for module in ELSEWHERE if path_of_test(module) in TESTS}
    assert not SUBJECTS & MIRRORED
