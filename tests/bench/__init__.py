"""Measures the player on a virtual display, against mpv, in turns of the same run.

`python -m tests.bench --help`; how each figure is measured stands in `README.md` beside this file.
One module a figure; what they measure with is `rig/`.
"""

from __future__ import annotations
