"""Pictures say what the figures say: never cut, never a sign that no font has, nothing unknown drawn as zero."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments.bulletin import BulletinData, Line, Listed, by_district
from commitments.model import Figure, Matter, Standing
from commitments.parts import Part
from handlers.exports import fonts
from handlers.exports.canvas import HIGHEST, SMALL, WIDTH, clipped, wrapped
from handlers.exports.fonts import font
from handlers.exports.pictures import (
    bulletin_caption,
    bulletin_picture,
    districts_caption,
    districts_picture,
    history_caption,
    history_picture,
    parts_caption,
    parts_picture,
    status_caption,
    status_picture,
    timeline_caption,
    timeline_picture,
)
from handlers.exports.sheet import FILLS, Row
from store.errors import LedgerError
from tests.handlers.exports.machine import needs_a_font
from tests.handlers.samples import NEWS, PLAN, RENEWAL, RENEWAL_STANDING, TODAY, lifts, sighting
from tests.handlers.test_card_limits import HOSTILE, answers

pytestmark = needs_a_font

LIFTS: list[Row] = [(a.matter, a.standing) for a in map(lifts, range(1, 21))]
ROWS: list[Row] = [(RENEWAL, RENEWAL_STANDING), *LIFTS]


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def area(png: bytes, color: str) -> int:
    """How many pixels of a PNG have a colour (#rrggbb)."""
    from matplotlib.image import imread

    picture = (imread(io.BytesIO(png))[:, :, :3] * 255).round().astype(int)
    wanted = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return int((picture == wanted).all(axis=2).sum())


DRAWN: Mapping[str, Callable[[], bytes]] = {
    "status": lambda: status_picture(ROWS, "全部事项", TODAY),
    "districts": lambda: districts_picture(ROWS, "全部事项", TODAY),
    "timeline": lambda: timeline_picture(ROWS, "全部事项", TODAY),
    "history": lambda: history_picture(RENEWAL, RENEWAL_STANDING),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_as_wide_as_a_phone_and_not_higher_than_telegram_shows_sharp(name: str) -> None:
    wide, high = size(DRAWN[name]())
    assert wide == WIDTH >= 1080
    assert high <= HIGHEST


def test_the_caption_says_what_the_shares_show() -> None:
    assert status_caption(ROWS, "全部事项", TODAY).split("\n") == [
        "全部事项 · 状态：共21项",
        "欠序时：1项，4.8%",
        "未见进展报道：20项，95.2%",
        "截至2024-09-25 · 未见报道不等于没有进展",
        "据洛阳日报 2024-09-20《旧小区换新颜》等3份",
    ]


def test_the_caption_of_one_matter_tells_its_way() -> None:
    assert history_caption(RENEWAL, RENEWAL_STANDING).split("\n")[:4] == [
        "老旧小区改造 · 洛阳市 · 2024：50/188个小区（26.6%） 🟡 欠序时",
        "2024-02-18 目标143个",
        "2024-05-22 目标上调到188个",
        "2024-09-20 已报50个",
    ]


def test_the_caption_of_districts_tells_each_one() -> None:
    said = districts_caption(ROWS[:3], "电梯", TODAY).split("\n")
    assert said[:4] == [
        "电梯 · 各区进度：共3项",
        "1号区1项：未见报道1",
        "2号区1项：未见报道1",
        "全市（不分区）1项：欠序时1",
    ]


def test_the_caption_of_days_begins_with_the_next_ones() -> None:
    said = timeline_caption(ROWS, "全部", TODAY).split("\n")
    assert said[0] == "全部 · 时限：共21项，先到的12项"
    assert said[1] == "10-31 还有36天 1号区 加装电梯"


def test_districts_shares_of_a_programme_tell_what_nobody_reported() -> None:
    parts = (
        Part("西工区", "m2", Figure(27, "个"), Figure(26, "个"), 96.3, "on_pace", "green"),
        Part("涧西区", "m3", Figure(51, "个"), None, None, "no_evidence"),
        Part("未分解到区", "", Figure(65, "个")),
    )
    said = parts_caption(RENEWAL, RENEWAL_STANDING, parts).split("\n")
    assert said[1:4] == ["🟡 全市 50/188个 · 26.6%", "🟢 西工区 26/27个 · 96.3%", "⚪ 涧西区 目标51个 · 未见报道"]
    unknown = FILLS["no_evidence"].color
    assert area(parts_picture(RENEWAL, RENEWAL_STANDING, parts), unknown) > 10_000
    assert area(parts_picture(RENEWAL, RENEWAL_STANDING, parts[:1]), unknown) < 2_000  # the edges of type


@pytest.mark.parametrize("status", FILLS)
def test_every_status_has_its_own_fill(status: str) -> None:
    rows = [(RENEWAL, replace(RENEWAL_STANDING, status=status))]
    assert area(status_picture(rows, "一项", TODAY), FILLS[status].color) > 10_000  # type: ignore[index]
    assert len({fill.color for fill in FILLS.values()}) == len({fill.word for fill in FILLS.values()}) == len(FILLS)


def test_without_enough_there_is_no_picture_but_a_reason_to_say_so() -> None:
    bare = Matter("m", "设立基金", "洛阳市", (), 2024, (), (sighting(PLAN, "设立基金"),))
    how = Standing(TODAY, "no_evidence", "grey")
    assert history_caption(bare, how) == ""
    assert districts_caption([(bare, how)], "基金", TODAY) == ""
    assert timeline_caption([(bare, how)], "基金", TODAY) == ""
    assert parts_caption(bare, how, ()) == ""
    assert status_caption([], "没有", TODAY) == ""
    with pytest.raises(ValueError):
        history_picture(bare, how)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(answers, min_size=1, max_size=4), st.sampled_from(["全部", HOSTILE, "", "$\\frac{", "区" * 500]))
def test_whatever_the_documents_hold_a_picture_is_drawn(found: list[object], title: str) -> None:
    rows: list[Row] = [(a.matter, a.standing) for a in found]  # type: ignore[attr-defined]
    for say, draw in (
        (status_caption, status_picture),
        (districts_caption, districts_picture),
        (timeline_caption, timeline_picture),
    ):
        if say(rows, title, TODAY):
            assert size(draw(rows, title, TODAY))[1] <= HIGHEST
    for matter, standing in rows:
        if history_caption(matter, standing):
            assert size(history_picture(matter, standing))[1] <= HIGHEST


def test_a_matter_reported_on_every_week_keeps_its_last_reports_in_the_caption() -> None:
    reports = tuple(
        sighting(replace(NEWS, file=f"{n}", published=date(2024, 3, 4) + timedelta(days=7 * n), grade="reported"),
                 f"已完工{n}个小区", (n, "个"), kind="progress")
        for n in range(1, 27)
    )  # fmt: skip
    matter = replace(RENEWAL, sightings=(*RENEWAL.sightings[:2], *reports))
    said = history_caption(matter, RENEWAL_STANDING).split("\n")
    assert said[1:5] == [
        "2024-02-18 目标143个",
        "2024-05-22 目标上调到188个",
        "此前报过17次",
        "2024-07-08 已报18个（自报）",
    ]
    assert said[-3:] == [
        "2024-09-02 已报26个（自报）",
        "截至2024-09-25 · 未见报道不等于没有进展",
        "据洛阳日报 2024-05-22《老旧小区改造加快推进》等2份，另有登记26次",
    ]
    assert size(history_picture(matter, RENEWAL_STANDING))[1] <= HIGHEST


def test_what_does_not_fit_on_the_sheet_is_counted() -> None:
    parts = [Part(f"{n}号区", f"m{n}", Figure(27, "个"), Figure(9, "个"), 33.3, "behind", "yellow") for n in range(30)]
    assert size(parts_picture(RENEWAL, RENEWAL_STANDING, parts))[1] <= HIGHEST
    assert parts_caption(RENEWAL, RENEWAL_STANDING, parts).split("\n")[13] == "另有19项见图"


@pytest.mark.parametrize("values", [(0.0, 0.0), (1e-9, 1e-9), (1e15, 3.0), (143.0, 188.0), (0.5, 0.7)])
def test_amounts_of_any_size_have_a_scale(values: tuple[float, float]) -> None:
    first, second = values
    matter = replace(
        RENEWAL,
        sightings=(
            sighting(PLAN, "改造一批", (first, "个")),
            sighting(NEWS, "已改造一批", (second, "个"), kind="progress"),
        ),
    )
    standing = replace(RENEWAL_STANDING, today=date(2030, 1, 1))
    if history_caption(matter, standing):
        assert size(history_picture(matter, standing))[1] <= HIGHEST


# --- type ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "drawn"),
    [
        ("老旧小区 50/188个", "老旧小区 50/188个"),
        ("🟢 已完成", "已完成"),
        ("علي 甲", "〓 甲"),
        ("一\n二\x00三\u202e", "一 二三"),
    ],
)
def test_what_the_font_lacks_is_marked_and_never_drawn_as_a_box(raw: str, drawn: str) -> None:
    assert font().drawable(raw) == drawn
    assert all(font().has(char) for char in drawn)


@given(st.text(max_size=120), st.integers(20, 900))
def test_a_line_is_never_wider_than_its_room(text: str, room: int) -> None:
    shown = clipped(text, SMALL, room, font())
    assert font().width(shown, SMALL) <= max(room, font().width("…", SMALL))


def test_a_long_headline_is_wrapped_and_then_clipped() -> None:
    lines = wrapped("关于进一步加强城镇老旧小区改造工作的实施意见" * 6, 46, 984, 2, bold=True)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(font(bold=True).width(line, 46) <= 984 for line in lines)


def test_without_a_chinese_font_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FAMILIES", ("No Such Family",))
    fonts._font.cache_clear()
    with pytest.raises(LedgerError, match="fonts-noto-cjk") as raised:
        status_picture(ROWS, "全部", TODAY)
    fonts._font.cache_clear()
    assert "fonts-noto-cjk" in raised.value.chat


def test_drawing_changes_no_setting_of_matplotlib() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    status_picture(ROWS, "全部", TODAY)
    assert dict(mpl.rcParams) == before


# --- the month's notice -------------------------------------------------------------------------------------------


def notice(count: int) -> BulletinData:
    """A September with the renewal and so many districts' lifts, one of them under 挂牌督办."""
    lines = tuple(Line(matter, standing) for matter, standing in ROWS[: count + 1])
    listed = tuple(Listed(line, date(2024, 9, 2), "连续两轮红灯") for line in lines[:1])
    return BulletinData(
        2024, date(2024, 9, 1), TODAY, ("洛阳市",), lines, by_district(lines, ["m1"]), lines[1:3], lines[:1], (), listed
    )  # fmt: skip


@pytest.mark.parametrize("count", [0, 3, 20])
def test_a_months_notice_is_one_sheet(count: int) -> None:
    wide, high = size(bulletin_picture(notice(count)))
    assert (wide, high <= HIGHEST) == (WIDTH, True)


def test_the_caption_of_a_months_notice_begins_with_its_totals() -> None:
    assert bulletin_caption(notice(2)).split("\n")[:4] == [
        "2024年9月督查通报：共3项，欠序时1、未见报道2",
        "1号区1项：未见报道1",
        "2号区1项：未见报道1",
        "洛阳市1项：欠序时1",
    ]
