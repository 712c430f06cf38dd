"""What the review says, in English and Vietnamese.

Kept here and not in the catalogue of `signage.content`, whose every message its own loader gives.
"""

from __future__ import annotations

from signage.content.fault import Fault, Severity

__all__ = ["fault"]

_MESSAGES: dict[str, tuple[Severity, str, str]] = {
    "playlist-never": (
        "error",
        (
            "the playlist can never be on: the keys of each rule under `when:` contradict each "
            "other or the calendar; change or delete the rule"
        ),
        (
            "danh sách phát không bao giờ được chiếu: các khóa của từng quy tắc trong `when:` mâu "
            "thuẫn với nhau hoặc với lịch; hãy sửa hoặc xóa quy tắc"
        ),
    ),
    "item-never": (
        "error",
        (
            "the item can never be on: the keys of each rule under its `when:` contradict each "
            "other or the calendar; change or delete the rule"
        ),
        (
            "mục này không bao giờ được chiếu: các khóa của từng quy tắc trong `when:` mâu thuẫn "
            "với nhau hoặc với lịch; hãy sửa hoặc xóa quy tắc"
        ),
    ),
    "playlist-over": (
        "warning",
        "the playlist is over and will not be on again: delete the file or write a later date",
        "danh sách phát đã hết hạn và sẽ không được chiếu nữa: hãy xóa tệp hoặc ghi ngày muộn hơn",
    ),
    "item-over": (
        "warning",
        "the item is over and will not be on again: delete it or write a later date",
        "mục này đã hết hạn và sẽ không được chiếu nữa: hãy xóa mục hoặc ghi ngày muộn hơn",
    ),
    "emergency-long": (
        "warning",
        (
            "an emergency runs {hours} hours at most: write an earlier `until`, or use "
            "`priority: priority` for what lasts longer"
        ),
        (
            "tin khẩn cấp chỉ chạy tối đa {hours} giờ: hãy ghi `until` sớm hơn, hoặc dùng "
            "`priority: priority` cho nội dung kéo dài hơn"
        ),
    ),
    "screen-empty": (
        "warning",
        "the screen `{screen}` plays no playlist that is there: add one under `playlists:`",
        "màn hình `{screen}` không có danh sách phát nào: hãy thêm vào `playlists:`",
    ),
    "screen-idle": (
        "warning",
        (
            "the screen `{screen}` has nothing to show at {hours}: add a playlist without `when:`, "
            "or shorten `on:`"
        ),
        (
            "màn hình `{screen}` không có gì để chiếu vào {hours}: hãy thêm một danh sách phát "
            "không có `when:`, hoặc rút ngắn `on:`"
        ),
    ),
    "folder-idle": (
        "warning",
        "there is nothing to show at {hours}: add a playlist without `when:`",
        "không có gì để chiếu vào {hours}: hãy thêm một danh sách phát không có `when:`",
    ),
}


def fault(file: str, line: int, code: str, **params: str | int) -> Fault:
    """Make a fault in both languages."""
    severity, english, vietnamese = _MESSAGES[code]
    return Fault(
        file=file,
        line=max(line, 1),
        code=code,
        severity=severity,
        message=english.format(**params),
        message_vi=vietnamese.format(**params),
    )
