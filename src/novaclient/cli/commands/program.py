"""``nova help``, ``completion`` and ``bash-completion``: about this program, not about a cloud."""

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
    help="The command to show in full.",
)
def help_(context: Context, args: Namespace) -> None:
    """Show an overview of all commands, or one command in full."""
    if args.command is None:
        context.out.stream.write(overview())
        return
    found = load(args.command)
    if found is None:
        hint = did_you_mean(args.command, names())
        raise exceptions.CommandError(f"'{args.command}' is not a valid subcommand{hint}")
    context.out.stream.write(found.parser().format_help())


@command("completion", local=True)
@argument("shell", choices=("bash", "zsh", "fish"), metavar="bash|zsh|fish", help="The shell.")
def completion(context: Context, args: Namespace) -> None:
    """Print a script that completes nova's command line: commands, flags, values and names.

    For bash:  echo 'source <(nova completion bash)' >> ~/.bashrc

    For zsh, after compinit:  echo 'source <(nova completion zsh)' >> ~/.zshrc

    For fish:  nova completion fish > ~/.config/fish/completions/nova.fish
    """
    script = Path(__file__).parent.parent / "shells" / f"nova.{args.shell}"
    context.out.stream.write(script.read_text())


@command("bash-completion", local=True)
def bash_completion(context: Context, args: Namespace) -> None:
    """Print every command and every flag on one line, for a shell's completion."""
    context.out.stream.write(word_list())
