"""The command line: one file a command, the only place that composes the other rooms."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run `signage`; the exit codes are those of `signage.errors`."""
    from signage.cli._app import run  # noqa: PLC0415  (a package must be importable for free)

    run()
