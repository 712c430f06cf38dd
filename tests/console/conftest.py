"""A centre of its own for each test: a folder, a database, and people who are signed in."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.console.settings"
import django

import tests.console.settings  # noqa: F401  (a folder first)

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils.translation import trans_real  # noqa: E402

from signage.console import server  # noqa: E402
from signage.console.data import ENVIRONMENT, Data  # noqa: E402
from signage.console.limits import windows  # noqa: E402
from signage.console.models import Person, Unit  # noqa: E402
from signage.release.publish import Cost  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.console.browser import Town

PASSWORD = "mua-he-tren-nui-88"  # noqa: S105
setup_test_environment()
settings.ALLOWED_HOSTS = ["*"]
settings.AXES_ENABLED = False
if connection.vendor == "sqlite":  # a test outlives no power cut
    connection.settings_dict["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CHEAP = Cost(memory=64, passes=1, lanes=1)
"""Of a passphrase: a test is no thief."""


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is new: made once, and copied for each test."""
    path = tmp_path_factory.mktemp("console") / "new.sqlite3"
    connection.close()
    connection.settings_dict["NAME"] = path
    call_command("migrate", verbosity=0, interactive=False)
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture
def data(tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Data]:
    """The folder of a centre, with a database that is new."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    made = Data(tmp_path)
    made.prepare()
    shutil.copyfile(migrated, made.database)
    connection.close()
    connection.settings_dict["NAME"] = made.database
    windows.clear()
    yield made
    connection.close()


@pytest.fixture
def person(data: Data) -> Callable[..., Person]:
    """Make somebody: `person("lan", "officer")`."""

    def make(username: str, *roles: str, unit: str = "Văn phòng") -> Person:
        made = Person(username=username, full_name=username.title(), roles=list(roles))
        made.unit = Unit.objects.get_or_create(name=unit)[0]
        made.set_password(PASSWORD)
        made.save()
        return made

    return make


@pytest.fixture
def signed_in(person: Callable[..., Person]) -> Callable[..., Client]:
    """A browser in which somebody of these roles is signed in."""

    def make(username: str, *roles: str) -> Client:
        found = Person.objects.filter(username=username).first() or person(username, *roles)
        client = Client()
        client.force_login(found, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A console of its own process: people and keys, and no content yet."""
    from tests.console import browser  # noqa: PLC0415  (few tests need one)

    with browser.town(tmp_path / "data", "--bare") as made:
        yield made


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """The system's browser."""
    from tests.console import browser  # noqa: PLC0415

    with browser.chromium() as made:
        yield made


@pytest.fixture
def catalogues() -> Iterator[None]:
    """The catalogues as a running console has them; other tests read the sources' English."""
    place = settings.LOCALE_PATHS[0]
    server._compile(Data(place.parent))
    setattr(trans_real, "_translations", {})  # noqa: B010  (nothing else forgets them)
    yield
    shutil.rmtree(place)
    setattr(trans_real, "_translations", {})  # noqa: B010  (nothing else forgets them)
