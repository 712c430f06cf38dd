"""`python -m signage.sync.feeds FOLDER`: what the feeds of a central folder say now, as JSON.

For the console, which asks in a process apart: it knows no network. Standard input holds the
headlines known already (`Manifest.feeds`), so that what a feed says again is not news.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from signage.content.loader import load_folder
from signage.errors import SignageError
from signage.release.manifest import Feeds
from signage.sync.feeds._freeze import freeze


class _Said(msgspec.Struct):
    feeds: Feeds
    faults: tuple[str, ...]


def main() -> int:
    """Print what they say; the exit code is that of the error."""
    try:
        before = msgspec.json.decode(sys.stdin.buffer.read() or b"{}", type=Feeds)
        content = load_folder(Path(sys.argv[1])).content
        frozen = freeze(content, datetime.now(UTC), before)
    except SignageError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.buffer.write(msgspec.json.encode(_Said(frozen.feeds, frozen.faults)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
