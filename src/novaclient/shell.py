"""The ``nova`` command's entry point and its public names; the command itself is in ``cli``."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

DEFAULT_MAJOR_OS_COMPUTE_API_VERSION = "2.0"
DEFAULT_OS_COMPUTE_API_VERSION = "2.latest"
DEFAULT_NOVA_ENDPOINT_TYPE = "publicURL"
DEFAULT_NOVA_SERVICE_TYPE = "compute"
HINT_HELP_MSG = (
    " [hint: use '--os-compute-api-version' flag to show help message for proper version]"
)
#: OSprofiler is not used.
osprofiler_profiler = None


class OpenStackComputeShell:
    """Runs ``nova`` command lines inside a program; errors are raised, not printed."""

    def main(self, argv: Sequence[str]) -> None:
        """Run one command line.

        :param argv: the arguments after ``nova``.
        :raises SystemExit: with 2 for a usage error, or with the command's own exit status.
        """
        from novaclient.cli import errors
        from novaclient.cli.main import Invocation

        try:
            status = Invocation(list(argv)).execute()
        except errors.UsageError as error:
            status = errors.report(error, debug=False)
        if status:
            raise SystemExit(status)


def main(argv: Sequence[str] | None = None) -> None:
    """Run the ``nova`` command.

    :param argv: the arguments after the program's name; those of this process if None.
    :raises SystemExit: with 1 if the command failed, 2 for a usage error, 130 on Ctrl-C.
    """
    from novaclient.cli.main import run

    status = run(argv)
    if status:
        sys.exit(status)


def __getattr__(name: str) -> Any:
    # Importing logging takes longer than most commands without a cloud.
    if name == "logger":
        import logging

        return logging.getLogger(__name__)
    # Only programs use these; argparse also takes long to import.
    if name in ("DeprecatedAction", "NovaClientArgumentParser", "OpenStackHelpFormatter"):
        from novaclient.cli.parsing import python_novaclient

        return getattr(python_novaclient, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if __name__ == "__main__":
    main()
