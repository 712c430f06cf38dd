"""One file a figure: what is played, for how long, and what is demanded of the result."""

from __future__ import annotations
