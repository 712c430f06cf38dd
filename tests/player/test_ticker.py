from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from signage.content.model import FeedLine, FileLine, TextLine
from signage.player.ticker import (
    LAP_CHARACTERS,
    SLIDE_LINES,
    News,
    laps,
    lines,
    once,
    slides,
    spoken,
)
from signage.store import Media
from tests.player._lobby import active, playlist

NEWS = Media(kind="text", lines=("Tin một", "Tin hai"))


class TestLines:
    def test_texts_and_files_in_order(self) -> None:
        found = active(
            playlist(
                "a",
                ticker=(
                    TextLine(text={"vi": "Chào", "en": "Welcome"}),
                    FileLine(path="tin/a.txt"),
                    FileLine(path="tin/gone.txt"),
                    FeedLine(url="https://vietnam.vn/rss"),
                ),
            ),
            media={"tin/a.txt": NEWS},
        )
        assert lines(found, ["a"]) == (
            News({"vi": "Chào", "en": "Welcome"}), News({"vi": "Tin một"}), News({"vi": "Tin hai"}),
        )  # fmt: skip

    def test_a_headline_of_two_playlists_runs_once(self) -> None:
        one, two = TextLine(text={"vi": "Một"}), TextLine(text={"vi": "Hai"})
        found = active(playlist("a", ticker=(one, two)), playlist("b", ticker=(two, one)))
        assert lines(found, ["b", "a", "nowhere"]) == (News({"vi": "Hai"}), News({"vi": "Một"}))

    def test_an_empty_headline_is_none(self) -> None:
        found = active(playlist("a", ticker=(TextLine(text={"vi": ""}), TextLine(text={}))))
        assert lines(found, ["a"]) == ()

    def test_what_is_urgent(self) -> None:
        found = active(
            playlist(
                "a",
                ticker=(TextLine(text={"vi": "Một"}), TextLine(text={"vi": "Hai"}, urgent=True)),
            ),
            playlist("b", ticker=(FileLine(path="tin/a.txt", urgent=True),)),
            playlist("lu", ticker=(TextLine(text={"vi": "Lũ"}),), priority="emergency"),
            media={"tin/a.txt": NEWS},
        )
        urgent = [each.text["vi"] for each in lines(found, ["a", "b", "lu"]) if each.urgent]
        assert urgent == ["Hai", "Tin một", "Tin hai", "Lũ"]

    def test_what_is_urgent_somewhere_is_urgent(self) -> None:
        one = {"vi": "Mất điện"}
        assert once([News(one), News({"vi": ""}, urgent=True), News(one, urgent=True)]) == (
            News(one, urgent=True),
        )

    def test_beside_urgent_news_no_others_run(self) -> None:
        calm, urgent = News({"vi": "Chào"}), News({"vi": "Lũ"}, urgent=True)
        assert spoken([calm, urgent]) == (urgent,)
        assert spoken([calm]) == (calm,)
        assert spoken([]) == ()


class TestSlides:
    """The same words for those who cannot follow what runs."""

    def test_only_where_it_is_asked_for(self) -> None:
        assert not list(slides(playlist("a"), [News({"vi": "Chào"})]))

    def test_a_page_at_a_time_languages_in_turn(self) -> None:
        news = [News({"vi": f"Tin {n}", "en": f"News {n}"}) for n in range(SLIDE_LINES + 1)]
        found = list(slides(playlist("a", ticker_slides=True, layout="banner"), news))
        assert [shot.entries for shot in found] == [
            tuple(f"Tin {n}" for n in range(SLIDE_LINES)), (f"Tin {SLIDE_LINES}",),
            tuple(f"News {n}" for n in range(SLIDE_LINES)), (f"News {SLIDE_LINES}",),
        ]  # fmt: skip
        assert [shot.title for shot in found] == [
            "Tin và thông báo", "Tin và thông báo", "News and notices", "News and notices",
        ]  # fmt: skip
        assert {(shot.kind, shot.layout) for shot in found} == {("slide", "banner")}

    def test_as_long_as_its_words_take_to_run_by(self) -> None:
        long = "á" * 600
        brief, slow = slides(
            playlist("a", ticker_slides=True), [News({"vi": "a"}), News({"vi": long})]
        )
        assert (brief.duration, slow.duration) == (10, 50)

    def test_urgent_ones_alone_and_as_a_warning(self) -> None:
        news = [News({"vi": "Chào"}), News({"vi": "Lũ"}, urgent=True)]
        (found,) = slides(playlist("a", ticker_slides=True), news)
        assert (found.entries, found.urgent, found.title) == (("Lũ",), True, "Tin khẩn cấp")

    def test_a_file_of_a_thousand_lines_is_twelve_slides_a_language(self) -> None:
        news = [News({"vi": f"Tin {n}", "en": f"News {n}"}) for n in range(1000)]
        found = list(slides(playlist("a", ticker_slides=True), news))
        assert len(found) == 24
        assert found[0].entries[0] == "Tin 0"
        assert found[12].entries[0] == "News 0"


class TestLaps:
    def test_languages_in_turn(self) -> None:
        texts = [{"vi": "Chào", "en": "Welcome"}, {"vi": "Tin"}, {"zh": "欢迎", "vi": "Mời"}]
        assert laps(map(News, texts)) == (("Chào", "Tin", "Mời"), ("Welcome",), ("欢迎",))

    def test_nothing(self) -> None:
        assert laps([]) == ()

    def test_a_headline_longer_than_a_lap_has_one_of_its_own(self) -> None:
        long = "á" * (LAP_CHARACTERS * 2)
        texts = [{"vi": "a"}, {"vi": long}, {"vi": "b"}]
        assert laps(map(News, texts)) == (("a",), (long,), ("b",))

    @given(
        st.lists(st.dictionaries(st.sampled_from(["vi", "en"]), st.text(max_size=9)), max_size=30)
    )
    def test_nothing_is_lost_doubled_or_out_of_order(self, texts: list[dict[str, str]]) -> None:
        got = laps(map(News, texts), most=20)
        languages = list(dict.fromkeys(language for text in texts for language in text))
        assert [headline for lap in got for headline in lap] == [
            text[language] for language in languages for text in texts if text.get(language)
        ]
        assert all(len(lap) == 1 or sum(map(len, lap)) <= 20 for lap in got)
        assert all(got)
