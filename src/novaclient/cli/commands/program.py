"""``nova help`` and ``nova bash-completion``: about this program, not about a cloud."""

from __future__ import annotations

from argparse import Namespace

from novaclient import exceptions
from novaclient.cli.command import Context, argument, command, load
from novaclient.cli.errors import did_you_mean
from novaclient.cli.help import overview
from novaclient.cli.index import all_commands
from novaclient.cli.parser import GLOBALS


@command("help")
@argument("command", metavar="<command>", nargs="?", help="The command to show in full.")
def help_(context: Context, args: Namespace) -> None:
    """Show an overview of all commands, or one command in full."""
    if args.command is None:
        context.out.stream.write(overview())
        return
    found = load(args.command)
    if found is None:
        hint = did_you_mean(args.command, all_commands())
        raise exceptions.CommandError(f"'{args.command}' is not a valid subcommand{hint}")
    context.out.stream.write(found.parser().format_help())


@command("bash-completion")
def bash_completion(context: Context, args: Namespace) -> None:
    """Print every command and every flag on one line, for a shell's completion."""
    words = set(all_commands()) - {"bash-completion"}
    words.update(flag for option in GLOBALS for flag in option.flags)
    for name in all_commands():
        found = load(name)
        if found is not None:
            words.update(flag for one in found.arguments() if one.is_flag for flag in one.flags)
    context.out.stream.write(" ".join(sorted(words)) + "\n")
