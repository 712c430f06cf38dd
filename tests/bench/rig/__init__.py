"""What the figures are measured with.

`_display`, `_reader`, `_process`, `_pace` (with `pace.c`), `_media`, `_players` and `_session`
touch the machine. `_strip`, `_log`, `_joints`, `_fades` and `_ticker` are pure, and tested with
made-up logs here beside them.
"""

from __future__ import annotations
