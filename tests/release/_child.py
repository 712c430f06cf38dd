"""What `test_killed.py` starts, traces and kills: one publication of a centre that is there."""

from __future__ import annotations

import sys
from pathlib import Path

from signage.errors import SignageError
from tests.release.trees import Centre

if __name__ == "__main__":
    centre = Centre(Path(sys.argv[1]), keys_made=False)
    try:
        centre.publish()
    except SignageError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(error.exit_code) from None
