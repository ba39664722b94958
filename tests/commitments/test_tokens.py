"""Text → tokens, and sounds: what is the same to a person in a hurry must share tokens."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.syllables import fold, initials, read_pinyin, second_reading, syllables
from commitments.tokens import clean, index_tokens, normalise, number_token, written


def tokens(text: str) -> set[str]:
    return set(index_tokens(written(text)))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("舊小區", "旧小区"),
        ("鄰里中心３３８個", "邻里中心338个"),
        ("Ｇ208 国道", "g208 国道"),
        ("老旧\0小区\ud800", "老旧 小区 "),
        ("瀍河", "瀍河"),
        ("", ""),
    ],
)
def test_every_way_of_writing_becomes_one(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


def test_neighbours_and_characters_with_one_between_are_tokens() -> None:
    han = {token for token in tokens("老旧小区") if "\u4e00" <= token[0] <= "\u9fff"}
    assert han == {"老旧", "老小", "旧小", "旧区", "小区"}


def test_nothing_is_joined_over_punctuation() -> None:
    assert "区加" not in tokens("老旧小区，加装电梯")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("九州迟", "九洲池"),
        ("里中心", "邻里中新"),
        ("焊鸡加新赋码", "焊机加芯赋码"),
        ("户侧", "户厕"),
        ("流动", "牛动"),
        ("金星", "经心"),
    ],
)
def test_near_homophones_share_tokens(one: str, other: str) -> None:
    sounds = {token for token in tokens(one) if token[0] >= "\ue000"}
    assert sounds & tokens(other)


def test_a_character_read_in_two_ways_is_found_by_both() -> None:
    pinyin = read_pinyin("yinhang")
    assert pinyin in tokens("银行")
    assert second_reading("行") is not None
    assert second_reading("老") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("3.7万户", 37000), ("五十个", 50), ("１,200台", 1200), ("1.5公里", 1.5), ("十六个", 16), ("700亿元", 7e10)],
)
def test_a_number_is_a_token_by_its_value(text: str, number: float) -> None:
    assert number_token(number) in tokens(text)


def test_small_chinese_numerals_stay_part_of_names() -> None:
    assert not any(token.startswith("n") and token[1:].isdigit() for token in tokens("一件事一次办 三门峡"))


@pytest.mark.parametrize(
    ("letters", "read_as"),
    [("hanwei", "汉魏"), ("bowuguan", "博物馆"), ("laojiuxiaoqu", "老旧小区"), ("lv", "绿")],
)
def test_pinyin_is_read_as_sounds(letters: str, read_as: str) -> None:
    assert read_pinyin(letters) == syllables(read_as)


@pytest.mark.parametrize("letters", ["asdfghjkl", "ljxq", "qwerty", "", "g208", "汉"])
def test_what_is_no_pinyin_has_no_sounds(letters: str) -> None:
    assert not read_pinyin(letters)


def test_initials_of_a_name() -> None:
    assert initials("老旧小区") == "ljxq"
    assert "ljx" in tokens("老旧小区")


@pytest.mark.parametrize(("written_so", "heard"), [("zhong", "zon"), ("shan", "san"), ("ning", "lin"), ("nv", "lu")])
def test_what_sounds_alike_is_folded(written_so: str, heard: str) -> None:
    assert fold(written_so) == heard


def test_the_table_reads_characters_as_pypinyin_does() -> None:
    from pypinyin import lazy_pinyin

    for text in ("老旧小区改造", "汉魏故城遗址博物馆", "瀍河回族区嵩县栾川", "焊机加芯赋码抽水蓄能"):
        for char, reading in zip(text, lazy_pinyin(list(text)), strict=True):
            assert syllables(char) == read_pinyin(reading)


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_gives_tokens_that_an_index_can_keep(text: str) -> None:
    form = written(text)
    assert len(form.chars) == len(form.sounds)
    for token in index_tokens(form):
        assert token.strip()
        assert " " not in token
        token.encode("utf-8")


@given(st.text(max_size=60))
def test_cleaning_leaves_nothing_to_clean(text: str) -> None:
    assert clean(clean(text)) == clean(text)
