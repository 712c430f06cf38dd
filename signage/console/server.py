"""`signage console`: the database brought up to date, the worker beside it, and uvicorn."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from signage import atomic
from signage.console.data import ENVIRONMENT, Data, here
from signage.console.priming import prime
from signage.errors import SignageError

__all__ = ["prepare", "run", "serve"]

log = logging.getLogger("signage.console")

_LOCALE = "locale"
_LOOK, _AGAIN, _PATIENCE = 0.5, 2.0, 5.0
"""Seconds between looks at the worker, before another is started, and that it has to end."""


def prepare(path: Path) -> Data:
    """Make the folder, compile the catalogues, bring the database up to date. Django is set up.

    Raises:
        UsageError: the folder cannot be written.
    """
    data = Data(path.absolute())
    os.environ[ENVIRONMENT] = str(data.path)
    os.environ["DJANGO_SETTINGS_MODULE"] = "signage.console.settings"
    data.prepare()
    _compile(data)
    import django  # noqa: PLC0415  (its settings are read from the environment)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    return data


def serve(path: Path, *, host: str, port: int) -> None:
    """Run the console until it is told to end.

    Raises:
        UsageError: the folder cannot be written.
        DeviceError: the port is taken.
    """
    prepare(path)
    _greet(host, port)
    run(host, port)


def run(host: str, port: int) -> None:
    """Be the console of the folder that `prepare` was told, until told to end.

    Raises:
        DeviceError: the port is taken.
    """
    logging.getLogger("signage").setLevel(logging.INFO)
    _settle(here())
    import signage.console.urls  # noqa: F401, PLC0415  (every action, before there are threads)

    prime()
    ended = Event()
    worker = Thread(target=_work, args=(ended,), daemon=True)
    worker.start()
    try:
        import uvicorn  # noqa: PLC0415

        from signage.console.office import folder  # noqa: PLC0415  (once Django is set up)

        folder.begin(here())  # so that the first page need not wait for two thousand files
        uvicorn.run(
            "signage.console.asgi:application", host=host, port=port, log_level="warning",
            server_header=False, proxy_headers=False, timeout_graceful_shutdown=3,
        )  # fmt: skip
    finally:
        ended.set()
        worker.join(_PATIENCE)


def _settle(data: Data) -> None:
    """Complete what broke off when the console ended last, before anybody can ask for it."""
    from signage.console.office import emergency, submissions  # noqa: PLC0415  (once it is set up)

    data.sweep(0.0)
    submissions.sweep(data)
    for settle in (emergency.settle, submissions.settle):
        try:
            settle(data)
        except (SignageError, OSError) as error:  # the worker tries again, and so does a decision
            log.error("a decision cannot be completed: %s", error)  # noqa: TRY400


def _work(ended: Event) -> None:
    """Keep a worker running; one that dies has a successor, which takes up what it left."""
    while not ended.is_set():
        worker = subprocess.Popen(
            [sys.executable, "-P", "-m", "signage.console.worker", str(os.getpid())]
        )
        while worker.poll() is None and not ended.wait(_LOOK):
            pass
        if not ended.is_set():
            log.warning("the worker ended with %s; another one goes on", worker.returncode)
            ended.wait(_AGAIN)
    worker.terminate()
    with suppress(subprocess.TimeoutExpired):
        worker.wait(_PATIENCE)
    worker.kill()


def _greet(host: str, port: int) -> None:
    """Say where it is; at the first start, with the link that makes the administrator."""
    from signage.console.office.people import first_link  # noqa: PLC0415

    where = _address(host, port)
    secret = first_link()
    if secret is None:
        sys.stdout.write(f"signage: the console is at {where}/\n")
    else:
        sys.stdout.write(
            "signage: nobody can sign in yet. Open this link once, within a day, to become the "
            f"administrator:\n  {where}/lien-ket/{secret}/\n"
        )
    sys.stdout.flush()


def _address(host: str, port: int) -> str:
    """Where a person opens it: behind nginx by the first name told, else where it listens."""
    from django.conf import settings  # noqa: PLC0415

    if settings.TLS:
        return f"https://{settings.ALLOWED_HOSTS[0]}"
    here = "localhost" if host in {"0.0.0.0", "::", "127.0.0.1"} else host  # noqa: S104
    return f"http://[{here}]:{port}" if ":" in here else f"http://{here}:{port}"


def _compile(data: Data) -> None:
    """Django reads compiled catalogues; we keep none in the sources."""
    import polib  # noqa: PLC0415

    for source in Path(__file__).parent.glob("locale/*/LC_MESSAGES/django.po"):
        language = source.parent.parent.name
        target = data.path / _LOCALE / language / "LC_MESSAGES" / "django.mo"
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        atomic.folder(target.parent)
        atomic.write(target, polib.pofile(str(source), encoding="utf-8").to_binary())
