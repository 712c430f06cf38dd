"""The typer application, made of the one command that was asked for.

Importing every command would cost the screen a quarter of a second at each start, so only the
module of the named command is loaded, and all of them for `--help`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer

from signage.errors import SignageError

__all__ = ["COMMANDS", "run"]

COMMANDS = (
    "play",
    "run",
    "check",
    "agenda",
    "sync",
    "status",
    "snapshot",
    "demo",
    "verify",
    "cut",
    "resume",
    "keys",
    "publish",
    "console",
)


def run() -> None:
    """Run the command line with `sys.argv`."""
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    app = typer.Typer(
        name="signage",
        help="The lobby screen of a one-stop public service centre.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(invoke_without_command=True)(_whole)
    for name in (asked,) if asked in COMMANDS else COMMANDS:
        module = import_module(f"signage.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(module.run)
    try:
        app()
    except SignageError as error:
        sys.stderr.write(f"signage: {error}\n")
        raise SystemExit(error.exit_code) from None


def _whole(
    version: Annotated[bool, typer.Option("--version", help="Which version this is.")] = False,
) -> None:
    """What holds for `signage` itself; it also keeps a command's name when only one is loaded."""
    if version:
        from importlib.metadata import version as of  # noqa: PLC0415

        typer.echo(f"signage {of('signage')}")
        raise typer.Exit
