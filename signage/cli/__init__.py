"""The command line: one file a command, the only place that composes the other rooms."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run `signage`; the exit codes are those of `signage.errors`."""
    # A package must be importable for free, so both are imported here.
    if sys.argv[1:2] in (["cut"], ["resume"]):
        from signage.cli._stop import at_once  # noqa: PLC0415

        code = at_once(sys.argv[1:])
        if code is not None:
            raise SystemExit(code)
    if sys.argv[1:2] == ["run"]:
        from signage.cli._unit import at_once as kiosk  # noqa: PLC0415

        code = kiosk(sys.argv[1:])
        if code is not None:
            raise SystemExit(code)
    from signage.cli._app import run  # noqa: PLC0415

    run()
