"""One job from the command line: JSON in; out, a line of JSON a step, the last its outcome."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import msgspec

from signage.console.making import _bounds
from signage.console.making._job import HEAD, Job, Made, NotTaken, Said
from signage.console.making._kinds import way
from signage.content.sniffing import form

__all__ = ["main", "prepare"]


def prepare(job: Job) -> Made:
    """Make of an upload what screens show.

    Raises:
        NotTaken: it is nothing that a screen shows, is spoilt, or raises a question.
        OSError: the disk is full.
    """
    from signage.console.making import _documents, _pictures, _texts, _videos  # noqa: PLC0415

    with job.source.open("rb") as file:
        head = file.read(HEAD)
    ending = Path(job.name).suffix.casefold()
    match way(head, job.name):
        case "picture":
            return _pictures.picture(job.source, form(head) or "", job.scratch)
        case "drawing":
            return _pictures.drawing(job.source)
        case "video":
            return _videos.video(job.source, job.scratch)
        case "pdf":
            return _documents.pdf(job.source)
        case "document":
            return _documents.office(job.source, ending, job.scratch)
        case "text":
            return _texts.text(job, ending)


def main() -> None:
    """Do the job of the first argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's business
    _bounds.apply(_bounds.PROGRAM)
    job = msgspec.json.decode(sys.argv[1], type=Job, dec_hook=lambda kind, told: kind(told))
    outcome: dict[str, Any]
    try:
        if job.do == "small":
            from signage.console.making import _small  # noqa: PLC0415

            _small.small(job.source, job.scratch)
            outcome = {"small": True}
        else:
            outcome = {"made": prepare(job)}
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
