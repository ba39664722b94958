"""A spreadsheet brought into the ledger: what fits, what is new, what is left alone; twice is once."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from commitments.bulletin import Line, extensions_of
from commitments.model import Matter
from commitments.sheet import HEADINGS
from commitments.sheet_text import MARK
from commitments.standing import standing
from handlers.exports.import_cards import unclear_lines
from handlers.grades import limit_text
from store.corrections import extend, undo
from store.cycle.assignments import assign
from store.cycle.duties import duties
from store.cycle.importing import Imported, Plan, Unclear, apply_import, preview_import
from store.cycle.sheet_rows import Row
from store.documents import versions
from store.files import Metadata
from store.ingest import ingest_text, withdraw
from store.intake.extract import Sheet, extract_rows
from store.ledger import Ledger
from store.members import claim_invitation, invite
from store.reread import read_again
from tests.handlers.exports.hostile import cells as hostile

TODAY = date(2024, 9, 25)
NOW = datetime(2024, 9, 25, 3, tzinfo=UTC)
PAGE = """市政府工作报告
2024年重点工作：改造老旧小区188个，年底前全部完成。确保10月底前建成口袋公园20个。涧西区加装电梯300部。
"""
HEAD = ("序号", "事项", "内容", "目标值", "完成时限", "责任单位", "牵头领导", "进展", "完成比例", "备注")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger that a small work report was read into."""
    with Ledger.open(tmp_path / "ledger.db") as opened:
        given = Metadata(title="政府工作报告", published=date(2024, 2, 1), city="洛阳市")
        ingest_text(opened, "report.txt", PAGE, given=given)
        yield opened


def sheet(*rows: Sequence[object], head: Sequence[str] = HEAD, title: str = "台账") -> list[Sheet]:
    """A sheet with a title above its head."""
    return [Sheet(title, (("洛阳市重点工作台账",), tuple(head), *map(tuple, rows)))]  # type: ignore[arg-type]


def row(title: str, **cells: object) -> list[object]:
    """A row of HEAD."""
    keys = {"content": 2, "target": 3, "due": 4, "unit": 5, "leader": 6, "progress": 7, "percent": 8}
    found: list[object] = [None, title, *[None] * 8]
    for key, value in cells.items():
        found[keys[key]] = value
    return found


def brought(ledger: Ledger, sheets: Sequence[Sheet], name: str = "台账.xlsx") -> tuple[Plan, Imported]:
    """What an import was to do and did; doing it again does nothing."""
    plan = preview_import(ledger, sheets, TODAY, name=name)
    made = apply_import(ledger, plan, "督查室", NOW)
    assert (made.matters_new, made.changed) == (len(plan.new), len(plan.changes))
    again = preview_import(ledger, sheets, TODAY, name=name)
    assert again.is_empty, (again.changes, again.new)
    assert apply_import(ledger, plan, "督查室", NOW) == Imported()
    assert ledger.integrity_check() == []
    return plan, made


def called(ledger: Ledger, title: str) -> Matter:
    """The one matter of this title."""
    (found,) = [matter for matter in ledger.matters(TODAY) if title in matter.title]
    return found


def changes(plan: Plan) -> list[tuple[str, str, str]]:
    return [(change.kind, change.before, change.after) for change in plan.changes]


# --- what a row changes -----------------------------------------------------------------------------------------------


def test_nothing_is_written_by_looking(ledger: Ledger) -> None:
    before = ledger.counts(), ledger.db.execute("SELECT count(*) FROM audit").fetchone()
    preview_import(ledger, sheet(row("老旧小区改造", unit="市住建局"), row("新事项")), TODAY)
    assert (ledger.counts(), ledger.db.execute("SELECT count(*) FROM audit").fetchone()) == before


def test_people_and_units_are_assigned(ledger: Ledger) -> None:
    token = invite(ledger, "viewer", 1, "王副市长", NOW)
    claim_invitation(ledger, token, 77, "Wang", NOW)
    plan, made = brought(ledger, sheet(row("老旧小区改造", unit="市住建局", leader="王副市长")))
    assert changes(plan) == [("assign", "", "市住建局"), ("assign", "", "王副市长")]
    assert (made.changed, made.documents) == (2, ())
    matter = called(ledger, "老旧小区")
    duty = duties(ledger, [matter])[matter.id]
    assert (duty.text("unit"), duty.text("leader"), duty.users) == ("市住建局", "王副市长", (77,))


def test_a_name_that_two_members_have_asks_neither(ledger: Ledger) -> None:
    for user in (77, 78):
        claim_invitation(ledger, invite(ledger, "viewer", 1, "张伟", NOW), user, "Zhang", NOW)
    brought(ledger, sheet(row("老旧小区改造", leader="张伟")))
    matter = called(ledger, "老旧小区")
    duty = duties(ledger, [matter])[matter.id]
    assert (duty.text("leader"), duty.users) == ("张伟", ())


def test_what_a_matter_has_by_its_city_is_no_change(ledger: Ledger) -> None:
    assign(ledger, "place", "洛阳市", "unit", "市政府", who="x", now=NOW)
    assert preview_import(ledger, sheet(row("老旧小区改造", unit="市政府")), TODAY).is_empty


@pytest.mark.parametrize(("due", "end"), [("2024-10-05", "2024-10-05"), ("2024-12-20", "2024-12-20")])
def test_a_deadline_that_a_sheet_moves_is_no_extension_that_was_granted(ledger: Ledger, due: str, end: str) -> None:
    brought(ledger, sheet(row("口袋公园", due=due)))
    matter = called(ledger, "口袋公园")
    how = standing(matter, TODAY)
    assert limit_text(matter, how).startswith(f"{end}（原2024-10-31，09-25改期")
    assert extensions_of([Line(matter, how)], date(2024, 9, 1), TODAY) == ()


def test_a_bare_target_is_read_in_the_unit_of_the_ledger(ledger: Ledger) -> None:
    assert preview_import(ledger, sheet(row("老旧小区改造", target=188)), TODAY).is_empty
    plan, _ = brought(ledger, sheet(row("老旧小区改造", target=200)))
    assert changes(plan) == [("target", "188个老旧小区", "200个老旧小区")]
    how = standing(called(ledger, "老旧小区"), TODAY)
    assert how.target is not None
    assert (how.target.value, how.target.unit) == (200, "个")
    assert [change.kind for change in how.changes if change.kind == "scope_changed"] == []


def test_choices_of_one_name_are_told_with_their_ids(ledger: Ledger) -> None:
    alike = called(ledger, "口袋公园")
    twice = (alike, replace(alike, id="other-2023"))
    plan = Plan("台账.xlsx", TODAY, "洛阳市", unclear=(Unclear(Row("台账", 3, {"title": alike.title}), twice),))
    (line,) = unclear_lines(plan)
    assert "台账里有2个，请在编号列写明：" in line
    assert f"{alike.title} {alike.id}／{alike.title} other-2023" in line


def test_only_a_later_day_is_an_extension(ledger: Ledger) -> None:
    park = called(ledger, "口袋公园").id
    for end, said, count in ((date(2024, 10, 5), "改期", 0), (date(2024, 12, 20), "准予延期", 1)):
        number = extend(ledger, park, end, TODAY, who="王", reason="部署")
        matter = called(ledger, "口袋公园")
        how = standing(matter, TODAY)
        assert f"{end}（原2024-10-31，09-25{said}" in limit_text(matter, how)
        assert len(extensions_of([Line(matter, how)], date(2024, 9, 1), TODAY)) == count
        undo(ledger, number, who="王")


def test_a_later_deadline_is_recorded_with_both_days_visible(ledger: Ledger) -> None:
    plan, _ = brought(ledger, sheet(row("口袋公园", due="12月20日前")))
    assert changes(plan) == [("due", "2024-10-31", "2024-12-20")]
    how = standing(called(ledger, "口袋公园"), TODAY)
    assert how.deadline is not None
    assert how.deadline.end == date(2024, 12, 20)
    assert [(one.before, one.after) for one in how.changes if one.kind == "deadline_later"] == [
        ("2024-10-31", "2024-12-20")
    ]


def test_another_target_is_stated_by_the_sheet(ledger: Ledger) -> None:
    plan, made = brought(ledger, sheet(row("老旧小区改造", target="200个")))
    assert changes(plan) == [("target", "188个老旧小区", "200个")]
    assert made.documents == ("台账.xlsx",)
    how = standing(called(ledger, "老旧小区"), TODAY)
    assert how.target is not None
    assert how.target.value == 200
    assert [(one.before, one.after) for one in how.changes if one.kind == "target_raised"] == [("188个", "200个")]


@pytest.mark.parametrize(
    ("cells", "kind", "percent"),
    [
        ({"progress": "已完工94个"}, "figure", 50.0),
        ({"percent": 0.25}, "share", 25.0),
        ({"percent": "25%"}, "share", 25.0),
    ],
)
def test_progress_is_recorded_as_a_figure_or_a_share(
    ledger: Ledger, cells: dict[str, object], kind: str, percent: float
) -> None:
    plan, _ = brought(ledger, sheet(row("老旧小区改造", **cells)))
    assert [change.kind for change in plan.changes] == [kind]
    matter = called(ledger, "老旧小区")
    assert standing(matter, TODAY).percent == percent
    assert matter.sightings[-1].source.title == "督查室登记：导入台账 台账.xlsx"


@pytest.mark.parametrize("cells", [{"progress": "全部完成"}, {"percent": 1}, {"percent": "100%"}])
def test_done_is_recorded_as_done(ledger: Ledger, cells: dict[str, object]) -> None:
    plan, _ = brought(ledger, sheet(row("口袋公园", **cells)))
    assert [change.kind for change in plan.changes] == ["done"]
    assert standing(called(ledger, "口袋公园"), TODAY).status == "done"


def test_words_without_a_figure_are_kept_as_a_report(ledger: Ledger) -> None:
    plan, _ = brought(ledger, sheet(row("口袋公园", progress="正在办理用地手续")))
    assert changes(plan) == [("report", "", "正在办理用地手续")]
    last = called(ledger, "口袋公园").sightings[-1]
    assert (last.statement.kind, last.statement.quote, last.source.file) == (
        "progress",
        "正在办理用地手续",
        "台账.xlsx",
    )


def test_a_cell_that_cannot_be_read_is_told_and_left(ledger: Ledger) -> None:
    plan = preview_import(ledger, sheet(row("口袋公园", due="尽快", target="再多一些")), TODAY)
    assert plan.is_empty
    assert plan.doubtful == (
        "“台账”第3行“口袋公园”：完成时限“尽快”读不出日期，时限不变",
        "“台账”第3行“口袋公园”：目标值“再多一些”没有读出数字，目标不变",
    )


# --- which matter a row is about --------------------------------------------------------------------------------------


def doubts(plan: Plan) -> list[str]:
    """What is to be looked at, without where it stands."""
    return [one.rpartition("”：")[2] for one in plan.doubtful]


def test_two_rows_about_one_matter_that_differ_are_told_and_left(ledger: Ledger) -> None:
    parted = sheet(row("口袋公园", due="12月20日前", unit="城管局"), row("口袋公园", due="11月20日前", unit="城管局"))
    plan, _ = brought(ledger, parted)
    assert changes(plan) == [("assign", "", "城管局")]
    assert plan.doubtful == ("“台账”第3行和“台账”第4行“口袋公园”：完成时限不一（2024-12-20／2024-11-20），未导入",)


def test_a_deadline_before_the_year_of_a_matter_is_a_slip(ledger: Ledger) -> None:
    plan = preview_import(ledger, sheet(row("口袋公园", due="2014-12-31")), TODAY)
    assert (changes(plan), doubts(plan)) == ([], ["完成时限2014-12-31早于这件事提出的年份，时限不变"])


@pytest.mark.parametrize("title", ["口袋公园", "新建停车场"])
def test_half_that_was_typed_as_fifty_into_a_column_of_shares_completes_nothing(ledger: Ledger, title: str) -> None:
    ours = sheet((title, 50, "", ""), head=("事项", "完成比例", "编号", "时限依据"))
    plan = preview_import(ledger, ours, TODAY)
    assert doubts(plan) == ["完成比例5000%不像比例，未读；一半请写50%"]
    assert (changes(plan), [one.cell("percent") for one in plan.new]) == ([], [""] * len(plan.new))


def test_a_figure_of_a_day_to_come_is_recorded_today_and_told(ledger: Ledger) -> None:
    given = sheet(("老旧小区改造", "94个", date(2025, 1, 1)), head=("事项", "已报数字", "截至"))
    plan, _ = brought(ledger, given)
    assert [(one.kind, one.on) for one in plan.changes] == [("figure", TODAY)]
    assert doubts(plan) == ["截至2025-01-01还没有到，按今天记"]


def test_rows_that_fit_nothing_become_matters_with_their_row_as_source(ledger: Ledger) -> None:
    cells = {"content": "建设市级智慧停车平台", "due": "2024-11-30", "unit": "市大数据局", "progress": "正在招标"}
    plan, made = brought(ledger, sheet(row("智慧停车平台", **cells), row("供热管网改造", target="30公里", percent=0.5)))
    assert [one.name for one in plan.new] == ["智慧停车平台", "供热管网改造"]
    assert (made.matters_new, made.documents) == (2, ("台账.xlsx",))
    parking = called(ledger, "智慧停车平台")
    source = parking.sightings[0].source
    assert (source.file, source.title, source.published) == ("台账.xlsx", "台账", TODAY)
    text = ledger.text(source)
    assert text.startswith(MARK)
    for seen in parking.sightings:
        assert text[seen.statement.start : seen.statement.end] == seen.statement.quote
    assert duties(ledger, [parking])[parking.id].text("unit") == "市大数据局"
    assert standing(called(ledger, "供热管网"), TODAY).percent == 50


def test_a_row_is_known_by_other_words_for_the_same_thing(ledger: Ledger) -> None:
    plan = preview_import(ledger, sheet(row("2024年城市老旧小区改造", unit="市住建局")), TODAY)
    assert [change.matter.title for change in plan.changes] == [called(ledger, "老旧小区").title]


def test_a_row_that_may_be_two_matters_is_left_alone(ledger: Ledger) -> None:
    page = "瀍河区加装电梯100部，老城区加装电梯50部。"
    ingest_text(ledger, "b.txt", "2024年重点工作：" + page, given=Metadata(published=date(2024, 3, 1), city="洛阳市"))
    head = ("事项", "责任单位", "地区")
    plan = preview_import(ledger, sheet(("加装电梯", "市住建局", ""), head=head), TODAY)
    assert plan.is_empty
    assert len(plan.unclear[0].maybe) == 3
    plan = preview_import(ledger, sheet(("加装电梯", "市住建局", "瀍河"), head=head), TODAY)
    assert [change.matter.places for change in plan.changes] == [("瀍河区",)]


def test_a_number_of_the_ledger_goes_before_the_name(ledger: Ledger) -> None:
    matter = called(ledger, "口袋公园")
    head = ("编号", "事项", "责任单位")
    plan, _ = brought(ledger, sheet((matter.id, "小游园", "市城管局"), head=head))
    assert [change.matter.id for change in plan.changes] == [matter.id]


def test_the_numbers_of_another_ledger_are_known_from_then_on(ledger: Ledger) -> None:
    head = ("编号", "事项", "责任单位")
    brought(ledger, sheet(("kx7-2024", "智慧停车平台", "甲"), head=head))
    found = ledger.matter("kx7-2024")
    assert found is not None
    assert found.title == "智慧停车平台"
    plan, _ = brought(ledger, sheet(("kx7-2024", "停车平台（改名）", "乙"), head=head), "第二次.xlsx")
    assert changes(plan) == [("assign", "甲", "乙")]


# --- sheets of all kinds ----------------------------------------------------------------------------------------------


def test_columns_come_in_any_order_under_other_names_and_unknown_ones_are_named(ledger: Ledger) -> None:
    head = ("备注", "完成时间", "牵头部门", "重点任务", "分管领导")
    plan = preview_import(ledger, sheet(("x", "11月底", "市城管局", "口袋公园", "李副市长"), head=head), TODAY)
    assert [change.after for change in plan.changes] == ["市城管局", "李副市长", "2024-11-30"]
    assert plan.unknown == ("备注",)


def test_merged_cells_totals_and_repeated_heads_of_a_real_file(ledger: Ledger) -> None:
    book = Workbook()
    page = book.active
    page.title = "台账"
    page.append(["2024年重点工作台账"])
    page.append(["责任单位", "事项", "完成时限"])
    page.append(["市住建局", "老旧小区改造", date(2024, 12, 31)])
    page.append([None, "口袋公园", date(2024, 11, 30)])
    page.append(["责任单位", "事项", "完成时限"])
    page.append(["合计", None, None])
    page.merge_cells("A3:A4")
    book.create_sheet("通讯录").append(["姓名", "电话"])
    buffer = io.BytesIO()
    book.save(buffer)
    plan = preview_import(ledger, extract_rows(buffer.getvalue(), "台账.xlsx"), TODAY)
    assert [(change.matter.title, change.after) for change in plan.changes] == [
        (called(ledger, "老旧小区").title, "市住建局"),
        (called(ledger, "口袋公园").title, "市住建局"),
        (called(ledger, "口袋公园").title, "2024-11-30"),
    ]
    assert plan.new == ()
    assert plan.notes == ("“通讯录”里没有找到表头，未读",)


def test_a_matter_in_two_sheets_is_one_and_what_one_of_them_changed_counts(ledger: Ledger) -> None:
    matter = called(ledger, "口袋公园")
    head = ("编号", "事项", "完成时限", "责任单位")
    same, other = (matter.id, "口袋公园", "2024-10-31", "甲"), (matter.id, "口袋公园", "2024-11-30", "甲")
    plan = preview_import(ledger, sheet(same, head=head) + sheet(other, head=head, title="涧西区"), TODAY)
    assert changes(plan) == [("assign", "", "甲"), ("due", "2024-10-31", "2024-11-30")]
    third = (matter.id, "口袋公园", "2024-12-30", "甲")
    plan = preview_import(ledger, sheet(other, head=head) + sheet(third, head=head, title="涧西区"), TODAY)
    assert changes(plan) == [("assign", "", "甲")]
    assert "各表完成时限不一" in plan.doubtful[0]


def test_rows_with_one_name_are_matters_of_their_own(ledger: Ledger) -> None:
    rows = [("道路改造", "改造人民路", "甲"), ("道路改造", "改造解放路", "乙")]
    _, made = brought(ledger, sheet(*rows, head=("事项", "内容", "责任单位")))
    assert made.matters_new == 2
    found = [matter for matter in ledger.matters(TODAY) if matter.title == "道路改造"]
    assert sorted(duty.text("unit") for duty in duties(ledger, found).values()) == ["乙", "甲"]


def test_a_file_without_a_ledger_changes_nothing(ledger: Ledger) -> None:
    plan = preview_import(ledger, [Sheet("x", (("姓名", "电话"), ("张三", 123)))], TODAY)
    assert (plan.rows, plan.is_empty) == (0, True)


def test_new_matters_of_a_ledger_of_several_cities_say_whose_they_become(ledger: Ledger) -> None:
    given = Metadata(title="政府工作报告", published=date(2024, 2, 1), city="开封市")
    ingest_text(ledger, "other.txt", PAGE.replace("188", "77"), given=given)
    ingest_text(ledger, "more.txt", PAGE.replace("188", "78"), given=given)
    plan = preview_import(ledger, sheet(row("智慧停车平台")), TODAY)
    assert plan.notes == ("没有写城市的新事项记在开封市",)
    assert preview_import(ledger, sheet(row("智慧停车平台")), TODAY, city="洛阳市").notes == ()


def test_hostile_cells_neither_raise_nor_come_twice(ledger: Ledger) -> None:
    words = hostile(400)
    columns = [key for key in HEADINGS if key not in ("number", "city")]
    head = tuple(HEADINGS[key][0] for key in columns)
    lines = [tuple(next(words)[:3000] for _ in columns) for _ in range(15)]
    plan, made = brought(ledger, sheet(*lines, head=head))
    assert plan.rows == 15
    assert made.matters_new == len(plan.new)
    assert {found.outcome for found in read_again(ledger)} == {"same"}


# --- afterwards -------------------------------------------------------------------------------------------------------


def test_another_file_of_the_same_name_does_not_take_the_place_of_the_first(ledger: Ledger) -> None:
    brought(ledger, sheet(row("智慧停车平台")))
    _, made = brought(ledger, sheet(row("供热管网改造")))
    assert made.documents == ("台账（2024-09-25）.xlsx",)
    assert called(ledger, "智慧停车平台")


def test_an_imported_document_reads_again_as_it_was_and_can_be_withdrawn(ledger: Ledger) -> None:
    before = {matter.id for matter in ledger.matters(TODAY)}
    brought(ledger, sheet(row("智慧停车平台", progress="正在招标"), row("老旧小区改造", target="200个")))
    outcomes = {found.source.file: found.outcome for found in read_again(ledger)}
    assert outcomes["台账.xlsx"] == "same"
    withdraw(ledger, "台账.xlsx")
    assert {matter.id for matter in ledger.matters(TODAY)} == before
    assert [one.why for one in versions(ledger.db, "台账.xlsx")] == ["withdrawn"]


def test_an_import_that_fails_leaves_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = preview_import(ledger, sheet(row("智慧停车平台"), row("老旧小区改造", unit="市住建局")), TODAY)
    before = list(ledger.db.conn.iterdump())

    def broken(*_: object, **__: object) -> bool:
        raise OSError("disk")

    monkeypatch.setattr("store.cycle.importing.assign", broken)
    with pytest.raises(OSError, match="disk"):
        apply_import(ledger, plan, "x", NOW)
    assert list(ledger.db.conn.iterdump()) == before


def test_an_empty_ledger_takes_the_city_that_is_given(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "new.db") as empty:
        plan = preview_import(empty, sheet(row("智慧停车平台")), TODAY, city="洛阳市")
        apply_import(empty, plan, "x", NOW)
        assert [(m.title, m.city) for m in empty.matters(TODAY)] == [("智慧停车平台", "洛阳市")]
