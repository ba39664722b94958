"""Lines → blocks → articles, on the shapes that scanned pages come in."""

import pytest

from commitments.articles import split_articles
from commitments.blocks import read_blocks
from commitments.flat import flatten


def blocks_of(page: str) -> list[tuple[str, str]]:
    flat = flatten(page)
    return [(block.kind, flat.text[block.start : block.end]) for block in read_blocks(flat)]


def titles_of(page: str) -> list[str]:
    flat = flatten(page)
    return [piece.title(flat.text) for piece in split_articles(flat.text, read_blocks(flat))]


def test_a_paragraph_that_the_scan_broke_in_mid_word_is_one_block() -> None:
    page = "年内建成街道社区养老服务设施;第一中学等3所高中改造提\n\n升项目8月底前全部竣工。\n\n下一段。"
    assert blocks_of(page) == [
        ("body", "年内建成街道社区养老服务设施；第一中学等3所高中改造提升项目8月底前全部竣工。"),
        ("body", "下一段。"),
    ]


def test_an_open_quotation_mark_joins_what_the_scan_broke() -> None:
    page = "全区聚焦重点任务,扎实推进“两建设、三\n\n改造”,完成老旧小区改造30个。"
    assert [kind for kind, _ in blocks_of(page)] == ["body"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("## ●在民生保障方面", "heading"),
        ("二、2024年重点工作", "heading"),
        ("(三)强产富民推动乡村振兴", "heading"),
        ("□日报记者 王小明 通讯员 李雷", "byline"),
        ("(下转03版)", "byline"),
        ("2024年1月29日", "signature"),
        ("全年新建高标准农田30万亩。", "body"),
        ("在微改造工作中,各区积极盘活资产,已征收可运营", "body"),
    ],
)
def test_a_line_is_known_by_its_shape(line: str, kind: str) -> None:
    assert blocks_of(line)[0][0] == kind


def test_articles_end_at_bylines_signatures_and_begin_at_district_titles() -> None:
    page = """重点项目稳步推进

昨日,市政府召开推进会,通报项目进展。

日报记者 王小明

东城区:

一体改造提质增效

近年来,东城区改造老旧小区30个。

日报记者 王小明

关于召开会议的决定

会议定于近期召开。

市政协办公室
2024年1月29日

我市举行防汛演练

本报讯(记者 赵六)昨日,我市举行防汛演练。"""
    assert titles_of(page) == [
        "重点项目稳步推进",
        "东城区： 一体改造提质增效",
        "关于召开会议的决定",
        "我市举行防汛演练",
    ]


def test_an_empty_page_has_no_blocks() -> None:
    assert blocks_of("") == []
    assert titles_of(" \n\n ") == []
