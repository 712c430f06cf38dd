"""Texts from before Unicode: what is recognised, what it becomes, what is left in peace."""

from __future__ import annotations

import pytest

from signage.console.office import encodings

_TODAY = (
    "Uỷ ban nhân dân xã Sơn Dương, tỉnh Tuyên Quang kính chào quý khách. Thủ tục đất đai, hộ tịch, "
    "ưu tiên người cao tuổi; đề nghị nhân dân phòng chống lũ quét, sạt lở đất, giữ gìn vệ sinh."
)
_TCVN3 = (
    "Uû ban nh©n d©n x· S¬n D\xad¬ng, tØnh Tuyªn Quang kÝnh chµo quý kh¸ch. Thñ tôc ®Êt ®ai, hé "
    "tÞch, \xadu tiªn ng\xadêi cao tuæi; ®Ò nghÞ nh©n d©n phßng chèng lò quÐt, s¹t lë ®Êt, gi÷ "
    "g×n vÖ sinh."
)
_VNI = (
    "Uyû ban nhaân daân xaõ Sôn Döông, tænh Tuyeân Quang kính chaøo quyù khaùch. Thuû tuïc ñaát "
    "ñai, hoä tòch, öu tieân ngöôøi cao tuoåi; ñeà nghò nhaân daân phoøng choáng luõ queùt, saït "
    "lôû ñaát, giöõ gìn veä sinh."
)


@pytest.mark.parametrize(
    ("old", "key"),
    [(_TCVN3, "tcvn3"), (_VNI, "vni"), (_TODAY.encode().decode("latin-1"), "twice")],
)
def test_an_old_text_is_recognised_and_read_whole(old: str, key: str) -> None:
    first = encodings.recognised(old)[0]
    assert (first.key, first.text) == (key, _TODAY)


def test_capitals_of_vni_are_capitals() -> None:
    assert (
        encodings.converted("COÄNG HOØA XAÕ HOÄI, ÑOÄC LAÄP", "vni") == "CỘNG HÒA XÃ HỘI, ĐỘC LẬP"
    )


def test_u_with_horn_survives_as_a_soft_hyphen() -> None:
    assert encodings.recognised("D\xad¬ng vµ ng\xadêi")[0].text == "Dương và người"


@pytest.mark.parametrize(
    "text",
    [
        _TODAY,
        "",
        "Plain English, nothing more",
        "Château, déjà vu, à côté",
        "Müller schön, niño, façade",
        "Peb zoo siab txais tos, koj nyob zoo",
        "Pây tàng nả ngoảng lăng",
        "© 2026 «Công ty» · 20°C ®",
        "欢迎光临 公共行政服务中心",
    ],
)
def test_what_is_well_is_left_in_peace(text: str) -> None:
    assert encodings.recognised(text) == []


@pytest.mark.parametrize(
    ("data", "key"),
    [(_TCVN3.encode("latin-1"), "tcvn3"), (_VNI.encode("latin-1"), "vni")],
)
def test_a_file_is_recognised_by_its_bytes(data: bytes, key: str) -> None:
    first = encodings.recognised_bytes(data)[0]
    assert (first.key, first.text) == (key, _TODAY)
    assert encodings.decoded(data, key) == _TODAY


def test_windows_1258_is_composed() -> None:
    data = "Thu\u0309 tu\u0323c đâ\u0301t đai, ngươ\u0300i dân".encode("cp1258")
    first = encodings.recognised_bytes(data)[0]
    assert (first.key, first.text) == ("cp1258", "Thủ tục đất đai, người dân")


def test_every_letter_of_vietnamese_has_its_place_in_both() -> None:
    small = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
    for table in (encodings._TCVN3, encodings._VNI):
        assert set(small) <= set(table.values())
