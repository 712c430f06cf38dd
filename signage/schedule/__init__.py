"""When: what a screen shows at an instant, why, and until when.

Pure: content, screen, instant and the clock's trust in, a decision out. Nothing in this room asks
for the time, reads a file or waits; the next change is computed, so nobody needs to poll.
"""

from __future__ import annotations

from signage.schedule._decision import Decision, Segment
from signage.schedule._lunar import LunarDate, lunar_date
from signage.schedule._timetable import Timetable

__all__ = ["Decision", "LunarDate", "Segment", "Timetable", "lunar_date"]
