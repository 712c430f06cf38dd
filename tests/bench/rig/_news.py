"""Long news for the ticker's bench: three languages, with blocks to follow. Pure.

A bar must always be in sight, or a pause is not seen: so there is one at every few words, and not
only at the beginning of a headline.
"""

from __future__ import annotations

from itertools import count

__all__ = ["BLOCKS", "headlines"]

BLOCKS = "██"
_EVERY = {"vi": 24, "en": 24, "zh": 10}
"""Characters between two pairs of blocks, and what is left of a word; Chinese ones are wide."""
_SAID = (
    {
        "vi": "Hồ sơ nộp trực tuyến được tiếp nhận cả ngoài giờ làm việc, phiếu hẹn gửi qua mạng",
        "en": "Papers handed in online are accepted outside working hours too",
        "zh": "网上递交的材料在办公时间之外也予受理，预约单通过国家公共服务门户发送",
    },
    {
        "vi": "Người cao tuổi, người khuyết tật, phụ nữ mang thai được ưu tiên tại quầy hướng dẫn",
        "en": "The old, the disabled and expectant mothers are served first: please ask",
        "zh": "老年人、残疾人和孕妇优先办理，请到咨询台",
    },
    {
        "vi": "Mưa lớn kéo dài: không qua ngầm, suối khi nước chảy xiết; cần cứu nạn, gọi 112",
        "en": "Heavy rain: do not cross streams while the water runs fast; call 112",
        "zh": "持续大雨：水流湍急时请勿涉水过溪；需要救援请拨打112",
    },
    {
        "vi": "Mỗi xã một sản phẩm: mời quý khách thăm gian trưng bày chè, mật ong, cam",
        "en": "One commune, one product: see our tea, honey, oranges and pomelos here",
        "zh": "一社一品：欢迎参观大厅里的茶叶、蜂蜜、柑橘和柚子展台",
    },
)


def headlines(characters: int = 5000) -> list[dict[str, str]]:
    """Numbered, so that none is said twice; together at least that many characters."""
    found: list[dict[str, str]] = []
    for number in count(1):
        said = _SAID[number % len(_SAID)]
        found.append(
            {language: _marked(f"{number}. {said[language]}", language) for language in said}
        )
        if sum(len(text) for each in found for text in each.values()) >= characters:
            return found
    raise AssertionError


def _marked(text: str, language: str) -> str:
    """With blocks before it and after every few characters, between words where there are any."""
    parts: list[str] = []
    while len(text) > _EVERY[language]:
        cut = _EVERY[language]
        if language != "zh":
            cut = text.find(" ", cut)
            if cut < 0:
                break
        parts.append(text[:cut].strip())
        text = text[cut:]
    return " ".join(f"{BLOCKS} {part}" for part in [*parts, text.strip()] if part)
