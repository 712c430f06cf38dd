"""The console's settings on a folder of their own: for the type checker, and for the tests."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("SIGNAGE_CONSOLE_DATA", tempfile.mkdtemp(prefix="signage-console-"))

from signage.console.settings import *  # noqa: F403
