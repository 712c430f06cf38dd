"""The notice of procedures: two pages of A4 on their side, as the lobby's screens are.

What it says is general on purpose: fees and forms change, and what binds is on the board at the
counter. A centre puts its own notice in its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import qrcode
from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QLinearGradient,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
)

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PORTAL", "write"]

PORTAL = "https://dichvucong.gov.vn"
WIDTH, HEIGHT = 842.0, 595.0
"""A4 on its side, in points."""
INK, GREEN, GOLD, PAPER, SOFT = "#17332c", "#12564a", "#e2b65c", "#fffdf6", "#eaf2ea"

ROWS = (
    ("Đăng ký khai sinh", "Giấy chứng sinh · căn cước của cha, mẹ", "Trong ngày", "Miễn, nếu đúng hạn", "1"),
    ("Chứng thực bản sao", "Bản chính · bản chụp cần chứng thực", "Trong ngày", "Niêm yết tại quầy", "2"),
    ("Đăng ký kết hôn", "Căn cước của hai người · hai người cùng có mặt", "Xem phiếu hẹn", "Niêm yết tại quầy", "1"),
    ("Đăng ký hộ kinh doanh", "Tờ khai · căn cước của chủ hộ", "Xem phiếu hẹn", "Niêm yết tại quầy", "3"),
    ("Đăng ký cư trú", "Tờ khai · giấy tờ về chỗ ở hợp pháp", "Xem phiếu hẹn", "Niêm yết tại quầy", "4"),
)  # fmt: skip
STEPS = (
    ("Đăng nhập", "Mở Cổng Dịch vụ công quốc gia, đăng nhập bằng tài khoản VNeID."),
    ("Chọn thủ tục", "Gõ tên thủ tục vào ô tìm kiếm, chọn nơi giải quyết là xã Sơn Dương."),
    ("Nộp hồ sơ", "Điền tờ khai, chụp rõ giấy tờ, nộp lệ phí trực tuyến nếu có."),
    ("Nhận kết quả", "Theo dõi bằng mã hồ sơ; nhận bản điện tử, tại quầy hoặc qua bưu chính."),
)


def _text(
    painter: QPainter,
    box: QRectF,
    words: str,
    size: float,
    *,
    colour: str = INK,
    weight: QFont.Weight = QFont.Weight.Normal,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    font = QFont("Noto Sans")
    font.setPixelSize(round(size))
    font.setWeight(weight)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(
        box, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap), words
    )


def _mark(painter: QPainter, x: float, y: float, size: float) -> None:
    """The project's own neutral mark: a lotus over two hills."""
    painter.save()
    painter.translate(x, y)
    painter.scale(size / 100, size / 100)
    painter.setPen(Qt.PenStyle.NoPen)
    for turn, tone in (
        (-56, "#f6dca0"),
        (56, "#f6dca0"),
        (-28, "#fbeac4"),
        (28, "#fbeac4"),
        (0, "#ffffff"),
    ):
        petal = QPainterPath(QPointF(0, 20))
        petal.cubicTo(QPointF(-20, 0), QPointF(-15, -32), QPointF(0, -48))
        petal.cubicTo(QPointF(15, -32), QPointF(20, 0), QPointF(0, 20))
        painter.save()
        painter.translate(0, 14)
        painter.rotate(turn)
        painter.setBrush(QColor(tone))
        painter.drawPath(petal)
        painter.restore()
    hill = QPainterPath(QPointF(-50, 44))
    hill.cubicTo(QPointF(-28, 20), QPointF(-8, 22), QPointF(0, 32))
    hill.cubicTo(QPointF(8, 22), QPointF(28, 20), QPointF(50, 44))
    painter.setBrush(QColor(GOLD))
    painter.drawPath(hill)
    painter.restore()


def _head(painter: QPainter, title: str, page: int) -> None:
    painter.fillRect(QRectF(0, 0, WIDTH, HEIGHT), QColor(PAPER))
    band = QLinearGradient(0, 0, WIDTH, 0)
    band.setColorAt(0, QColor("#0e4a42"))
    band.setColorAt(1, QColor("#2b8069"))
    painter.fillRect(QRectF(0, 0, WIDTH, 104), band)
    painter.fillRect(QRectF(0, 104, WIDTH, 4), QColor(GOLD))
    _mark(painter, 66, 52, 62)
    _text(painter, QRectF(112, 14, 690, 26), "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ SƠN DƯƠNG", 15,
          colour="#f4e3b5", weight=QFont.Weight.DemiBold)  # fmt: skip
    _text(painter, QRectF(112, 38, 700, 56), title, 35, colour="#ffffff", weight=QFont.Weight.Bold)
    painter.fillRect(QRectF(40, 560, WIDTH - 80, 1), QColor("#c9d6cc"))
    _text(painter, QRectF(40, 562, 660, 26), "Thông tin để tham khảo; mức phí và mẫu tờ khai theo bảng niêm yết tại quầy.",
          13, colour="#4c655c")  # fmt: skip
    _text(painter, QRectF(700, 562, 102, 26), f"Trang {page}/2", 13, colour="#4c655c",
          align=Qt.AlignmentFlag.AlignRight)  # fmt: skip


def _procedures(painter: QPainter) -> None:
    _head(painter, "Năm thủ tục thường làm", 1)
    columns = ((40, 230, "Thủ tục"), (282, 250, "Cần mang theo"), (544, 96, "Thời hạn"),
               (652, 100, "Lệ phí"), (758, 44, "Quầy"))  # fmt: skip
    for x, wide, name in columns:
        _text(
            painter, QRectF(x, 116, wide, 30), name, 15, colour="#b07d1c", weight=QFont.Weight.Bold
        )
    for index, row in enumerate(ROWS):
        y = 150 + index * 80
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(SOFT if index % 2 == 0 else PAPER))
        painter.drawRoundedRect(QRectF(28, y, WIDTH - 56, 74), 12, 12)
        for (x, wide, _), words, size in zip(columns, row, (21, 17, 17, 17, 26), strict=True):
            if x == columns[-1][0]:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(GREEN))
                painter.drawEllipse(QPointF(x + 20, y + 37), 21, 21)
                _text(painter, QRectF(x - 2, y + 10, 44, 54), words, size, colour="#ffffff",
                      weight=QFont.Weight.Bold, align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
            else:
                weight = QFont.Weight.Bold if x == columns[0][0] else QFont.Weight.Normal
                _text(painter, QRectF(x, y + 4, wide, 66), words, size, weight=weight)


def _code(painter: QPainter, box: QRectF, words: str) -> None:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(words)
    code.make(fit=True)
    matrix = code.get_matrix()
    painter.fillRect(box, QColor("#ffffff"))
    cell = box.width() / len(matrix)
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            if dark:
                spot = QRectF(
                    box.x() + column * cell, box.y() + row * cell, cell * 1.02, cell * 1.02
                )
                painter.fillRect(spot, QColor("#000000"))


def _online(painter: QPainter) -> None:
    _head(painter, "Nộp hồ sơ tại nhà trong bốn bước", 2)
    for index, (name, words) in enumerate(STEPS):
        y = 126 + index * 106
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(SOFT))
        painter.drawRoundedRect(QRectF(40, y, 500, 96), 14, 14)
        painter.setBrush(QColor(GREEN))
        painter.drawEllipse(QPointF(86, y + 48), 28, 28)
        _text(painter, QRectF(56, y + 16, 60, 64), str(index + 1), 32, colour="#ffffff",
              weight=QFont.Weight.Bold, align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        _text(painter, QRectF(130, y + 8, 396, 30), name, 22, weight=QFont.Weight.Bold)
        _text(painter, QRectF(130, y + 38, 396, 52), words, 17)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(GREEN))
    painter.drawRoundedRect(QRectF(564, 126, 238, 414), 16, 16)
    _code(painter, QRectF(588, 148, 190, 190), PORTAL)
    middle = Qt.AlignmentFlag.AlignHCenter
    _text(painter, QRectF(572, 344, 222, 28), "dichvucong.gov.vn", 19, colour="#ffffff",
          weight=QFont.Weight.Bold, align=middle)  # fmt: skip
    painter.fillRect(QRectF(604, 382, 158, 2), QColor(GOLD))
    _text(
        painter, QRectF(576, 390, 214, 30), "Cần giúp? Hãy hỏi:", 18, colour="#f4e3b5", align=middle
    )
    _text(
        painter,
        QRectF(572, 420, 222, 52),
        "Quầy hướng dẫn\nngay cửa ra vào",
        18,
        colour="#ffffff",
        align=middle,
    )
    _text(painter, QRectF(572, 482, 222, 44), "1800 1096", 31, colour="#ffffff",
          weight=QFont.Weight.Bold, align=middle)  # fmt: skip


def write(target: Path) -> None:
    """Draw both pages, with the fonts they use embedded."""
    writer = QPdfWriter(str(target))
    writer.setTitle("Năm thủ tục thường làm")
    writer.setCreator("deploy/sample/draw.py")
    writer.setResolution(144)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF()
        )
    )
    painter = QPainter(writer)
    painter.scale(2, 2)
    _procedures(painter)
    writer.newPage()
    _online(painter)
    painter.end()
    # The hour of drawing is no part of the notice: the same script gives the same bytes.
    data = target.read_bytes()
    for pattern, value in (
        (rb"D:\d{14}[-+Z0-9']*", b"D:20260101000000"),
        (rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)?", b"2026-01-01T00:00:00Z"),
        (rb"(?<=<)[0-9a-f]{72}(?=>)", b"0" * 72),
        (rb"(?<=uuid:)[0-9a-f-]{36}", b"0" * 36),
    ):
        data = re.sub(
            pattern, lambda found, value=value: value.ljust(len(found[0]))[: len(found[0])], data
        )
    target.write_bytes(data)
