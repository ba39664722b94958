"""五个一 as dialogues: /assign in words, by buttons, by files; who hears of it; the card, 谁负责 and /mine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.offline import PERSON
from commitments.model import Light
from handlers.card import SCREEN_ROWS, choices, rows
from handlers.cycle import assign_words, assigning
from handlers.cycle.duty_words import NOBODY
from store.agenda import Item
from store.cycle.duties import ROLES, Assigned, Duty, assigned
from store.files import Metadata
from store.follows import follows
from store.ingest import ingest_text
from store.ledger import Ledger
from store.members import Role, claim_invitation, invite, revoke
from tests.handlers.conftest import Dialogue, talking
from tests.handlers.samples import RENEWAL, RENEWAL_STANDING

LIGHTS: tuple[Light, ...] = ("red", "yellow", "grey", "green")

ME = int(PERSON["id"])
LI, WANG, ZHANG = 71, 72, 73
PLAN = """全市推进2大类20项任务
本报讯 根据方案，今年共推进2大类20项攻坚任务。
● 在民生保障方面
8月底前西工区建成社区食堂50个。
年底前新建公厕7座。
● 在产业发展方面
年底前建成标准厂房30栋。
年底前建成人才公寓20栋。
"""


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Dialogue]:
    """A chat with an administrator over a small ledger with three members."""
    path = tmp_path / "ledger.db"
    talk = Dialogue()
    with Ledger.open(path) as ledger:
        ingest_text(ledger, "方案.txt", PLAN, given=Metadata(published=date(2024, 5, 22), city="洛阳市"))
        for user, name in ((LI, "李科长"), (WANG, "王建国"), (ZHANG, "王建")):
            admit(ledger, talk, user, name)
    async with talking(talk, path):
        yield talk


def admit(ledger: Ledger, talk: Dialogue, user: int, name: str, role: Role = "viewer") -> None:
    claim_invitation(ledger, invite(ledger, role, ME, name, talk.clock), user, name, talk.clock)


async def outbox(chat: Dialogue) -> list[tuple[int, str]]:
    rows = await chat.run(lambda ledger: ledger.db.execute("SELECT chat, text FROM outbox ORDER BY id").fetchall())
    return [(row[0], row[1].replace("<b>", "").replace("</b>", "")) for row in rows]


async def of(chat: Dialogue, scope: Any, value: str) -> dict[str, tuple[str, int]]:
    duty = await chat.run(lambda ledger: assigned(ledger, scope, value))
    return {role: (one.text, one.user) for role, one in duty.roles.items()}


async def id_of(chat: Dialogue, title: str) -> str:
    return await chat.run(lambda ledger: next(m.id for m in ledger.matters() if title in m.title))


# --- in words -------------------------------------------------------------------------------------------------------


async def test_the_five_of_a_matter_in_one_message(chat: Dialogue) -> None:
    said = await chat.say(
        "/assign 社区食堂 领导=张三 专班=餐饮专班 联系人=@李科长 方案=https://a.cn/?a=1 单位 = 市 民政局"
    )
    lines = said.split("\n")
    assert lines[0].startswith("分工 · 社区食堂")
    assert lines[0].endswith("：已更新")
    assert lines[1:6] == [
        "责任单位：市 民政局",
        "领导：张三",
        "专班：餐饮专班",
        "方案：https://a.cn/?a=1",
        "联系人：李科长 🔔",
    ]
    assert "※ 张三不是成员，收不到消息；用 /invite 邀请进来后再指定一次。" in lines
    assert "※ 李科长已订阅，已另发通知。" in lines


async def test_whoever_is_assigned_follows_and_is_told_once(chat: Dialogue) -> None:
    for _ in range(2):
        last = await chat.say("/assign 社区食堂 联系人=李科长 领导=李科长")
    assert last.split("\n")[0].endswith("：没有变化")
    (told,) = await outbox(chat)
    assert told[0] == LI
    assert told[1].startswith("您是社区食堂")
    assert "的领导、联系人了：已为您订阅" in told[1]
    followed = await chat.run(lambda ledger: follows(ledger, LI))
    assert [(one.kind, one.value) for one in followed] == [("matter", await id_of(chat, "社区食堂"))]


async def test_a_group_or_a_district_is_assigned_as_a_whole_and_a_matter_goes_before(chat: Dialogue) -> None:
    said = await chat.say("/assign 民生保障 领导=李四 联系人=李科长")
    assert said.split("\n")[0] == "分工 · 民生保障：已更新"
    assert "用于这个类别的2个事项；事项另有指定的，以事项的为准。" in said
    await chat.say("/assign 西工区 单位=西工区政府")
    await chat.say("/assign 社区食堂 领导=张三")
    lines = (await chat.say("/assign 社区食堂")).split("\n")
    assert lines[1:3] == ["责任单位：西工区政府（按地区“西工区”）", "领导：张三"]
    assert lines[5] == "联系人：李科长 🔔（按类别“民生保障”）"
    followed = await chat.run(lambda ledger: follows(ledger, LI))
    assert [(one.kind, one.value) for one in followed] == [("question", "民生保障")]


async def test_taking_a_role_away_says_that_the_follow_stays(chat: Dialogue) -> None:
    await chat.say("/assign 产业发展 联系人=李科长")
    said = await chat.say("/assign 产业发展 联系人=无")
    assert "联系人：—" in said
    assert "※ 李科长不再担任，订阅还在（本人可在 /following 取消）。" in said
    assert (await outbox(chat))[-1] == (LI, "您不再是类别产业发展的联系人。订阅还在，不需要可在 /following 取消。")
    assert len(await chat.run(lambda ledger: follows(ledger, LI))) == 1


async def test_who_assigns_themselves_gets_no_message_but_the_answer(chat: Dialogue) -> None:
    said = await chat.say("/assign 社区食堂 联系人=我")
    assert "联系人：用户 🔔" in said
    assert "※ 已为您订阅。" in said
    assert await outbox(chat) == []
    assert len(await chat.run(lambda ledger: follows(ledger, ME))) == 1


async def test_a_name_that_several_members_may_have_is_asked_for(chat: Dialogue) -> None:
    said = await chat.say("/assign 社区食堂 联系人=王建国庆")
    assert said.endswith("：联系人“王建国庆”是哪一位？")
    assert chat.labels == ["王建国", "王建", "都不是，只记名字"]
    matter = await id_of(chat, "社区食堂")
    assert await of(chat, "matter", matter) == {}
    await chat.press("王建国")
    assert await of(chat, "matter", matter) == {"contact": ("王建国", WANG)}
    await chat.say("/assign 社区食堂 领导=王建国庆")
    assert "领导：王建国庆\n" in await chat.press("都不是，只记名字")
    assert (await of(chat, "matter", matter))["leader"] == ("王建国庆", 0)


async def test_a_name_that_is_one_members_own_is_not_asked_for(chat: Dialogue) -> None:
    await chat.say("/assign 社区食堂 联系人=王建")
    assert await of(chat, "matter", await id_of(chat, "社区食堂")) == {"contact": ("王建", ZHANG)}


async def test_words_that_several_matters_answer_offer_a_choice(chat: Dialogue) -> None:
    said = await chat.say("/assign 年底前到期的 领导=张三")
    assert said.split("\n")[0] == "“年底前到期的”是指哪一项？"
    number = next(line[0] for line in said.split("\n") if "公厕" in line)
    assert "领导：张三" in await chat.press(number)
    assert await of(chat, "matter", await id_of(chat, "公厕")) == {"leader": ("张三", 0)}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/assign", assigning.USAGE),
        ("/assign 社区食堂 局长=张三", assigning.UNKNOWN_ROLE.format(word="局长")),
        ("/assign 领导=张三", assigning.USAGE),
        ("/assign 量子计算 领导=张三", assigning.NOT_FOUND.format(words="量子计算")),
    ],
)
async def test_what_cannot_be_understood_says_what_to_write(chat: Dialogue, text: str, answer: str) -> None:
    assert await chat.say(text) == answer


async def test_who_wrote_the_message_that_is_answered_can_be_meant(chat: Dialogue) -> None:
    def update(number: int, author: int) -> Update | None:
        group = {"id": -5, "type": "supergroup"}
        first = {"message_id": 1, "date": 1727233200, "chat": group, "text": "我来"}
        first["from"] = {"id": author, "is_bot": False, "first_name": "李"}
        message = {"message_id": number, "date": 1727233200, "chat": group, "text": "/assign 公厕 联系人=",
                   "entities": [{"type": "bot_command", "offset": 0, "length": 7}], "reply_to_message": first,
                   "from": PERSON}  # fmt: skip
        return Update.de_json({"update_id": number, "message": message}, chat.application.bot)

    await chat.allow_group(-5)
    await chat.application.process_update(update(500, LI))
    matter = await id_of(chat, "公厕")
    assert await of(chat, "matter", matter) == {"contact": ("李", LI)}
    await chat.application.process_update(update(501, 999))
    assert await of(chat, "matter", matter) == {"contact": ("李", 0)}  # a stranger is a name, and gets no messages


# --- by buttons -----------------------------------------------------------------------------------------------------


async def test_the_button_on_a_card_shows_the_five_and_asks_for_each(chat: Dialogue) -> None:
    await chat.say("社区食堂")
    assert "分工" in chat.labels
    said = await chat.press("分工")
    assert said.split("\n")[1:6] == ["责任单位：—", "领导：—", "专班：—", "方案：—", "联系人：—"]
    assert chat.labels == ["责任单位", "领导", "专班", "方案", "联系人", "返回"]
    assert (await chat.press("责任单位")).endswith(
        "：请发责任单位，例如：市住建局（10分钟内；发“无”清空，/cancel 不改）"
    )
    assert "责任单位：市民政局" in await chat.say("市民政局")
    assert (await chat.say("社区食堂")).startswith("社区食堂")  # the answer was taken, this is a question again


async def test_a_member_is_picked_by_a_button(chat: Dialogue) -> None:
    await chat.say("/assign 公厕")
    await chat.press("联系人")
    assert set(chat.labels) == {"李科长", "王建国", "王建"}
    assert "联系人：李科长 🔔" in await chat.press("李科长")
    assert (await chat.say("公厕")).startswith("新建公厕")
    assert [to for to, _ in await outbox(chat)] == [LI]


async def test_a_plan_is_kept_as_a_file_and_sent_back(chat: Dialogue) -> None:
    await chat.say("/assign 民生保障")
    await chat.press("方案")
    assert await chat.send("现场.jpg", b"x", kind="photo") == assigning.ONLY_TEXT
    assert "方案：📎工作方案.docx" in await chat.send("工作方案.docx", b"plan")
    await chat.say("/assign 社区食堂")
    assert "看方案文件" in chat.labels
    assert (await chat.press("看方案文件")).endswith("的工作方案：工作方案.docx")
    assert chat.shown[-1].content == b"plan"


async def test_without_a_word_nothing_is_changed(chat: Dialogue) -> None:
    await chat.say("/assign 公厕")
    await chat.press("领导")
    await chat.say("/cancel")
    await chat.say("张三")
    assert await of(chat, "matter", await id_of(chat, "公厕")) == {}


async def test_buttons_of_what_is_gone_or_forgotten_say_so(chat: Dialogue) -> None:
    await chat.say("/assign 公厕 领导=王建国庆")
    chat.application.chat_data[ME].clear()
    assert await chat.press("都不是，只记名字") == assigning.FORGOTTEN
    await chat.say("/assign 公厕")
    shown = chat.last
    await chat.run(lambda ledger: ledger.db.execute("DELETE FROM documents"))
    await chat.run(lambda ledger: ledger.db.execute("DELETE FROM matters"))
    assert await chat.press_under(shown, "领导") == assigning.GONE


# --- what is seen ---------------------------------------------------------------------------------------------------


async def test_the_card_and_the_question_who_say_who_is_responsible(chat: Dialogue) -> None:
    assert NOBODY in (await chat.say("谁负责 公厕")).split("\n")[0]
    await chat.say("/assign 公厕 单位=市城管局 领导=张三 联系人=李科长")
    lines = (await chat.say("公厕")).split("\n")
    assert "责任：市城管局 · 领导 张三 · 联系人 李科长" in lines
    first = (await chat.say("谁负责 公厕")).split("\n")[0]
    assert "：市城管局 · 领导 张三 · 联系人 李科长 " in first


async def test_the_question_who_of_a_group_says_it_for_the_group(chat: Dialogue) -> None:
    await chat.say("/assign 产业发展 领导=张三")
    assert "※ 产业发展：领导 张三" in (await chat.say("谁负责 产业发展")).split("\n")


async def test_mine_shows_what_is_assigned_to_me_behind_first(chat: Dialogue) -> None:
    assert await chat.say("/mine") == assign_words.NOTHING_MINE
    await chat.say("/assign 民生保障 联系人=我")
    lines = (await chat.say("/mine")).split("\n")
    assert lines[0] == "我的任务：共2项（🔴1 ⚪1）"
    assert lines[1] == "— 落后较多或已逾期 1项 —"
    assert "社区食堂" in lines[2]
    assert lines[3] == "— 未见进展报道 1项 —"
    assert (await chat.press("1")).startswith("社区食堂")


async def test_a_viewer_may_look_and_not_change(chat: Dialogue) -> None:
    chat.application.bot_data["doors"] = type(chat.application.bot_data["doors"])()
    await chat.run(lambda ledger: admit(ledger, chat, ME, "我"))
    assert await chat.say("/assign 公厕 领导=张三") == "这一步要由编辑或管理员来做。"
    await chat.say("公厕")
    await chat.press("分工")
    assert chat.labels == ["返回"]
    await chat.run(lambda ledger: revoke(ledger, ME, 1, chat.clock))


async def test_the_longest_names_and_notes_fit_one_screen() -> None:
    target = assign_words.Target("group", "类" * 40, "名" * 200, "g:0")
    one = {role: Assigned("matter", "值" * 90, role, "长" * 500, "f", 7) for role in ROLES}
    card = assign_words.assign_card(target, Duty(one), count=10**6, notes=["注" * 300] * 9, may_change=True)
    assert rows(card.text) <= SCREEN_ROWS
    long = replace(RENEWAL, title="长" * 90)
    items = [Item(long, replace(RENEWAL_STANDING, light=light)) for light in LIGHTS for _ in range(9)]
    for page in range(5):
        assert rows(assign_words.mine_card(items, page).text) <= SCREEN_ROWS


async def test_a_name_full_of_markup_stays_words(chat: Dialogue) -> None:
    said = await chat.say("/assign 公厕 领导=<b>张</b>&\u202e三 单位=" + "长" * 600)
    assert "领导：<b>张</b>&三" in said
    assert all(len(button.data.encode()) <= 64 for button in choices(chat.last.buttons))
