"""The trail: one call for each thing that somebody does."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from signage.console.models import Entry, Person

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["WORDS", "address_of", "record", "record_of"]

WORDS = {
    "approve": _("Approved"),
    "approve-failed": _("Approving failed"),
    "approve-first": _("Approved, as the first of two"),
    "calendar": _("Working hours and holidays changed"),
    "centre": _("Name, emblem or colours of the centre changed"),
    "commune": _("Settings changed"),
    "checklist": _("Reviewer's checklist changed"),
    "cut": _("Cut: the emblem on every screen"),
    "cut-failed": _("A cut failed"),
    "emergency": _("Emergency sent"),
    "emergency-draft": _("Emergency written"),
    "emergency-end": _("Emergency ended"),
    "emergency-failed": _("Sending an emergency failed"),
    "fact": _("Fact with a day noted"),
    "fact-over": _("Fact over"),
    "fact-true": _("Fact looked at again"),
    "folder": _("Folder made"),
    "folder-delete": _("Folder removed"),
    "group": _("Group of playlists changed"),
    "invitation": _("Password set by a link"),
    "item": _("Item changed"),
    "key-add": _("Key given"),
    "key-failed": _("A change of keys failed"),
    "key-renew": _("Key renewed"),
    "key-require": _("How many reviewers approve"),
    "key-revoke": _("Key taken away"),
    "keys": _("Keys"),
    "lock-out": _("Locked out after too many attempts"),
    "media-delete": _("File deleted"),
    "media-edit": _("Text changed"),
    "media-move": _("File renamed or moved"),
    "news-approve": _("Headlines approved"),
    "news-refuse": _("Headlines refused"),
    "news-trust": _("Whether a source of news is trusted"),
    "own-approval": _("Whether reviewers may approve their own"),
    "password": _("Password changed"),
    "person-edit": _("Person changed"),
    "person-link": _("New link made"),
    "person-lock": _("Person locked or unlocked"),
    "person-new": _("Person added"),
    "person-roles": _("Roles changed"),
    "playlist": _("Playlist changed"),
    "playlist-delete": _("Playlist deleted"),
    "playlist-file": _("File of a playlist changed"),
    "playlist-new": _("Playlist made"),
    "playlist-restore": _("Former version brought back"),
    "playlist-settings": _("Schedule or look of a playlist changed"),
    "return": _("Returned"),
    "return-to": _("Return to an earlier release asked for"),
    "alarm-mail": _("Who is written to when a screen is silent"),
    "screen-hand": _("Screen added by hand"),
    "screen-name": _("Screen renamed"),
    "screen-new": _("Screen added to the centre"),
    "screen-pair": _("Screen paired"),
    "screen-remove": _("Screen taken out of the centre"),
    "screen-settings": _("Settings of a screen changed"),
    "screen-token": _("New token for a screen"),
    "screen-unpair": _("Screen unpaired"),
    "second-step": _("Second step of signing in"),
    "sessions-end": _("Signed out everywhere"),
    "sign-in": _("Signed in"),
    "sign-in-failed": _("Signing in failed"),
    "sign-out": _("Signed out"),
    "submit": _("Submitted"),
    "text-new": _("Text begun"),
    "ticker": _("News strip changed"),
    "trail-export": _("Trail exported"),
    "unit": _("Unit"),
    "upload": _("Uploaded"),
    "upload-answer": _("How an old text is to be read"),
    "upload-put-away": _("Upload that was not taken: seen"),
    "void": _("Void: changed since it was submitted"),
    "withdraw": _("Taken back"),
}
"""Of the actions, for people; one that is not here is shown by its name."""


def address_of(request: HttpRequest) -> str:
    """Where a request came from; what a proxy says of it counts if that is on this machine.

    The last of several is the one that our proxy added: those before it are the sender's own words.
    """
    near = str(request.META.get("REMOTE_ADDR", ""))
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    if told and near in {"127.0.0.1", "::1"}:
        try:
            return str(ip_address(told))
        except ValueError:
            return near
    return near[:64]


def record(
    request: HttpRequest | None, action: str, subject: str, *, before: Any = None, after: Any = None
) -> None:
    """Add a line. Call it in the same transaction as what it tells of."""
    person = getattr(request, "user", None)
    known = person if isinstance(person, Person) else None
    where = address_of(request) if request else ""
    record_of(known, where, action, subject, before=before, after=after)


def record_of(
    person: Person | None, address: str, action: str, subject: str, *,
    before: Any = None, after: Any = None,
) -> None:  # fmt: skip
    """Add a line about somebody whose request may be long over."""
    Entry.objects.create(
        person=person,
        name=str(person or ""),
        address=address,
        action=action,
        subject=subject[:400],
        before=before,
        after=after,
    )
