"""A board's file as offices make it: what spreadsheets save, and what people write."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.config import CONTENT
from signage.content.board import Table, parse, read
from signage.content.folding import folded
from signage.content.model import Procedure

HEADING = "mã,tên,thời hạn,lệ phí,quầy,liên kết,trạng thái\n"
BIRTH = Procedure(
    code="1.001193", name="Đăng ký khai sinh", days="Trong ngày", fee="Không", counter="Quầy 1",
    qr="https://dichvucong.gov.vn/1",
)  # fmt: skip
LINE = "1.001193,Đăng ký khai sinh,Trong ngày,Không,Quầy 1,https://dichvucong.gov.vn/1,\n"


def told(table: Table) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in table.faults]


def of(words: str | bytes, path: str = "niem-yet/b.csv") -> Table:
    return read(words.encode() if isinstance(words, str) else words, path)


def names(words: str) -> list[str]:
    return [row.name for row in of(words).rows]


class TestTheTable:
    def test_a_row_of_each_column(self) -> None:
        assert of(HEADING + LINE) == ((BIRTH,), (), (2,))
        assert parse((HEADING + LINE).encode(), "b.csv") == ((BIRTH,), ())

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("before", ["", "\ufeff", "sep={mark}{end}"])
    def test_as_spreadsheets_save_it(self, mark: str, end: str, before: str) -> None:
        words = (HEADING + LINE).replace(",", mark).replace("\n", end)
        table = of(before.format(mark=mark, end=end) + words)
        assert (table.rows, table.faults) == ((BIRTH,), ())
        assert table.lines == (3 if before.startswith("sep") else 2,)

    @pytest.mark.parametrize(
        "heading",
        [
            "code,name,days,fee,counter,qr,status",
            "MÃ SỐ,TÊN THỦ TỤC,THỜI HẠN GIẢI QUYẾT,PHÍ,QUẦY SỐ,QR,GHI CHÚ",
            "Mã TTHC,Thủ tục,Số ngày,Lệ phí (đồng),Quầy,QR/liên kết,Trạng thái/ghi chú",
            "Ma\u0303,Te\u0302n,Thời hạn (ngày),Phí; lệ phí,Quâ\u0300y,Mã QR,Tình trạng",
        ],
    )
    def test_headings_in_english_and_vietnamese(self, heading: str) -> None:
        for form in ("NFC", "NFD"):
            assert of(f"{unicodedata.normalize(form, heading)}\n{LINE}").rows == (BIRTH,)

    def test_the_place_of_a_tone_mark_does_not_matter(self) -> None:
        assert of("tên,mức phí\nA,1\n").rows == of("tên,mư\u0301c phí\nA,1\n").rows
        assert folded("hủy, hòa, thúy") == folded("huỷ, hoà, thuý")

    def test_a_title_above_the_heading_and_columns_in_any_order(self) -> None:
        words = "DANH MỤC THỦ TỤC,,,\n,,,\nSTT,Quầy,Tên thủ tục,Mã\n1,Quầy 2,Khai tử,7\n"
        assert of(words) == ((Procedure(name="Khai tử", code="7", counter="Quầy 2"),), (), (4,))

    def test_blank_rows_and_trailing_columns_are_passed_over(self) -> None:
        words = "mã,tên,,,\n,,,,\n1,Khai sinh,,,\n\n  , ,,,\n2,Khai tử,,,,,,\n"
        assert of(words).lines == (3, 6)
        assert told(of(words)) == []

    def test_a_heading_that_is_repeated_is_passed_over(self) -> None:
        assert names(HEADING + LINE + HEADING + LINE.replace("1.0", "2.0")) == [BIRTH.name] * 2

    def test_a_quoted_line_break_is_a_space_and_lines_are_counted_on(self) -> None:
        words = 'mã,tên\n1,"Đăng ký\r\nkhai sinh\n\n(lại)"\n2,\n'
        table = of(words)
        assert [row.name for row in table.rows] == ["Đăng ký khai sinh (lại)"]
        assert told(table) == [(6, "board-name")]

    def test_what_looks_like_a_formula_is_text(self) -> None:
        for words in ("=1+1", "+84 207", "-5", "@x", '=HYPERLINK("a")'):
            quoted = words.replace('"', '""')
            assert names(f'tên\n"{quoted}"\n') == [words]

    def test_short_rows_have_empty_cells(self) -> None:
        assert of("tên,mã,quầy\nKhai sinh\n").rows == (Procedure(name="Khai sinh"),)


class TestAbolished:
    @pytest.mark.parametrize(
        "status",
        [
            "bãi bỏ", "BÃI BỎ", "Bãi  bỏ", "Đã bãi bỏ", "đã bị bãi bỏ từ 01/7/2025", "(Bãi bỏ)",
            "bãi bỏ.", unicodedata.normalize("NFD", "Bãi bỏ"), "TTHC bãi bỏ theo QĐ 12",
            "không còn hiệu lực; bãi bỏ", "Ba\u0129 bỏ", "bãi\u00a0bỏ", "bãi\u200b bỏ", "bãi-bỏ",
        ],
    )  # fmt: skip
    def test_vanishes(self, status: str) -> None:
        for words in (f"tên,trạng thái\nA,x\nB,{status}\n", f"tên,ghi chú\nA,\nB,{status}\n"):
            assert names(words) == ["A"]
        assert names(f'- tên: A\n- tên: B\n  trạng thái: "{status}"\n') == ["A"]

    @pytest.mark.parametrize(
        "status", ["", "còn hiệu lực", "chưa bãi bỏ", "Không bị bãi bỏ", "bãi", "sửa đổi", "bỏ"]
    )
    def test_stays(self, status: str) -> None:
        assert names(f"tên,trạng thái\nA,{status}\n") == ["A"]

    def test_only_its_own_column_says_so(self) -> None:
        assert names("tên,quầy\nBãi bỏ quy định cũ,Bãi bỏ\n") == ["Bãi bỏ quy định cũ"]

    def test_any_of_two_columns_says_so(self) -> None:
        assert names("tên,trạng thái,ghi chú\nA,,bãi bỏ\nB,bãi bỏ,\nC,,\n") == ["C"]

    def test_nothing_else_is_told_of_it(self) -> None:
        table = of("mã,tên,liên kết,trạng thái\n1,,hỏng,bãi bỏ\n1,A,,\n")
        assert [row.name for row in table.rows] == ["A"]
        assert table.faults == ()


class TestFaults:
    @pytest.mark.parametrize(
        ("words", "line", "code", "rows"),
        [
            ("mã,tên\n1,\n2,B\n", 2, "board-name", ["B"]),
            ("mã,tên\n1,A\n1,B\n", 3, "board-code-twice", ["A", "B"]),
            ("tên,liên kết\nA,dichvucong.gov.vn\n", 2, "bad-url", ["A"]),
            ("tên,liên kết\nA,javascript:alert(1)\n", 2, "bad-url", ["A"]),
            ("tên,liên kết\nA,https://a.vn/" + "x" * 400 + "\n", 2, "long-url", ["A"]),
            ("tên,lệ phí\nA,8,000\nB,1\n", 2, "board-cells", ["B"]),
            ("tên,lệ phí\nA,#REF!\nB,1\n", 2, "board-formula", ["B"]),
            ("tên,liên kết\nA,#N/A\nB,\n", 2, "board-formula", ["B"]),
            ("tên,phí,lệ phí\nA,1,2\n", 1, "board-column-twice", ["A"]),
            ("tên,lĩnh vực\nA,Hộ tịch\n", 1, "board-column", ["A"]),
            (f"tên\nA\n{'x' * 301}\n", 3, "long-text", ["A"]),
            ('tên,mã\nA,1\n"B,2\nC,3\n', 3, "board-quote", ["A"]),
            ('tên,mã\n"A" 5,1\nB,2\n', 2, "board-quote", ["B"]),
            ("a,b\n1,2\n", 1, "board-heading", []),
            ("", 1, "board-heading", []),
            (",,,\n;;;\n", 1, "board-heading", []),
            ("tên,mã\n", 1, "board-empty", []),
            ("tên,trạng thái\nA,bãi bỏ\n", 1, "board-empty", []),
            ("tên\nA\x07\nB\n", 2, "control-character", ["B"]),
            ("tên\nA\nB\x00\n", 3, "control-character", ["A"]),
            ('tên\nA\n"B\n\x7fC"\nD\n', 3, "control-character", ["A", "D"]),
            ("tên\n" + "A\n" * (CONTENT.board_rows + 5), 2002, "board-rows", ["A"] * 2000),
            ("tên\n" + "x" * CONTENT.text_bytes, 1, "text-too-big", []),
            ("name: A\ncode: 1\n", 1, "board-heading", []),
            ("[" * 30_000, 1, "too-deep", []),
            ("- name: A\n- name: [A]\n", 2, "not-text", ["A"]),
            ("- name: A\n- nam: B\n", 2, "unknown-key", ["A"]),
            ("- name: A\n- B\n", 2, "not-mapping", ["A"]),
            ("- name: A\n- code: 7\n", 2, "board-name", ["A"]),
            ("- {name: A, fee: 1, phí: 2}\n- name: B\n", 1, "board-column-twice", ["B"]),
            ("- name: A\n- name: &x B\n", 2, "anchor", ["A"]),
            ("- name: A\n  name: B\n- name: C\n", 2, "duplicate-key", ["C"]),
            ("- name: 'A\n", 1, "yaml-quote", []),
        ],
    )
    def test_one_fault_at_its_line_costs_its_row(
        self, words: str, line: int, code: str, rows: list[str]
    ) -> None:
        table = of(words)
        assert told(table) == [(line, code)]
        assert [row.name for row in table.rows] == rows
        assert {fault.file for fault in table.faults} == {"media/niem-yet/b.csv"}
        assert all(fault.message_vi != fault.message for fault in table.faults)

    def test_a_mapping_is_no_list(self) -> None:
        assert told(of("name: A\n", "b.yaml")) == [(1, "not-list")]
        assert told(of("# nothing\n", "b.yaml")) == [(1, "empty-yaml")]

    @pytest.mark.parametrize("encoding", ["cp1258", "utf-16", "utf-16-le"])
    def test_other_encodings(self, encoding: str) -> None:
        words = unicodedata.normalize("NFD", "code,name\n1,khai tử\n")  # as cp1258 has it
        words = words.replace("u\u031b\u0309", "ư\u0309")
        table = of(words.encode(encoding))
        assert [code for _, code in told(table)] in (["not-utf-8"], ["utf-16"])
        assert table.rows == ()

    def test_a_wrong_address_costs_the_code_alone(self) -> None:
        assert of("tên,liên kết\nA,hỏng\n").rows == (Procedure(name="A"),)

    def test_a_column_that_is_nearly_one_is_guessed(self) -> None:
        (fault,) = of("name,statuss\nA,x\n").faults
        assert "did you mean `status`?" in fault.message
        (fault,) = of("tên,trạng thai\nA,x\n").faults
        assert "có phải ý bạn là `trạng thái`?" in fault.message_vi

    def test_columns_are_named_as_people_write_them(self) -> None:
        (fault,) = of("tên,lĩnh vực\nA,x\n").faults
        assert "`mã`, `tên`, `thời hạn`, `lệ phí`, `quầy`, `liên kết`" in fault.message


class TestYaml:
    def test_the_same_keys(self) -> None:
        words = (
            "# ghi chú\n- code: 1.001193\n  name: Đăng ký khai sinh\n  thời hạn: Trong ngày\n"
            "  fee: Không\n  Quầy: Quầy 1\n  qr: https://dichvucong.gov.vn/1\n"
        )
        assert of(words, "b.yaml") == ((BIRTH,), (), (2,))
        assert of(words, "b.csv") == ((BIRTH,), (), (2,))
        assert of("---\n" + words, "b") == ((BIRTH,), (), (3,))

    def test_numbers_stay_as_they_are_written(self) -> None:
        assert of('[{name: A, code: 012, days: "5"}]').rows == (
            Procedure(name="A", code="012", days="5 ngày"),
        )

    @pytest.mark.parametrize(
        ("written", "shown"),
        [("5", "5 ngày"), ("0,5", "0,5 ngày"), ("5 giờ", "5 giờ"), ("03-05", "03-05"), ("", "")],
    )
    def test_a_number_of_days_has_its_unit(self, written: str, shown: str) -> None:
        assert of(f"tên;số ngày\nA;{written}\n").rows == (Procedure(name="A", days=shown),)


CELLS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from(',;\t"\n =#ãỏ'), max_size=20
)


@given(data=st.binary(max_size=300))
def test_any_bytes_give_faults_and_no_exception(data: bytes) -> None:
    for path in ("a.csv", "a.yaml"):
        table = read(data, path)
        assert len(table.rows) == len(table.lines)
        assert table.rows or table.faults
        assert list(table.faults) == sorted(table.faults)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.sampled_from(",;\t"))
def test_what_a_spreadsheet_writes_comes_back(rows: list[tuple[str, str]], mark: str) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=mark)
    writer.writerow(["Tên thủ tục", "Quầy"])
    writer.writerows(rows)
    table = of(file.getvalue())
    lost = {"board-name", "board-formula", "control-character"}
    if not lost & {fault.code for fault in table.faults}:
        wanted = [
            (unicodedata.normalize("NFC", " ".join(name.split())), " ".join(counter.split()))
            for name, counter in rows
        ]
        shown = [(row.name, row.counter) for row in table.rows]
        same = [(a, unicodedata.normalize("NFC", b)) for a, b in wanted if a]
        assert shown == same
