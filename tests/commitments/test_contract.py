"""The JSON that other programs rely on: names, plain numbers, ISO dates."""

from __future__ import annotations

import json

from commitments.contract import answer_json, matter_json, reply_json, statement_json
from commitments.linking import link
from commitments.model import Answer, Deadline, Filters, Reply, Statement
from commitments.standing import standing
from tests.commitments.sayings import OLD_QUARTERS, XIGONG, day, q

TODAY = day("2024-09-25")


def row(*sightings):  # type: ignore[no-untyped-def]
    (matter,) = link(sightings)
    return matter, standing(matter, TODAY)


def test_a_parsed_statement_has_the_names_of_the_contract_and_whole_numbers() -> None:
    quote = "科大附中等3所高中改造提升项目8月底前全部竣工"
    limit = Deadline("8月底前", day("2024-08-31"), precision="month")
    said = Statement(
        "commitment",
        "科大附中等3所高中改造提升",
        "竣工",
        quote,
        903,
        927,
        (q(3.0, "所", "高中"),),
        limit,
        topics=("教育",),
    )
    assert json.dumps(statement_json(said), ensure_ascii=False) == json.dumps(
        {
            "kind": "commitment", "item": "科大附中等3所高中改造提升", "action": "竣工", "quote": quote,
            "start": 903, "end": 927,
            "quantities": [{"value": 3, "unit": "所", "what": "高中", "op": "="}],
            "deadline": {"text": "8月底前", "start": None, "end": "2024-08-31", "precision": "month",
                         "basis": "explicit"},
            "places": [], "firmness": "plain", "topics": ["教育"], "doubts": [],
        },
        ensure_ascii=False,
    )  # fmt: skip


def test_a_statement_without_a_limit_has_none() -> None:
    assert statement_json(Statement("progress", "公园", "", "公园", 0, 2))["deadline"] is None


def test_a_matter_has_its_figures_as_numbers_and_where_its_statements_are() -> None:
    line = matter_json(*row(*OLD_QUARTERS))
    assert line["target"] == {"value": 188, "unit": "个", "op": "=", "as_of": "2024-09-20"}
    assert line["done"] == {"value": 50, "unit": "个", "op": "=", "as_of": "2024-06-30"}
    assert line["deadline"] == {"end": "2024-12-31", "text": "年底前", "basis": "explicit"}
    assert (line["percent"], line["status"], line["light"]) == (26.6, "behind", "yellow")
    assert line["pace"] == {"expected": 49.7, "verdict": "behind", "as_of": "2024-06-30"}
    assert line["statements"][3] == {"file": "2024-09-20.txt", "start": 100, "end": 142, "kind": "progress"}  # type: ignore[index]
    assert [(figure["role"], figure["value"]) for figure in line["quantities"]] == [  # type: ignore[attr-defined]
        ("target", 188), ("target", 37297), ("done", 50), ("done", 10200),
    ]  # fmt: skip


def test_target_changes_hold_plain_numbers_and_deadline_changes_iso_dates() -> None:
    changes = matter_json(*row(*OLD_QUARTERS))["changes"]
    assert changes[1] == {  # type: ignore[index]
        "kind": "target_raised", "from": 143, "to": 188, "on": "2024-05-22", "unit": "个",
        "files": ["2024-02-18.txt", "2024-05-22.txt"],
    }  # fmt: skip
    moved = [change for change in matter_json(*row(*XIGONG))["changes"] if change["kind"] == "deadline_later"]  # type: ignore[attr-defined]
    assert [(change["from"], change["to"]) for change in moved] == [("2024-06-30", "2024-09-30")]


def test_a_reply_is_json_with_its_answers_filters_and_near_misses() -> None:
    matter, stands = row(*OLD_QUARTERS)
    answer = Answer(matter, stands, matter.sightings[-1:], 0.98765)
    filters = Filters(subject="老旧小区", intent="progress", due=(None, TODAY), due_text="9月25日前", numbers=(188.0,))
    line = json.loads(json.dumps(reply_json(Reply("老旧小区 进度", TODAY, filters, (answer,), (answer,), True, 1))))
    assert {"question", "today", "filters", "answers"} <= line.keys()
    assert line["filters"]["due"] == {"start": None, "end": "2024-09-25", "text": "9月25日前"}
    assert line["filters"]["numbers"] == [188]
    (one,) = line["answers"]
    assert one == answer_json(answer)
    assert one["score"] == 0.9877
    assert one["evidence"] == [
        {"file": "2024-09-20.txt", "title": "洛阳日报 2024-09-20", "published": "2024-09-20", "start": 300, "end": 323,
         "quote": "确保年底前188个小区、3.7万户全部完成改造", "kind": "commitment", "grade": "published"},
    ]  # fmt: skip
    assert one.keys() >= {
        "matter", "title", "places", "status", "target", "done", "percent", "pace", "deadline", "days_left", "changes",
        "light",
    }  # fmt: skip


def test_what_is_not_known_is_null() -> None:
    matter, _ = row(*OLD_QUARTERS)
    line = matter_json(matter, standing(matter, day("2023-01-01")))
    assert [line[name] for name in ("target", "done", "percent", "pace", "deadline", "days_left")] == [None] * 6
    assert (line["status"], line["light"], line["changes"], line["quantities"]) == ("no_evidence", "grey", [], [])
