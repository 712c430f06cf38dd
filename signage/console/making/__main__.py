"""One job from the command line: JSON in; out, a line of JSON a step, the last its outcome."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import msgspec

from signage.console.making import _bounds
from signage.console.making._job import HEAD, Job, Made, NotTaken, Said
from signage.console.making._kinds import Way, way
from signage.content.sniffing import form

__all__ = ["main", "prepare"]


_BOUNDS = {"video": _bounds.PROGRAM, "document": _bounds.PROGRAM}
"""What starts programs of its own has their limits; the rest is decoded in this process."""


def prepare(job: Job, found: Way) -> Made:
    """Make of an upload what screens show. Only the decoder that is needed is loaded.

    Raises:
        NotTaken: it is spoilt, costs too much, or raises a question.
        OSError: the disk is full.
    """
    ending = Path(job.name).suffix.casefold()
    match found:
        case "picture" | "drawing":
            from signage.console.making import _pictures  # noqa: PLC0415

            if found == "drawing":
                return _pictures.drawing(job.source)
            return _pictures.picture(job.source, form(_head(job.source)) or "", job.scratch)
        case "video":
            from signage.console.making import _videos  # noqa: PLC0415

            return _videos.video(job.source, job.scratch)
        case "pdf" | "document":
            from signage.console.making import _documents  # noqa: PLC0415

            if found == "pdf":
                return _documents.pdf(job.source)
            return _documents.office(job.source, ending, job.scratch)
        case "text":
            from signage.console.making import _texts  # noqa: PLC0415

            return _texts.text(job, ending)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def main() -> None:
    """Do the job of the first argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's business
    job = msgspec.json.decode(sys.argv[1], type=Job, dec_hook=lambda kind, told: kind(told))
    outcome: dict[str, Any]
    try:
        found = way(_head(job.source), job.name)
        _bounds.apply(_BOUNDS.get(found, _bounds.PICTURE))
        if _bounds.orphaned():  # the worker was killed before we could ask to die with it
            return
        if job.do == "small":
            from signage.console.making import _small  # noqa: PLC0415

            _small.small(job.source, job.scratch)
            outcome = {"small": True}
        else:
            outcome = {"made": prepare(job, found)}
    except NotTaken as error:
        outcome = {"refused": error.said}
    except (MemoryError, RecursionError):
        outcome = {"refused": Said("costs-too-much")}
    except OSError as error:
        outcome = {"failed": error.strerror or str(error)}
    sys.stdout.buffer.write(msgspec.json.encode(outcome, enc_hook=str) + b"\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
