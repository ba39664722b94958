"""The flat text: no white space, same characters, offsets that lead back to the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.flat import flatten, fold, lines_of


@given(st.text(max_size=300))
def test_every_flat_character_leads_back_to_its_place_in_the_file(text: str) -> None:
    flat = flatten(text)
    assert flat.raw == "".join(char for char in text if not char.isspace())
    assert [text[flat.at(i)] for i in range(len(flat.raw))] == list(flat.raw)
    assert len(flat.text) == len(flat.raw)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２４年１２月", "2024年12月"),
        ("(一)推进,完成;见效:好!", "（一）推进，完成；见效：好！"),
        ("新增1,200家", "新增1,200家"),
        ("增长7％", "增长7%"),
        ("二〇二四年与二○二五年", "2024年与2025年"),
    ],
)
def test_width_is_made_uniform_character_for_character(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(folded) == len(text)


def test_lines_are_where_the_file_breaks_them() -> None:
    flat = flatten("改造提\n\n升项目\r\n竣工")
    assert [flat.text[a:b] for a, b in lines_of(flat)] == ["改造提", "升项目", "竣工"]
