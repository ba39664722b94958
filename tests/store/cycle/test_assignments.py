"""五个一: what is said of a matter, its group and its district, in which order, for how long, and of whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from store.corrections import merge
from store.cycle.assignments import assign, matters_of
from store.cycle.duties import Duty, Role, Scope, assigned, duties
from store.errors import LedgerError
from store.files import Metadata
from store.follows import follows
from store.ingest import ingest_text
from store.ledger import Ledger
from store.members import claim_invitation, forget_me, invite, revoke
from store.reread import read_again

NOW = datetime(2024, 9, 23, 1, tzinfo=UTC)
TODAY = date(2024, 9, 23)
LI = 7
PLAN = """全市推进2大类20项任务
本报讯 根据方案，今年共推进2大类20项攻坚任务。
● 在民生保障方面
年底前西工区建成社区食堂50个。
年底前新建公厕7座。
● 在产业发展方面
年底前建成标准厂房30栋。
"""


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    ingest_text(ledger, "方案.txt", PLAN, given=Metadata(published=date(2024, 5, 22), city="洛阳市"))
    return ledger


def id_of(ledger: Ledger, title: str) -> str:
    return next(matter.id for matter in ledger.matters() if title in matter.title)


def give(
    ledger: Ledger, scope: Scope, value: str, role: Role, text: str, user: int = 0, file_id: str = "", who: str = "王"
) -> bool:
    return assign(ledger, scope, value, role, text, who=who, now=NOW, user=user, file_id=file_id)


def duty(ledger: Ledger, title: str) -> Duty:
    matter = ledger.matter(id_of(ledger, title))
    assert matter is not None
    return duties(ledger, [matter])[matter.id]


def test_what_is_said_of_a_matter_goes_before_its_group_and_that_before_its_district(filled: Ledger) -> None:
    give(filled, "place", "西工区", "contact", "区里的人")
    assert duty(filled, "社区食堂").text("contact") == "区里的人"
    give(filled, "group", "民生保障", "contact", "专班的人")
    give(filled, "group", "民生保障", "leader", "张三")
    assert duty(filled, "社区食堂").text("contact") == "专班的人"
    give(filled, "matter", id_of(filled, "社区食堂"), "contact", "李科长")
    found = duty(filled, "社区食堂")
    assert (found.text("contact"), found.text("leader"), found.text("team")) == ("李科长", "张三", "")
    assert (found.roles["leader"].scope, found.roles["leader"].value) == ("group", "民生保障")
    assert duty(filled, "公厕").text("contact") == "专班的人"
    assert duty(filled, "标准厂房").roles == {}


def test_the_citys_own_say_comes_last_and_the_first_of_several_places_leads(filled: Ledger) -> None:
    give(filled, "place", "洛阳市", "unit", "市政府办")
    give(filled, "place", "西工区", "unit", "西工区政府")
    assert duty(filled, "社区食堂").text("unit") == "西工区政府"
    assert duty(filled, "标准厂房").text("unit") == "市政府办"


def test_the_same_again_changes_nothing_and_what_was_before_stays_as_history(filled: Ledger) -> None:
    matter = id_of(filled, "社区食堂")
    assert give(filled, "matter", matter, "leader", "张三")
    assert not give(filled, "matter", matter, "leader", " 张三 ")
    assert give(filled, "matter", matter, "leader", "李四")
    assert give(filled, "matter", matter, "leader", "")
    assert not give(filled, "matter", matter, "leader", "")
    rows = filled.db.execute("SELECT text, until IS NULL, by FROM assignments ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [("张三", 0, "王"), ("李四", 0, "王")]


def test_an_assignment_goes_with_its_matter_through_a_merge_and_can_be_changed_there(filled: Ledger) -> None:
    canteen, toilets = id_of(filled, "社区食堂"), id_of(filled, "公厕")
    give(filled, "matter", toilets, "leader", "张三")
    give(filled, "matter", toilets, "team", "环卫专班")
    give(filled, "matter", canteen, "leader", "李四")
    merge(filled, canteen, toilets, who="王")
    now = duties(filled, [m for m in filled.matters() if m.id in (canteen, toilets)])
    (found,) = now.values()
    assert (found.text("leader"), found.text("team")) == (
        "李四",
        "环卫专班",
    )  # the one that stays leads
    assert not give(filled, "matter", toilets, "team", "环卫专班")
    assert give(filled, "matter", toilets, "team", "")
    assert give(filled, "matter", canteen, "leader", "")
    assert assigned(filled, "matter", toilets).roles == {}


def test_reading_the_documents_again_keeps_what_is_assigned(filled: Ledger) -> None:
    give(filled, "matter", id_of(filled, "社区食堂"), "contact", "李科长", LI)
    give(filled, "group", "产业发展", "leader", "张三")
    list(read_again(filled))
    assert duty(filled, "社区食堂").responsible == LI
    assert duty(filled, "标准厂房").text("leader") == "张三"


def test_whoever_is_assigned_follows_it_in_their_own_chat_and_still_does_afterwards(filled: Ledger) -> None:
    matter = id_of(filled, "社区食堂")
    give(filled, "matter", matter, "contact", "李科长", LI)
    give(filled, "matter", matter, "leader", "李科长", LI)
    give(filled, "group", "产业发展", "leader", "李科长", LI)
    give(filled, "place", "西工区", "leader", "李科长", LI)
    expected = [("matter", matter), ("question", "产业发展"), ("place", "西工区")]
    assert [(one.kind, one.value) for one in follows(filled, LI)] == expected
    give(filled, "matter", matter, "contact", "")
    assert len(follows(filled, LI)) == 3


def test_a_user_finds_the_matters_that_are_theirs_now(filled: Ledger) -> None:
    give(filled, "group", "民生保障", "contact", "李科长", LI)
    give(filled, "matter", id_of(filled, "社区食堂"), "leader", "李科长", LI)
    give(filled, "matter", id_of(filled, "公厕"), "contact", "王五")
    mine = [(matter.title, roles) for matter, roles in matters_of(filled, LI, TODAY)]
    assert [(title[-4:], roles) for title, roles in mine] == [("社区食堂", ("leader", "contact"))]
    assert matters_of(filled, LI, date(2024, 1, 1)) == []
    assert matters_of(filled, 0, TODAY) == []


def test_a_plan_can_be_a_file(filled: Ledger) -> None:
    give(filled, "group", "民生保障", "plan", "方案.docx", file_id="f1")
    plan = duty(filled, "社区食堂").roles["plan"]
    assert (plan.text, plan.file_id, plan.user) == ("方案.docx", "f1", 0)


def test_a_matter_that_is_not_there_is_refused(filled: Ledger) -> None:
    with pytest.raises(LedgerError):
        give(filled, "matter", "m999", "leader", "张三")


def admitted(ledger: Ledger) -> None:
    token = invite(ledger, "viewer", 1, "李科长", NOW)
    assert claim_invitation(ledger, token, LI, "李科长", NOW) == "viewer"


def test_who_is_revoked_keeps_the_post_by_name_and_is_asked_nothing(filled: Ledger) -> None:
    admitted(filled)
    give(filled, "matter", id_of(filled, "社区食堂"), "contact", "李科长", LI)
    revoke(filled, LI, 1, NOW)
    found = duty(filled, "社区食堂")
    assert (found.text("contact"), found.users, follows(filled, LI)) == ("李科长", (), [])


def test_who_is_forgotten_leaves_no_name_where_it_was_theirs(filled: Ledger) -> None:
    admitted(filled)
    canteen, toilets = id_of(filled, "社区食堂"), id_of(filled, "公厕")
    give(filled, "matter", canteen, "contact", "李科长", LI)
    give(filled, "matter", canteen, "leader", "张三", who=f"telegram:{LI}")
    give(filled, "matter", toilets, "contact", "李科长")  # somebody's words; who that is, nobody knows
    forget_me(filled, LI, NOW + timedelta(days=1))
    assert duty(filled, "社区食堂").roles.keys() == {"leader"}
    assert duty(filled, "公厕").text("contact") == "李科长"
    left = [str(row) for table in ("assignments", "audit") for row in filled.db.execute(f"SELECT * FROM {table}")]
    mine = [row for row in left if "telegram:7" in row or ("李科长" in row and toilets not in row)]
    assert mine == []
