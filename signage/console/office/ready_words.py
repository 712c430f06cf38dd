"""Ready words for the night, Vietnamese and English. Content, not words of the console."""

from __future__ import annotations

from signage.console.models import Emergency

__all__ = ["READY"]

_Kind = Emergency.Kind
READY: dict[str, dict[str, tuple[str, str]]] = {
    _Kind.FLOOD: {
        "vi": (
            "Cảnh báo lũ quét",
            (
                "Không đi qua ngầm, tràn, suối\nRời nhà ở ven suối, ven sườn dốc\n"
                "Lên chỗ cao, giúp người già, trẻ em\nCần cứu nạn: gọi 112"
            ),
        ),
        "en": (
            "Flash flood warning",
            (
                "Do not cross fords or streams\nLeave houses near streams and slopes\n"
                "Go to high ground, help the old and the young\nRescue: call 112"
            ),
        ),
    },
    _Kind.SLIDE: {
        "vi": (
            "Cảnh báo sạt lở đất",
            (
                "Rời nhà ở sườn dốc, chân đồi ngay\nKhông quay lại lấy đồ\n"
                "Không đi qua đoạn đường có đất đá rơi\nCần cứu nạn: gọi 112"
            ),
        ),
        "en": (
            "Landslide warning",
            (
                "Leave houses on and below slopes now\nDo not go back for belongings\n"
                "Keep off roads where rocks fall\nRescue: call 112"
            ),
        ),
    },
    _Kind.STORM: {
        "vi": (
            "Cảnh báo mưa bão",
            (
                "Ở trong nhà chắc chắn, tránh cây lớn và cột điện\nNgắt điện khi nước vào nhà\n"
                "Không ra suối vớt củi, đánh cá\nCần cứu nạn: gọi 112"
            ),
        ),
        "en": (
            "Storm warning",
            (
                "Stay in a solid building, away from trees and power lines\n"
                "Cut the power when water comes in\nKeep away from streams\nRescue: call 112"
            ),
        ),
    },
    _Kind.FIRE: {
        "vi": (
            "Báo cháy",
            (
                "Rời toà nhà theo lối thoát hiểm gần nhất\nKhông dùng thang máy\n"
                "Cúi thấp, che mũi miệng bằng khăn ướt\nBáo cháy: gọi 114"
            ),
        ),
        "en": (
            "Fire",
            (
                "Leave by the nearest emergency exit\nDo not use the lift\n"
                "Stay low, cover nose and mouth with a wet cloth\nFire service: call 114"
            ),
        ),
    },
    _Kind.EPIDEMIC: {
        "vi": (
            "Thông báo khẩn về dịch bệnh",
            (
                "Đeo khẩu trang, rửa tay, giữ khoảng cách\nCó sốt, ho, khó thở: báo trạm y tế xã\n"
                "Cấp cứu y tế: gọi 115"
            ),
        ),
        "en": (
            "Urgent: epidemic",
            (
                "Wear a mask, wash your hands, keep your distance\n"
                "Fever, cough, short of breath: tell the health station\nAmbulance: call 115"
            ),
        ),
    },
}
