"""``nova help``, ``completion`` and ``bash-completion``: commands that need no cloud."""

from __future__ import annotations

from pathlib import Path

from novaclient import exceptions
from novaclient.cli.completion.word_list import word_list
from novaclient.cli.errors import did_you_mean
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.help import overview
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace
from novaclient.cli.registry import load, names


@command("help", local=True)
@argument(
    "command",
    metavar="<subcommand>",
    completes="command",
    nargs="?",
    help="The command to show help on.",
)
def help_(context: Context, args: Namespace) -> None:
    """Show an overview of all commands, or help on one."""
    if args.command is None:
        context.out.stream.write(overview())
        return
    named = load(args.command)
    if named is None:
        hint = did_you_mean(args.command, names())
        raise exceptions.CommandError(f"'{args.command}' is not a valid subcommand{hint}")
    context.out.stream.write(named.parser().format_help())


@command("completion", local=True)
@argument(
    "shell",
    choices=("bash", "zsh", "fish"),
    metavar="bash|zsh|fish",
    help="Shell to print the script for.",
)
def completion(context: Context, args: Namespace) -> None:
    """Print a shell completion script for bash, zsh or fish.

    It completes commands, flags, values and names of resources.

    For bash:  echo 'source <(nova completion bash)' >> ~/.bashrc

    For zsh, after compinit:  echo 'source <(nova completion zsh)' >> ~/.zshrc

    For fish:  nova completion fish > ~/.config/fish/completions/nova.fish
    """
    script = Path(__file__).parent.parent / "shells" / f"nova.{args.shell}"
    context.out.stream.write(script.read_text())


@command("bash-completion", local=True)
def bash_completion(context: Context, args: Namespace) -> None:
    """Print all commands and flags on one line, for shell completion."""
    context.out.stream.write(word_list())
