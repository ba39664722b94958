"""The day that reported figures stand at."""

from datetime import date

import pytest

from commitments.asof import as_of_day

PRINTED = date(2024, 9, 20)


@pytest.mark.parametrize(
    ("sentence", "day", "words"),
    [
        ("今年上半年，全市改造完工50个小区", date(2024, 6, 30), "今年上半年"),
        ("截至8月底，已完工50个小区", date(2024, 8, 31), "截至8月底"),
        ("截至9月15日，累计检查企业1200家", date(2024, 9, 15), "截至9月15日"),
        ("截至2023年12月底，共建成30个", date(2023, 12, 31), "截至2023年12月底"),
        ("一季度完成投资30亿元", date(2024, 3, 31), "一季度"),
        ("1—8月完成投资30亿元", date(2024, 8, 31), "1—8月"),
        ("截至目前，已完成579个", None, ""),
        ("前三季度完成投资30亿元", None, ""),
        ("截至13月底", None, ""),
    ],
)
def test_as_of_day_is_said_by_the_sentence_and_never_after_print(sentence: str, day: date | None, words: str) -> None:
    assert as_of_day(sentence, PRINTED, 2024) == (day, words)
