"""`manage link NAME`: the way back in for an administrator whom no other can help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from signage.console import audit
from signage.console.models import Person
from signage.console.office import people, second

if TYPE_CHECKING:
    from argparse import ArgumentParser

__all__ = ["Command"]


class Command(BaseCommand):
    """Prints the path of a link that serves once."""

    help = "Make a link for which somebody sets a new password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and what more is lost."""
        parser.add_argument("name", help="to sign in with")
        parser.add_argument(
            "--one-step", action="store_true", help="the phone of the second step is lost, too"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it, and put it on record."""
        person = Person.objects.filter(username=options["name"]).first()
        if person is None:
            raise CommandError(f"nobody signs in as {options['name']}")
        with transaction.atomic():
            if not person.is_active:
                person.is_active = True
                person.save(update_fields=["is_active"])
            if options["one_step"]:
                second.remove(person)
            person.end_sessions()
            secret = people.invite(person)
            after = {"by": "manage link", "one-step": options["one_step"]}
            audit.record(None, "person-link", str(person), after=after)
        self.stdout.write(f"/lien-ket/{secret}/")
