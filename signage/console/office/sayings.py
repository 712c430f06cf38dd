"""What was done to an upload, or why it was not taken: plain sentences for whoever reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from signage.console.making import Said

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SAYINGS", "sentence", "sentences"]

SAYINGS = {
    # what it is not
    "empty": _("The file is empty."),
    "is-nothing": _("This is neither a photo, a video, a PDF nor a text."),
    "is-program": _("This is a program, not a photo or a video."),
    "is-archive": _("This is a packed archive: unpack it and send what is inside."),
    "is-sound": _("This is sound only: screens show photos and videos."),
    "is-page": _("This is a web page: save it as PDF, or take a picture of it."),
    "is-photoshop": _("This is a Photoshop file: save it as JPEG or PNG."),
    "is-office": _("Save the document as PDF and send that."),
    "is-text": _("This is a text: name it .txt, or .csv if it is a board, and send it again."),
    "too-large": _("The file is larger than %(most)s MB."),
    "no-name": _("The file has no name."),
    "bad-folder": _("That folder cannot be used."),
    "no-room": _("The centre's disk is nearly full: ask the administrator to make room."),
    "many-arrivals": _("Too many files are half sent: finish or give up some of them first."),
    "disk-full": _("The centre's disk is full or broken."),
    # what is wrong with it
    "costs-too-much": _("The file would cost the centre too much memory or time, so it was left."),
    "breaks-decoder": _("The file brings the decoder down: save it in another way."),
    "photo-spoilt": _("The photo is spoilt or incomplete: send it once more."),
    "photo-pixels": _("The photo has more than %(most)s million pixels."),
    "drawing-unsafe": _("The drawing carries more than a drawing: save it as PNG."),
    "video-spoilt": _("The video is spoilt or incomplete: send it once more."),
    "video-no-picture": _("The video has no picture."),
    "video-pixels": _("The video's picture is too large."),
    "video-long": _("The video is longer than %(most)s minutes."),
    "pdf-spoilt": _("The PDF is spoilt: save it once more."),
    "pdf-locked": _("The PDF asks for a password: save it without one."),
    "pdf-empty": _("The PDF has no page."),
    "pdf-long": _("The PDF has more than %(most)s pages."),
    "office-none": _(
        "This centre cannot turn documents into pages (LibreOffice is not installed): save the "
        "document as PDF and send that."
    ),
    "office-spoilt": _("The document cannot be turned into pages: save it as PDF."),
    "text-long": _("The text is longer than %(most)s kB."),
    "no-text": _("This is no text."),
    "text-not-that": _("The text is not written in that: choose another."),
    "names-used-up": _("There are too many files of that name."),
    # what has to be asked
    "asks-encoding": _("The text is in an old Vietnamese font: say which reading is right."),
    # what was done
    "photo-fits": _("Photo, %(size)s pixels."),
    "photo-converted": _("Saved as JPEG (it was %(form)s)."),
    "photo-turned": _("Turned upright."),
    "photo-scaled": _("Made as large as a screen needs: %(size)s pixels."),
    "photo-colours": _("Colours of print turned into those of a screen."),
    "photo-stripped": _("Where and with what it was taken was removed."),
    "first-page": _("Only its first page was taken."),
    "moves": _("A picture that moves, %(size)s pixels."),
    "video-is": _("Video, %(size)s pixels, %(seconds)s s."),
    "video-fits": _("Video, %(size)s pixels, %(seconds)s s; every screen plays it as it is."),
    "video-converted": _("Converted to H.264 for the screens (it was %(codec)s)."),
    "video-turned": _("Turned upright."),
    "video-scaled": _("Made smaller (it was %(size)s pixels)."),
    "video-rate": _("Its frames come evenly now: %(rate)s a second."),
    "video-range": _("Its brightness (HDR) was fitted to the screens."),
    "video-sound": _("Its sound was levelled."),
    "pdf-pages": _("PDF, number of pages: %(count)s."),
    "office-converted": _("Turned into pages by LibreOffice: look whether they are right."),
    "fonts-missing": _(
        "The centre does not have these fonts, so lines may break elsewhere: %(fonts)s."
    ),
    "fonts-old": _(
        "Its fonts are from before Unicode (%(fonts)s), so its letters are wrong: save it as PDF "
        "on the computer that has them."
    ),
    "text-converted": _("Read as %(encoding)s and saved as Unicode."),
    "board-rows": _("Board, number of rows: %(count)s."),
    "board-faults": _("Rows to be mended: %(count)s."),
}


def sentence(said: Said) -> str:
    """Put one into words."""
    template = str(SAYINGS[said.code])
    return template % said.values if said.values else template


def sentences(kept: Iterable[dict[str, Any]]) -> str:
    """Put what the database keeps into words; what this version does not know is passed over."""
    return " ".join(
        sentence(Said(each["code"], each.get("values", {})))
        for each in kept
        if each.get("code") in SAYINGS
    )
