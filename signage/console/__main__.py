"""`python -m signage.console manage COMMAND`: Django's own commands, on the folder of a centre.

The folder is what `$SIGNAGE_CONSOLE_DATA` names. `check --deploy` judges the settings as they stand
in this environment (`$SIGNAGE_CONSOLE_TLS`, `$SIGNAGE_CONSOLE_HOSTS`, `$DATABASE_URL`); `link NAME`
makes a link for which somebody sets a new password, for an administrator who has lost theirs.
"""

from __future__ import annotations

import os
import sys

from signage.console.data import here
from signage.errors import SignageError

__all__ = ["main"]


def main(words: list[str]) -> int:
    """Run one; 2 for wrong use."""
    if words[:1] != ["manage"]:
        sys.stderr.write("signage: python -m signage.console manage COMMAND [...]\n")
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "signage.console.settings"
    try:
        here().prepare()
    except SignageError as error:
        sys.stderr.write(f"signage: {error}\n")
        return 2
    from django.core.management import execute_from_command_line  # noqa: PLC0415  (settings first)

    execute_from_command_line(["manage", *words[1:]])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
