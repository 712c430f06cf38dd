"""Measures the player on a virtual display, against mpv, in turns of the same run.

`python -m tests.bench --help`; how each figure is measured stands in `README.md` beside this file.
The modules with I/O are `_display`, `_reader`, `_process`, `_media`, `_players` and `figures/`;
`_strip`, `_log`, `_joints`, `_fades` and `_ticker` are pure and tested with made-up logs.
"""

from __future__ import annotations
