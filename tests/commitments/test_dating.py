"""Day of print and planning year, with the reason."""

from datetime import date

import pytest

from commitments.dating import date_document


@pytest.mark.parametrize(
    ("text", "published", "year"),
    [
        ("提案委员会名单。大会秘书处2024年1月29日", date(2024, 1, 30), 2024),
        ("4月6日至10日，区人大会议召开。回顾2022年工作，部署2023年工作。", date(2023, 4, 11), 2023),
        ("现在，我代表市人民政府向大会报告工作。一、2023年工作回顾。二、2024年重点工作", date(2024, 2, 1), 2024),
        ("定于2024年2月3日召开全会。办公室2024年1月29日", date(2024, 1, 30), 2024),
        ("根据《2024年行动工作方案》，21日启动攻坚。", None, 2024),
        ("2019年，全市新增就业3万人，2019年底完成。2035年远景、2000年旧房。", None, 2019),
        ("没有任何日期的一段话。", None, None),
    ],
)  # fmt: skip
def test_the_day_of_print_is_the_day_after_the_last_day_told_of(
    text: str, published: date | None, year: int | None
) -> None:
    dating = date_document(text)
    assert (dating.published, dating.year) == (published, year)
    assert dating.published_why
    assert dating.year_why


def test_a_given_day_wins_and_keeps_the_year_that_the_text_plans_for() -> None:
    dating = date_document("二、2025年重点工作：新建学校3所。", date(2024, 12, 20))
    assert (dating.published, dating.year) == (date(2024, 12, 20), 2025)


def test_a_year_far_from_the_given_day_is_not_planned_for() -> None:
    assert date_document("到2035年，2035年远景目标，2035年建成。", date(2024, 3, 1)).year == 2024


def test_the_day_over_a_page_is_the_day_of_print() -> None:
    found = date_document("许昌日报2024年9月10日星期二第03版城市提质加快推进，截至9月5日已完工20个小区。")
    assert (found.published, found.published_why) == (date(2024, 9, 10), "报头上的日期")
