"""From an upload to a file that every screen can show: one process for each, and bounded.

The worker starts `python -m signage.console.making` with one job; whatever the bytes do to a
decoder (eat memory, time or disk, or bring it down), they do it to this process. It knows neither
Django nor the database: it reads one file, writes into one scratch folder, and says on standard
output what it did, in short names that `signage.console.office.sayings` turns into words.
"""

from __future__ import annotations

from signage.console.making._job import HEAD, Job, Made, NotTaken, Said
from signage.console.making._kinds import heavy, way

__all__ = ["HEAD", "Job", "Made", "NotTaken", "Said", "heavy", "way"]
