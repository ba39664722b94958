"""An editor sends documents: what the bot read, what can be done with it, and that nobody else sees it before."""

from __future__ import annotations

import asyncio
import io
from datetime import date, timedelta

import pytest
from docx import Document
from telegram import Update

from bot.offline import PERSON
from handlers.card import Button
from handlers.errors import FAILED
from handlers.fetching import TOO_LARGE
from handlers.intake import drafting, receiving
from handlers.intake.receiving import PICTURE
from store.intake.drafts import waiting
from tests.handlers.intake.conftest import COLLEAGUE, VIEWER, Office, seed

pytestmark = pytest.mark.filterwarnings("error")


def first_line(text: str) -> str:
    return text.split("\n", 1)[0]


def as_docx(content: bytes) -> bytes:
    document = Document()
    for line in content.decode().split("\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def forwarded(day: str = "2024-05-22T01:00:00") -> dict[str, object]:
    """A post of a channel, as a message that was forwarded describes it."""
    stamp = int(__import__("datetime").datetime.fromisoformat(day + "+00:00").timestamp())
    chat = {"id": -1001, "type": "channel", "title": "洛阳发布"}
    return {"forward_origin": {"type": "channel", "date": stamp, "chat": chat, "message_id": 88}}


async def test_a_file_is_read_held_and_published(office: Office) -> None:
    office.on(date(2024, 1, 30))
    said = await office.send(*seed("004"))
    assert first_line(said) == "《加强老旧小区改造“改”到百姓心坎上》：承诺18条、进展4条，待发布"
    assert "刊发：2024-01-30（文中最晚的日期是2024-01-29，按次日见报）" in said
    assert "城市：洛阳市" in said
    assert "老旧小区改造项目 143个、26833户" in said
    assert "2024年汛期前按惯例取5月14日" in said
    assert office.labels == ["发布", "逐条核对 1", "改日期", "放弃", "改标题", "改城市"]
    assert (await office.say("老旧小区 进度")).startswith("没有找到")
    await office.press_under(office.shown[0], "发布")
    assert first_line(office.last.text) == "《加强老旧小区改造“改”到百姓心坎上》：已发布"
    assert "老旧小区" in await office.say("老旧小区 进度")


async def test_a_word_file_is_read_like_a_text(office: Office) -> None:
    said = await office.send("报纸.docx", as_docx(seed("001")[1]))
    assert "：承诺14条、进展76条，待发布" in first_line(said)


async def test_a_day_that_the_text_does_not_say_is_asked_for_and_can_be_typed(office: Office) -> None:
    office.on(date(2024, 5, 22))
    said = await office.send(*seed("000"))
    assert "刊发：还不知道" in said
    assert "发布" not in office.labels
    assert "刊发：2024-05-21（由编辑注明）" in await office.say("5月21日")
    await office.press("改日期")
    assert office.labels == ["昨天 05-21", "今天 05-22", "05-20", "返回"]
    assert "没有看懂日期" in await office.say("不知道")
    assert "刊发：2024-05-22（由编辑注明）" in await office.say("2024-05-22")
    await office.press("发布")
    assert "已发布" in office.last.text


async def test_a_question_under_a_document_without_a_day_is_answered(office: Office) -> None:
    await office.send(*seed("000"))
    assert (await office.say("老旧小区 进度")).startswith("没有找到")
    await office.send(*seed("000"))
    assert "：承诺18条" in first_line(await office.send(*seed("004")))


async def test_a_likely_day_is_one_tap(office: Office) -> None:
    await office.send("洛阳日报.txt", seed("000")[1])
    await office.press("昨天 09-24")
    assert "刊发：2024-09-24" in office.last.text


async def test_the_day_in_the_name_of_a_file_counts_where_the_text_has_none(office: Office) -> None:
    assert "刊发：2024-05-22（文件名里的日期）" in await office.send("洛阳日报20240522.txt", seed("000")[1])


async def test_the_day_in_the_text_goes_before_the_one_in_the_name(office: Office) -> None:
    said = await office.send("扫描20240301.txt", seed("004")[1])
    assert "刊发：2024-01-30（文中最晚的日期" in said
    assert "※ 文件名里的日期是2024-03-01" in said


async def test_a_forwarded_post_brings_its_day_and_channel(office: Office) -> None:
    update = office.person.sends("a.txt", seed("000")[1], **forwarded())
    said = await office._heard(lambda: update)
    assert "刊发：2024-05-22（频道“洛阳发布”当天发布）" in said
    assert "来源：洛阳发布" in said


async def test_a_forwarded_text_of_a_channel_is_read_however_short(office: Office) -> None:
    content = office.person.says("我市年底前建成社区公园50个。").to_dict()
    content["message"] |= forwarded()
    update = Update.de_json(content, office.application.bot)
    said = await office._heard(lambda: update)
    assert "：承诺1条、进展0条，待发布" in first_line(said)
    assert "刊发：2024-05-22" in said


PAGE = "洛阳市今年将办好民生实事。\n年底前改造老旧小区188个，加装电梯200部。\n8月底前建成社区公园50个。"


async def test_lines_that_promise_are_a_document_of_an_editor_and_a_question_of_a_viewer(office: Office) -> None:
    assert "待发布" in first_line(await office.say(PAGE))
    assert (await office.by(VIEWER, office.person.says(PAGE))).startswith("没有找到")
    assert (await office.say("老旧小区改造了多少？\n加装电梯200部完成了吗")).startswith("没有找到")


async def test_a_page_that_telegram_cut_is_put_together(office: Office) -> None:
    text = seed("003")[1].decode()[:7000]
    await office.say(text[:4000])
    office.wait(timedelta(seconds=1))
    await office.say(text[4000:])
    held = await office.run(waiting)
    assert [one.text for one in held] == [text.strip()]
    assert any(shown.text == receiving.MERGED for shown in office.shown)


async def test_two_long_texts_a_minute_apart_are_two(office: Office) -> None:
    text = seed("003")[1].decode()
    await office.say(text[:4000])
    office.wait(timedelta(minutes=1))
    await office.say(text[4000:8000])
    assert len(await office.run(waiting)) == 2


async def test_a_viewer_sends_no_documents(office: Office) -> None:
    update = office.person.sends(*seed("004"))
    assert await office.by(VIEWER, update) == "这一步要由编辑或管理员来做。"
    assert await office.run(waiting) == []


async def test_what_cannot_be_read_is_one_line(office: Office) -> None:
    for name, content in (("a.docx", b"PK\x03\x04 broken"), ("b.pdf", b"%PDF-1.4 nothing"), ("c.png", b"\x89PNG....")):
        said = await office.send(name, content)
        assert said.startswith(f"《{name}》")
        assert "\n" not in said
    assert await office.send("", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") != ""
    assert await office.send("x.jpg", b"1", kind="photo") == PICTURE
    assert "没有读到承诺或进展" in await office.send("空话.txt", "今天天气很好。".encode())
    assert await office.run(waiting) == []


async def test_a_file_that_telegram_does_not_hand_out_is_refused_before_it_is_fetched(office: Office) -> None:
    content = office.person.sends("大.pdf", b"x").to_dict()
    content["message"]["document"]["file_size"] = 20_000_001
    update = Update.de_json(content, office.application.bot)
    assert await office._heard(lambda: update) == TOO_LARGE.format(command="ingest")


async def test_a_slow_file_is_announced_and_the_announcement_becomes_the_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PATIENCE", 0.0)
    await office.send(*seed("004"))
    assert [first_line(shown.text) for shown in office.shown] == [
        "正在读《004_5c5b8542f0a6334b.txt》…",
        "《加强老旧小区改造“改”到百姓心坎上》：承诺18条、进展4条，待发布",
    ]
    assert len({shown.message_id for shown in office.shown}) == 1


async def test_the_bot_answers_others_while_a_document_is_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    real = receiving.studied

    async def slow(desk: object, call: object) -> object:
        begun.set()
        await go_on.wait()
        return await real(desk, call)  # type: ignore[arg-type]

    monkeypatch.setattr(receiving, "studied", slow)
    sending = asyncio.ensure_future(office.application.process_update(office.person.sends(*seed("004"))))
    await begun.wait()
    assert (await office.by(VIEWER, office.person.says("老旧小区 进度"))).startswith("没有找到")
    go_on.set()
    await sending
    assert "待发布" in office.last.text


async def test_the_same_file_again_is_told_so(office: Office) -> None:
    await office.send(*seed("004"))
    await office.send(*seed("004"))
    assert len(await office.run(waiting)) == 1
    await office.press("发布")
    said = await office.send("别的名字.txt", seed("004")[1])
    assert said.startswith("这份文档台账里已经有了，与 2024-01-30《加强老旧小区改造")


async def test_a_corrected_version_says_what_it_changes_and_can_be_kept_apart(office: Office) -> None:
    await office.send(*seed("004"))
    await office.press("发布")
    said = await office.send("新.txt", seed("004")[1].replace("143个".encode(), "150个".encode()))
    assert "⚠ 与 2024-01-30《加强老旧小区改造“改”到百姓心坎上》大部分相同，将作为它的更正" in said
    assert "→" in said
    await office.press("作为另一份")
    assert "作为另一份。转载不是新的证据。" in office.last.text
    await office.press("作为更正")
    await office.press("发布")
    assert first_line(office.last.text).endswith("：已作为更正发布")


async def test_of_two_editors_one_publishes_and_the_other_is_told(office: Office) -> None:
    await office.send(*seed("004"))
    card = office.last
    assert "已发布" in await office.colleague_presses("发布")
    assert "刚才已由另一位编辑发布" in await office.press_under(card, "发布")
    assert "刚才已由另一位编辑发布" in await office.press_under(card, "逐条核对 1")
    assert "刚才已由另一位编辑发布" in await office.press_under(card, "改标题")
    assert "刚才已由另一位编辑发布" in await office.press_under(card, "放弃")


async def test_a_viewer_presses_nothing_of_it(office: Office) -> None:
    await office.send(*seed("004"))
    for label in list(office.labels):
        assert await office.colleague_presses(label, VIEWER) == "这一步要由编辑或管理员来做。"


async def test_dropped_is_dropped_and_pressed_again_says_so(office: Office) -> None:
    await office.send(*seed("004"))
    card = office.last
    assert "已放弃" in await office.press("放弃")
    assert "已经放弃了，要用请重新发来。" in await office.press_under(card, "发布")
    assert await office.run(waiting) == []


async def test_drafts_lists_what_waits_and_shows_it_to_every_editor(office: Office) -> None:
    assert (await office.say("/drafts")).startswith("没有待发布的文档")
    await office.send(*seed("004"))
    await office.send(*seed("001"))
    assert "待发布：共2份" in await office.by(COLLEAGUE, office.person.says("/drafts"))
    await office.say("/drafts")
    await office.press("2")
    assert "：承诺14条、进展76条，待发布" in first_line(office.last.text)


async def test_title_and_city_can_be_given(office: Office) -> None:
    await office.send(*seed("004"))
    await office.press("改标题")
    assert first_line(await office.say("老旧小区专版")) == "《老旧小区专版》：承诺18条、进展4条，待发布"
    await office.press("改城市")
    assert "城市：开封市" in await office.say("开封市")


async def test_in_a_group_a_file_is_read_only_where_it_is_meant_for_the_bot(office: Office) -> None:
    await office.allow_group(-7)
    content = office.person.sends(*seed("004")).to_dict()
    content["message"]["chat"] = {"id": -7, "type": "supergroup", "title": "督查群"}
    quiet = Update.de_json(content, office.application.bot)
    assert await office._heard(lambda: quiet) == ""
    content["message"]["caption"] = "@jiannuo_bot 请读"
    meant = Update.de_json(content, office.application.bot)
    assert "待发布" in await office._heard(lambda: meant)


async def test_who_is_forgotten_is_not_named_by_their_drafts(office: Office) -> None:
    await office.send(*seed("004"))
    await office.send(*seed("001"))
    await office.press("放弃")
    await office.say("/forget_me")
    await office.press("确定删除")
    rows = await office.run(
        lambda ledger: [row for table in ("drafts", "verdicts") for row in ledger.db.execute(f"SELECT * FROM {table}")]
    )
    assert len(rows) == 2
    traces = {PERSON["id"], f"telegram:{PERSON['id']}"}
    assert [row for row in rows if traces & set(row[1:])] == []


STRANGE = ("0;-;-", "1;99;20240101", "3;d99;abcdef12", "2;p1;-", "9;d-1;x", "1;9999999999999999999;1")


@pytest.mark.parametrize("action", ["dr", "drpub", "drdrop", "drday", "drname", "drcity", "drver", "doubt"])
async def test_a_strange_press_is_answered_and_changes_nothing(office: Office, action: str) -> None:
    await office.send(*seed("004"))
    shown = office.last
    for rest in STRANGE:
        before = len(office.shown)
        await office.application.process_update(office.person.presses(shown, Button("?", f"{action};{rest}")))
        assert office.shown[before:]
        assert FAILED not in "".join(one.text for one in office.shown[before:])
    assert len(await office.run(waiting)) == 1


async def test_what_waits_is_not_listed_before_a_group(office: Office) -> None:
    await office.allow_group(-7)
    await office.send(*seed("004"))
    content = office.person.says("/drafts").to_dict()
    content["message"]["chat"] = {"id": -7, "type": "supergroup", "title": "督查群"}
    update = Update.de_json(content, office.application.bot)
    assert await office._heard(lambda: update) == drafting.PRIVATELY
