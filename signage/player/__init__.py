"""Store to screen: the director decides (pure), the Qt bridge carries it out, QML draws.

`python -m signage.player` is the process that owns the screen. It reads the store and nothing
else: no network, no folder, no YAML. See README.md for the way of an item onto the screen.
"""

from __future__ import annotations

__all__ = ["app", "snapshot"]
