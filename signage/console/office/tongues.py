"""Languages by their tags, as people call them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

__all__ = ["LANGUAGES", "language"]

LANGUAGES = {
    "vi": _("Vietnamese"), "en": _("English"), "zh": _("Chinese"), "tyz": "Tày – Nùng",
    "mww": "Mông", "ium": "Dao", "lo": _("Lao"), "fr": _("French"), "ko": _("Korean"),
    "ja": _("Japanese"),
}  # fmt: skip


def language(tag: str) -> str:
    """`en` as “Tiếng Anh”; a tag that is not known here as itself."""
    return str(LANGUAGES.get(tag) or LANGUAGES.get(tag.partition("-")[0], tag))
