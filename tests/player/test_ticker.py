from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from signage.content.model import FeedLine, FileLine, TextLine
from signage.player.ticker import LAP_CHARACTERS, laps, lines
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
            {"vi": "Chào", "en": "Welcome"}, {"vi": "Tin một"}, {"vi": "Tin hai"},
        )  # fmt: skip

    def test_a_headline_of_two_playlists_runs_once(self) -> None:
        one, two = TextLine(text={"vi": "Một"}), TextLine(text={"vi": "Hai"})
        found = active(playlist("a", ticker=(one, two)), playlist("b", ticker=(two, one)))
        assert lines(found, ["b", "a", "nowhere"]) == ({"vi": "Hai"}, {"vi": "Một"})

    def test_an_empty_headline_is_none(self) -> None:
        found = active(playlist("a", ticker=(TextLine(text={"vi": ""}), TextLine(text={}))))
        assert lines(found, ["a"]) == ()


class TestLaps:
    def test_languages_in_turn(self) -> None:
        texts = [{"vi": "Chào", "en": "Welcome"}, {"vi": "Tin"}, {"zh": "欢迎", "vi": "Mời"}]
        assert laps(texts) == (("Chào", "Tin", "Mời"), ("Welcome",), ("欢迎",))

    def test_nothing(self) -> None:
        assert laps([]) == ()

    def test_a_headline_longer_than_a_lap_has_one_of_its_own(self) -> None:
        long = "á" * (LAP_CHARACTERS * 2)
        assert laps([{"vi": "a"}, {"vi": long}, {"vi": "b"}]) == (("a",), (long,), ("b",))

    @given(
        st.lists(st.dictionaries(st.sampled_from(["vi", "en"]), st.text(max_size=9)), max_size=30)
    )
    def test_nothing_is_lost_doubled_or_out_of_order(self, texts: list[dict[str, str]]) -> None:
        got = laps(texts, most=20)
        languages = list(dict.fromkeys(language for text in texts for language in text))
        assert [headline for lap in got for headline in lap] == [
            text[language] for language in languages for text in texts if text.get(language)
        ]
        assert all(len(lap) == 1 or sum(map(len, lap)) <= 20 for lap in got)
        assert all(got)
