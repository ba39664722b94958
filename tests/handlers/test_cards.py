"""Cards as people see them: given this standing, these lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from commitments.model import Change, Deadline, Figure, Pace, Standing, Statement
from handlers.card import plain, words
from handlers.cards import changes_card, list_card, matter_card, reply_card, sources_card
from handlers.phrases import bar
from tests.handlers.samples import PLAN, RENEWAL, RENEWAL_STANDING, TODAY, answer, lifts, reply, sighting


def lines(text: str) -> list[str]:
    return text.split("\n")


def first_line(standing: Standing, intent: str = "any") -> str:
    return lines(words(matter_card(RENEWAL, standing, intent=intent).text))[0]


def test_the_card_of_a_matter() -> None:
    card = reply_card(reply(answer(), lifts(1), certain=True), key="7")
    assert plain(card) == "\n".join(
        (
            "老旧小区改造 · 洛阳市 · 2024：50/188个小区（26.6%） 🟡 欠序时",
            "▓▓▓░░░░░░░ 50/188个 · 1.02万/3.73万户（截至2024-06-30，报于09-20）",
            "序时：到6月30日应完成49.7%，实际26.6%，差23.1个百分点",
            "时限：2024-12-31（“年底前”，还有97天）",
            "变化：目标上调 143→188个（+31%，05-22）",
            "出处：",
            "① 洛阳日报 2024-09-20《旧小区换新颜》",
            "“已完工50个小区、1.02万户”",
            "② 洛阳日报 2024-05-22《老旧小区改造加快推进》",
            "“纳入2024年改造计划的188个老旧小区、3.73万户”",
            "[1] 出处 3  [2] 变化 3  [3] 图",
            "[4] 订阅  [5] 提醒我  [6] 分工",
            "[7] 其他1条",
        )
    )
    assert [b.data for row in card.buttons for b in row] == [
        "src;0;m1;7", "chg;0;m1;7", "pic;0;m1;7", "fol;0;m1;-", "note;0;m1;-", "asg;0;m1;7", "list;0;-;7",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("who", "台账里还没有登记责任单位和责任人 🟡 欠序时"),
        ("progress", "50/188个小区（26.6%） 🟡 欠序时"),
        ("any", "50/188个小区（26.6%） 🟡 欠序时"),
        ("target", "目标188个小区 🟡 欠序时"),
        ("deadline", "时限 2024-12-31（“年底前”，还有97天） 🟡 欠序时"),
        ("change", "目标上调 143→188个（+31%，05-22） 🟡 欠序时"),
    ],
)
def test_the_first_line_answers_what_is_asked(intent: str, said: str) -> None:
    assert first_line(RENEWAL_STANDING, intent) == f"老旧小区改造 · 洛阳市 · 2024：{said}"


NO_NEWS = Standing(TODAY, "no_evidence", "grey")


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (replace(RENEWAL_STANDING, status="done", light="green"), "50/188个小区（26.6%） 🟢 已完成"),
        (replace(RENEWAL_STANDING, status="ahead", light="green"), "50/188个小区（26.6%） 🟢 超序时"),
        (replace(RENEWAL_STANDING, status="on_pace", light="green"), "50/188个小区（26.6%） 🟢 达序时"),
        (NO_NEWS, "⚪ 未见进展报道"),
        (replace(NO_NEWS, target=Figure(50000, "个", op=">=")), "目标5万个以上 ⚪ 未见进展报道"),
        (replace(NO_NEWS, status="under_way", done=Figure(338, "个")), "已报338个 ⚪ 推进中"),
        (replace(NO_NEWS, status="under_way", percent=30.0), "完成30% ⚪ 推进中"),
        (
            replace(NO_NEWS, status="under_way", target=Figure(65, "个"), done=Figure(12, "所")),
            "目标65个，已报12所 ⚪ 推进中",
        ),
    ],
)
def test_the_first_line_says_figures_and_status(standing: Standing, said: str) -> None:
    assert first_line(standing) == f"老旧小区改造 · 洛阳市 · 2024：{said}"


def test_an_overdue_matter_says_that_no_completion_was_reported_not_that_it_was_not_completed() -> None:
    text = words(matter_card(RENEWAL, replace(RENEWAL_STANDING, status="overdue", light="red", days_left=-15)).text)
    assert lines(text)[0].endswith("🔴 已逾期15天，未见完成报道")
    assert "时限：2024-12-31（“年底前”，已过15天）" in lines(text)
    assert "没有完成" not in text


@pytest.mark.parametrize(
    ("deadline", "days_left", "said"),
    [
        (None, None, "时限：未写明"),
        (Deadline("早日", None), None, "时限：“早日”（没有具体日期）"),
        (Deadline("", date(2024, 12, 31), basis="frame"), 97, "时限：2024-12-31（按年度推定，还有97天）"),
        (Deadline("9月25日", TODAY), 0, "时限：2024-09-25（“9月25日”，今天到期）"),
    ],
)
def test_the_deadline_says_what_it_was_read_from(deadline: Deadline | None, days_left: int | None, said: str) -> None:
    standing = replace(RENEWAL_STANDING, deadline=deadline, days_left=days_left)
    assert said in lines(words(matter_card(RENEWAL, standing).text))


def test_both_readings_of_an_as_of_date_are_shown() -> None:
    paces = (Pace(49.7, "behind", date(2024, 6, 30)), Pace(72.1, "behind", date(2024, 9, 20)))
    text = words(matter_card(RENEWAL, replace(RENEWAL_STANDING, paces=paces)).text)
    assert "另一种读法：到9月20日应完成72.1%，实际26.6%，差45.5个百分点" in lines(text)


def test_a_derived_figure_shows_its_arithmetic() -> None:
    standing = replace(NO_NEWS, target=Figure(3.52e9, "元", derived="51.1亿元 ÷ 145.2% = 35.2亿元"))
    assert "推算：51.1亿元 ÷ 145.2% = 35.2亿元" in lines(words(matter_card(RENEWAL, standing).text))


def test_a_list_has_one_numbered_line_each_and_pages() -> None:
    asked = reply(answer(), *(lifts(n) for n in range(1, 12)), subject="", due_text="8月底前")
    first, second = list_card(asked, 0, "7"), list_card(asked, 1, "7")
    assert lines(plain(first))[:3] == [
        "8月底前：共12项（🟡1 ⚪11，第1/2页）",
        "1 🟡 老旧小区改造 · 50/188个（26.6%） · 12-31 还有97天",
        "2 ⚪ 1号区 加装电梯 · 目标10部 · 10-31 还有36天",
    ]
    assert lines(plain(first))[-2:] == ["[1]  [2]  [3]  [4]  [5]  [6]  [7]  [8]", "[9] 下一页"]
    assert lines(plain(second))[1].startswith("1 ⚪ 8号区 加装电梯")
    assert [b.data for b in second.buttons[0]] == [
        "card;0;lift8;-",
        "card;0;lift9;-",
        "card;0;lift10;-",
        "card;0;lift11;-",
    ]
    assert [(b.label, b.data) for b in second.buttons[1]] == [("上一页", "list;0;-;7")]
    assert list_card(asked, 99, "7") == second


def test_a_question_without_answer_says_so_first_and_offers_near_misses() -> None:
    asked = replace(reply(subject="九州迟"), near=(lifts(1),), notes=("“九州迟”疑为“九洲池”",))
    card = reply_card(asked)
    assert lines(plain(card)) == [
        "没有找到“九州迟”的承诺或进展。",
        "※ “九州迟”疑为“九洲池”",
        "相近的有：",
        "1 ⚪ 1号区 加装电梯 · 目标10部 · 10-31 还有36天",
        "[1]",
    ]


def test_a_question_without_answer_or_near_miss_says_how_to_ask() -> None:
    card = reply_card(reply(subject="量子"))
    assert lines(plain(card))[0] == "没有找到“量子”的承诺或进展。"
    assert "换个说法" in plain(card)
    assert card.buttons == ()


def test_sources_are_the_newest_first_with_document_date_sentence_and_doubts() -> None:
    doubtful = sighting(PLAN, "漯河区改造10个小区")
    doubtful = replace(doubtful, statement=replace(doubtful.statement, doubts=("漯河区 疑为 瀍河区",)))
    matter = replace(RENEWAL, sightings=(doubtful, *RENEWAL.sightings))
    assert lines(plain(sources_card(answer(matter))))[:5] == [
        "出处 · 老旧小区改造 · 洛阳市 · 2024（共4条）",
        "① 〔公开〕洛阳日报 2024-09-20《旧小区换新颜》 进展",
        "“已完工50个小区、1.02万户”",
        "② 〔公开〕洛阳日报 2024-05-22《老旧小区改造加快推进》 承诺",
        "“纳入2024年改造计划的188个老旧小区、3.73万户”",
    ]
    second = sources_card(answer(matter), 1)
    assert "存疑：漯河区 疑为 瀍河区" in plain(sources_card(answer(matter), 0)) + plain(second)
    assert [b.data for row in second.buttons for b in row] == ["src;0;m1;-", "back;0;m1;-"]


def test_changes_name_the_documents_that_they_rest_on() -> None:
    assert plain(changes_card(answer())) == "\n".join(
        (
            "变化 · 老旧小区改造 · 洛阳市 · 2024（共3条）",
            "① 进展 50个（09-20）",
            "　据《旧小区换新颜》",
            "② 目标上调 143→188个（+31%，05-22）",
            "　据《市政府工作报告》《老旧小区改造加快推进》",
            "③ 新增 143个（02-18）",
            "　据《市政府工作报告》",
            "[1] 返回",
        )
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("deadline_later", "2024-06-30", "2024-09-30", TODAY, ()), "时限推后 2024-06-30→2024-09-30（09-25）"),
        (Change("softened", "确保", "力争", TODAY, ()), "力度减弱 确保→力争（09-25）"),
        (Change("target_cut", "3.5万户", "2.8万户", TODAY, ()), "目标下调 3.5→2.8万户（-20%，09-25）"),
        (Change("target_raised", "0个", "5个", TODAY, ()), "目标上调 0→5个（09-25）"),
        (Change("conflict", "392家（64.6%）", "1248家", TODAY, ()), "数字矛盾 392家（64.6%）→1248家（09-25）"),
        (Change("dropped", None, None, date(2023, 1, 2), ()), "不再提及（2023-01-02）"),
    ],
)
def test_a_change_in_one_line(change: Change, said: str) -> None:
    shown = changes_card(answer(standing=replace(RENEWAL_STANDING, changes=(change,))))
    assert f"① {said}" in lines(plain(shown))


def test_a_figure_is_never_without_its_own_source() -> None:
    later = sighting(replace(PLAN, published=date(2024, 9, 24)), "老旧小区改造很受欢迎")
    matter = replace(RENEWAL, sightings=(*RENEWAL.sightings, later, later))
    text = words(matter_card(matter, RENEWAL_STANDING).text)
    assert "已完工50个小区" in text
    assert "纳入2024年改造计划的188个" in text


def test_a_terminal_can_print_a_card_without_its_buttons() -> None:
    assert "[1]" not in plain(matter_card(RENEWAL, RENEWAL_STANDING), numbered=False)


def test_a_statement_without_a_sentence_is_no_error() -> None:
    bare = replace(sighting(PLAN, ""), statement=Statement("commitment", "", "", "", 0, 0))
    assert "出处：" in words(matter_card(replace(RENEWAL, sightings=(bare,)), NO_NEWS).text)
    assert "出处：没有" in words(matter_card(replace(RENEWAL, sightings=()), NO_NEWS).text)


def test_a_question_about_the_deadline_shows_first_who_set_it() -> None:
    limit = Deadline("10月底前", date(2024, 10, 31))
    setting = sighting(PLAN, "10月底前完成改造")
    setting = replace(setting, statement=replace(setting.statement, deadline=limit))
    matter = replace(RENEWAL, sightings=(setting, *RENEWAL.sightings))
    standing = replace(RENEWAL_STANDING, deadline=limit)
    asked = lines(words(matter_card(matter, standing, intent="deadline").text))
    assert asked[asked.index("出处：") + 2] == "“10月底前完成改造”"


def test_without_figures_the_best_evidence_for_the_question_is_shown_first() -> None:
    best = sighting(PLAN, "小区里种了树")
    matter = replace(RENEWAL, sightings=(best, *RENEWAL.sightings))
    shown = lines(words(matter_card(matter, NO_NEWS, evidence=(best, *RENEWAL.sightings)).text))
    assert shown[shown.index("出处：") + 2] == "“小区里种了树”"


def test_a_list_that_is_worked_out_in_part_still_says_how_many_there_are() -> None:
    asked = replace(reply(*(lifts(n) for n in range(1, 10)), subject="电梯"), total=62)
    assert lines(plain(list_card(asked, 0, "7")))[0] == "电梯：共62项（第1/8页）"
    assert lines(plain(list_card(asked, 5, "7")))[:2] == [
        "电梯：共62项（第2/8页）",
        "1 ⚪ 9号区 加装电梯 · 目标10部 · 10-31 还有36天",
    ]


def test_a_question_about_a_change_shows_both_sides_of_it() -> None:
    shown = lines(words(matter_card(RENEWAL, RENEWAL_STANDING, intent="change").text))
    assert [line for line in shown if line.startswith("“")] == [
        "“纳入2024年改造计划的188个老旧小区、3.73万户”",
        "“改造143个老旧小区”",
    ]


def test_a_document_is_named_once_for_two_sentences_in_a_row() -> None:
    matter = replace(RENEWAL, sightings=(sighting(PLAN, "一"), sighting(PLAN, "二")))
    for card in (matter_card(matter, NO_NEWS), sources_card(answer(matter))):
        assert words(card.text).count("市政府工作报告") == 1
        assert "② 同上" in words(card.text)


def test_a_share_without_figures_is_written_beside_its_bar() -> None:
    standing = replace(NO_NEWS, status="under_way", percent=90.0)
    assert "▓▓▓▓▓▓▓▓▓░ 90%" in lines(words(matter_card(RENEWAL, standing).text))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"places": ("西工区",), "due_text": "8月底前"}, "老旧小区 · 西工区 · 8月底前"),
        ({"subject": "", "year": 2023, "due_text": "2023"}, "2023年"),
        ({"subject": "", "topics": ("教育",), "status_text": "逾期"}, "教育 · 逾期"),
    ],
)
def test_a_list_says_what_was_asked_for(asked: dict[str, Any], said: str) -> None:
    assert lines(plain(list_card(reply(lifts(1), **asked))))[0] == f"{said}：共1项（⚪1）"


@pytest.mark.parametrize(
    ("percent", "cells"), [(0, 0), (0.2, 1), (26.6, 3), (96.3, 9), (99.9, 9), (100, 10), (145.2, 10)]
)
def test_a_bar_is_full_only_when_all_is_done(percent: float, cells: int) -> None:
    assert bar(percent) == "▓" * cells + "░" * (10 - cells)
