"""What stands in the clock panel and the head besides the centre's name. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from signage.player._moon import lunar_text
from signage.player._words import date_text, time_text

if TYPE_CHECKING:
    from datetime import datetime

    from signage.player._plan import Plan

__all__ = ["panel"]


def panel(plan: Plan, now: datetime) -> dict[str, Any]:
    """Properties of the stage: time, date and lunar date, of a clock that is trusted; the weather.

    Where the weather's age cannot be judged, `plan` has none.
    """
    screen = plan.screen
    if not plan.trusted:
        return {"time": "", "date": "", "lunar": [], "weather": plan.weather}
    local = now.astimezone(ZoneInfo(plan.zone))
    lunar = lunar_text(local.date()) if screen and screen.lunar else ()
    return {
        "time": time_text(local),
        "date": date_text(local, screen.locale if screen else "vi"),
        "lunar": list(lunar),
        "weather": plan.weather,
    }
