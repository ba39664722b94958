"""Statements made by hand, as a reader would have found them: who said what on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commitments.model import Deadline, Firmness, Kind, Measure, Quantity, Sighting, Source, Statement

CITY = "洛阳市"


def day(text: str) -> date:
    """2024-05-22 → a date."""
    return date.fromisoformat(text)


def q(value: float, unit: str, what: str = "", measure: Measure = "amount") -> Quantity:
    """A quantity: q(188, "个", "老旧小区")."""
    return Quantity(value, unit, what, "=", measure)


def by(end: str, text: str = "", basis: str = "explicit") -> Deadline:
    """A deadline that the sentence states; basis "frame" for the planning year's end."""
    return Deadline(text or end, day(end), basis="frame" if basis == "frame" else "explicit")


def said(
    kind: Kind,
    item: str,
    on: str,
    *quantities: Quantity,
    quote: str = "",
    action: str = "",
    places: Sequence[str] = (),
    limit: Deadline | None = None,
    year: int | None = None,
    firm: Firmness = "plain",
    as_of: str = "",
    city: str = CITY,
    file: str = "",
    title: str = "",
    start: int = 0,
) -> Sighting:
    """A statement printed on a day; the document is named after the day unless `file` is given."""
    source = Source(file or f"{on}.txt", title or f"洛阳日报 {on}", day(on), city)
    words = quote or f"{item}{action}"
    statement = Statement(
        kind, item, action, words, start, start + len(words), quantities, limit, tuple(places), firm,
        year=year if year is not None else day(on).year, as_of=day(as_of) if as_of else None,
    )  # fmt: skip
    return Sighting(source, statement)


def promised(item: str, on: str, *quantities: Quantity, **more: object) -> Sighting:
    """A commitment, see `said`."""
    return said("commitment", item, on, *quantities, **more)  # type: ignore[arg-type]


def reported(item: str, on: str, *quantities: Quantity, **more: object) -> Sighting:
    """A progress statement, see `said`."""
    return said("progress", item, on, *quantities, **more)  # type: ignore[arg-type]


YEAR_END = by("2024-12-31", "今年", "frame")

# One programme through a year, with its neighbours that look alike.
OLD_QUARTERS = (
    promised("老旧小区改造", "2024-01-30", q(143, "个", "老旧小区"), q(26833, "户"), limit=YEAR_END,
             quote="今年我市将实施老旧小区改造项目143个，涉及26833户"),
    promised("老旧小区改造", "2024-02-18", q(143, "个", "老旧小区"), q(26800, "户"), limit=YEAR_END),
    promised("老旧小区改造", "2024-05-22", q(188, "个", "小区"), q(37297, "户"), limit=YEAR_END,
             quote="已列入本年度老旧小区改造计划的188个小区37297户全部完工"),
    reported("2024年改造计划老旧小区", "2024-09-20", q(50, "个", "小区"), q(10200, "户"), as_of="2024-06-30",
             quote="纳入2024年改造计划的188个老旧小区、3.7万户，已完工50个小区、1.02万户", start=100),
    promised("老旧小区改造", "2024-09-20", q(188, "个", "小区"), q(37000, "户"), firm="确保",
             limit=by("2024-12-31", "年底前"),
             quote="确保年底前188个小区、3.7万户全部完成改造", start=300),
)  # fmt: skip
XIGONG = (
    promised("老旧小区改造", "2024-01-30", q(27, "个", "老旧小区"), places=["西工区"], start=50,
             limit=by("2024-06-30", "上半年")),
    reported("老旧小区改造", "2024-09-20", q(579, "个", "老旧小区"), places=["西工区"], start=500),
    promised("老旧小区改造", "2024-09-20", q(1, "个", "老旧小区", "remaining"), places=["西工区"], start=600,
             limit=by("2024-09-30", "9月底前"), quote="剩余1个正在收尾，9月底前将全部清零", action="清零"),
)  # fmt: skip
JIANXI = (
    promised(
        "老旧小区改造",
        "2024-01-30",
        q(51, "个", "老旧小区"),
        q(15185, "户"),
        places=["涧西区"],
        limit=YEAR_END,
        start=40,
    ),
)
OTHERS = (
    reported("2023年中央资金支持老旧小区改造", "2024-09-20", q(587, "个", "老旧小区"), q(76000, "户"), start=200,
             quote="纳入2023年中央资金支持的587个老旧小区、7.6万户改造工程全部完工"),
    reported("老旧小区加装电梯", "2024-09-20", q(141, "部", "电梯"), start=250),
    promised("老旧小区改造", "2023-04-11", q(39, "个", "老旧小区"), places=["瀍河区"],
             limit=by("2023-12-31", "今年", "frame")),
)  # fmt: skip
EVERYTHING = (*OLD_QUARTERS, *XIGONG, *JIANXI, *OTHERS)
