"""Figures of the schedule: `python tests/bench/schedule_bench.py`.

200 playlists of 10 rules each, all different, drawn with a fixed seed: hours on the quarter hour,
half of the rules dated. Prints one JSON object, in CPU time:

- `compile_ms`: making a Timetable
- `at_cold_us`, `at_warm_us`: median of `at` on days never asked for, and on the same week again;
  `at_worst_us`: the largest of the cold ones. The issue asks for less than 1000.
- `agenda_s`, `agenda_segments`: 365 days at once. The issue asks for less than 1.
- `loop_us`: a plain Python loop over as many rules that only compares two numbers for each, for
  scale: what any schedule costs that looks at every rule, before it knows its next boundary.
"""

from __future__ import annotations

import json
import platform
import random
import statistics
import time
from datetime import UTC, date, datetime, timedelta

from signage.content.model import Calendar, Content, Playlist, Rule, WorkingHours
from signage.schedule import Timetable


def main() -> None:
    dice = random.Random(3)
    content = Content(
        playlists=tuple(_playlist(dice, number) for number in range(200)),
        calendar=Calendar(
            working_hours=(WorkingHours(days=dict.fromkeys(range(5), ((450, 690), (780, 1020)))),)
        ),
    )
    began = time.process_time()
    timetable = Timetable(content, None)
    compiled = time.process_time() - began
    start = datetime(2026, 1, 1, tzinfo=UTC)
    instants = [start + timedelta(minutes=dice.randrange(365 * 1440)) for _ in range(400)]
    cold = [_timed(timetable, instant) for instant in instants]
    week = [start + timedelta(minutes=dice.randrange(7 * 1440)) for _ in range(400)]
    for instant in week:
        timetable.at(instant)
    warm = [_timed(timetable, instant) for instant in week]
    began = time.process_time()
    segments = timetable.agenda(start, start + timedelta(days=365))
    agenda = time.process_time() - began
    bounds = [(dice.random(), dice.random()) for _ in range(2000)]
    loops = []
    moment = dice.random()
    for _ in range(100):
        began = time.process_time()
        sum(low <= moment < high for low, high in bounds)
        loops.append(time.process_time() - began)
    print(
        json.dumps(
            {
                "compile_ms": round(compiled * 1e3, 1),
                "at_cold_us": round(statistics.median(cold) * 1e6),
                "at_worst_us": round(max(cold) * 1e6),
                "at_warm_us": round(statistics.median(warm) * 1e6),
                "agenda_s": round(agenda, 3),
                "agenda_segments": len(segments),
                "loop_us": round(statistics.median(loops) * 1e6),
                "python": platform.python_version(),
                "machine": platform.machine(),
            },
            indent=1,
        )
    )


def _timed(timetable: Timetable, instant: datetime) -> float:
    began = time.process_time()
    timetable.at(instant)
    return time.process_time() - began


def _playlist(dice: random.Random, number: int) -> Playlist:
    return Playlist(
        id=f"p{number:03}",
        priority="priority" if number % 20 == 0 else "normal",
        when=tuple(_rule(dice) for _ in range(10)),
    )


def _rule(dice: random.Random) -> Rule:
    start = dice.randrange(96) * 15
    first = date(2025, 6, 1) + timedelta(days=dice.randrange(700))
    dated = dice.random() < 0.5
    return Rule(
        from_=first.isoformat() if dated else None,
        until=(first + timedelta(days=dice.randrange(60))).isoformat() if dated else None,
        days=tuple(sorted(dice.sample(range(7), dice.randrange(1, 6)))),
        hours=((start, (start + dice.randrange(1, 40) * 15) % 1440),),
        holidays=dice.choice([None, None, "skip"]),
        working=dice.choice([None, None, None, "only"]),
    )


if __name__ == "__main__":
    main()
