"""/channel: secrets go in and never come out, a test comes first, and a channel follows as a chat does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.logs import Redaction
from bot.offline import PERSON
from handlers.channel_follows import GONE, PRIVATELY, follows_card
from handlers.channels import OFFLINE, SHOWN_IN_GROUP, Line, list_card
from store.addresses import FIRST, Address, read_address
from store.channels import Channel, add_channel, channels
from store.chats import settings
from store.follows import Follow, follows
from store.ledger import Ledger
from store.members import claim_invitation, invite
from tests.handlers.conftest import Dialogue
from tests.handlers.test_card_limits import assert_fits
from tests.handlers.test_guard import EDITOR, OPEN_GROUP, admit, from_stranger, heard, pressed

OWNER = int(PERSON["id"])
CLOCK = datetime(2024, 9, 25, 3, 0, tzinfo=UTC)
KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifaab12"
URL = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"


@dataclass
class Courier:
    """Sends tests; `why` they do not arrive."""

    why: str = ""
    sent: list[str] = field(default_factory=list)

    async def try_out(self, address: Address, text: str) -> str:
        self.sent.append(address.key)
        return self.why


@pytest.fixture
def tester(dialogue: Dialogue) -> Courier:
    made = Courier()
    dialogue.application.bot_data["channels"] = made
    return made


async def kept(dialogue: Dialogue) -> list[Channel]:
    return await dialogue.run(channels)


def said(dialogue: Dialogue) -> str:
    """Everything that the bot ever said, buttons and their data as well."""
    return "".join(f"{shown.text}{shown.buttons}" for shown in dialogue.shown)


async def test_a_channel_whose_test_arrives_is_kept_and_its_secret_not_repeated(
    dialogue: Dialogue, tester: Courier
) -> None:
    assert "还没有渠道" in await dialogue.say("/channel")
    heard = await dialogue.say(f"/channel add 督办群 {URL}")
    assert heard.startswith("已保存督办群")
    assert "企业微信 ••••ab12" in heard
    assert tester.sent == [KEY]
    (one,) = await kept(dialogue)
    assert one.tested_at == dialogue.clock
    assert KEY not in said(dialogue)


async def test_whoever_takes_a_role_back_hears_which_channels_fall_silent(dialogue: Dialogue) -> None:
    def somebody_adds(ledger: Ledger) -> None:
        claim_invitation(ledger, invite(ledger, "administrator", 1, "李", dialogue.clock), 77, "李", dialogue.clock)
        add_channel(ledger, "督办群", read_address([URL]), 77, dialogue.clock, tested=True)

    await dialogue.run(somebody_adds)
    heard = await dialogue.say("/revoke 77")
    assert heard == "已取消77的权限。本人添加的渠道已停发：督办群。请到 /channel 按“测试”接管。"


async def test_the_same_message_twice_is_one_channel_and_one_test(dialogue: Dialogue, tester: Courier) -> None:
    await dialogue.say(f"/channel add 督办群 {URL}")
    await dialogue.say(f"/channel add 督办群 {URL}")
    assert len(await kept(dialogue)) == len(tester.sent) == 1
    assert "已有名为" in await dialogue.say(f"/channel add 督办群 {URL.replace('693', '694')}")


async def test_one_that_cannot_be_tested_is_kept_only_on_a_second_word(dialogue: Dialogue, tester: Courier) -> None:
    tester.why = "机器人已被移除，或地址已失效"
    heard = await dialogue.say(f"/channel add 督办群 {URL}")
    assert "没有测通" in heard
    assert "机器人已被移除" in heard
    assert await kept(dialogue) == []
    await dialogue.press("仍然保存")
    (one,) = await kept(dialogue)
    assert one.tested_at is None
    assert "还没有测通过" in await dialogue.say("/channel")
    tester.why = ""
    assert "已测通" in await dialogue.press("测试1")
    assert "测通" in (await dialogue.say("/channel")).partition("订阅0项")[2]
    assert KEY not in said(dialogue)


async def test_the_terminal_reaches_nobody(dialogue: Dialogue) -> None:
    assert OFFLINE in await dialogue.say(f"/channel add 督办群 {URL}")
    assert await kept(dialogue) == []


@pytest.mark.parametrize("address", ["json://127.0.0.1", "file:///etc/passwd", "http://10.0.0.1/?key=secret", "x"])
async def test_no_other_address_is_taken(dialogue: Dialogue, tester: Courier, address: str) -> None:
    heard = await dialogue.say(f"/channel add 督办群 {address}")
    assert "只支持企业微信、钉钉、飞书" in heard
    assert address not in heard or address == "x"
    assert tester.sent == []


async def test_a_channel_follows_and_stops_as_a_chat_does(dialogue: Dialogue, tester: Courier) -> None:
    await dialogue.say(f"/channel add 督办群 {URL}")
    (one,) = await kept(dialogue)
    assert "督办群已订阅类别“养老”" in await dialogue.say("/channel follow 督办群 养老")
    await dialogue.say("/channel follow 督办群 养老")
    (follow,) = await dialogue.run(lambda ledger: follows(ledger, one.chat))
    assert follow.value == "养老"
    await dialogue.say("/channel")
    assert "1 养老（类别）" in await dialogue.press("订阅1")
    await dialogue.press("取消1")
    assert await dialogue.run(lambda ledger: follows(ledger, one.chat)) == []
    assert "没有叫“旧群”的渠道" in await dialogue.say("/channel follow 旧群 养老")


async def test_a_channel_has_settings_as_a_chat_has(dialogue: Dialogue, tester: Courier) -> None:
    await dialogue.say(f"/channel add 督办群 {URL}")
    (one,) = await kept(dialogue)
    assert (await dialogue.press("提醒设置")).startswith("督办群的提醒设置")
    await dialogue.press("周报")
    await dialogue.press("每周一份")
    assert "周报：每周一份" in dialogue.last.text
    assert (await dialogue.run(lambda ledger: settings(ledger, one.chat))).brief == "weekly"
    assert (await dialogue.run(lambda ledger: settings(ledger, OWNER))).brief is None


async def test_a_channel_is_deleted_after_being_asked_once_more(dialogue: Dialogue, tester: Courier) -> None:
    await dialogue.say(f"/channel add 督办群 {URL}")
    await dialogue.say("/channel")
    listed = dialogue.last
    assert "删除渠道“督办群”" in await dialogue.press("删除1")
    assert len(await kept(dialogue)) == 1
    await dialogue.press("确定删除")
    assert await kept(dialogue) == []
    assert GONE in await dialogue.press_under(listed, "测试1")


def many() -> list[Line]:
    address = read_address(["mailtos://duty:secret99@qq.com?to=" + "l" * 40 + "@gov.example.cn"])
    made = [Channel(FIRST - n, "督" * 20, address, 1, CLOCK, None) for n in range(1, 51)]
    return [Line(one, 100, is_heard=False) for one in made]


@pytest.mark.parametrize("page", [0, 3, 8, 99])
def test_the_list_fits_a_screen(page: int) -> None:
    assert_fits(list_card(many(), page))
    assert_fits(list_card([]))


def test_what_a_channel_follows_fits_a_screen() -> None:
    followed = [Follow(n, -1, None, "question", "q", "问" * 100, CLOCK, 1) for n in range(100)]
    assert_fits(follows_card(many()[0].channel, followed, "已保存"))


@pytest.mark.parametrize(
    "line",
    [
        URL,
        f"HTTP Request: POST {URL} 200",
        "/channel add 钉钉群 https://oapi.dingtalk.com/robot/send?access_token=abcdef0123456789 SEC0123456789abcdef",
        f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}",
        f"wecombot://{KEY}/",
        "dingtalk://SEC0123456789abcdef@abcdef0123456789/",
        "mailtos://duty:abcdef0123456789@qq.com/?to=li%40x.cn",
    ],
)
def test_no_log_shows_the_secret_of_a_channel(line: str) -> None:
    masked = Redaction([]).masked(line)
    assert KEY not in masked
    assert "abcdef0123456789" not in masked


async def test_in_a_group_an_address_is_not_taken_and_said_to_be_shown(dialogue: Dialogue, tester: Courier) -> None:
    await dialogue.allow_group(OPEN_GROUP)
    said = await heard(dialogue, from_stranger(dialogue, f"/channel add 督办群 {URL}", OWNER, OPEN_GROUP))
    assert said == SHOWN_IN_GROUP
    assert (await kept(dialogue), tester.sent) == ([], [])
    assert await heard(dialogue, from_stranger(dialogue, "/channel", OWNER, OPEN_GROUP)) == PRIVATELY
    await dialogue.say("x")
    assert await pressed(dialogue, "chs;0;-;-", OWNER) == PRIVATELY


async def test_only_administrators_see_channels(dialogue: Dialogue, tester: Courier) -> None:
    await dialogue.say(f"/channel add 督办群 {URL}")
    await admit(dialogue, EDITOR, "editor")
    said = await heard(dialogue, from_stranger(dialogue, "/channel", EDITOR))
    assert "管理员" in said
    assert "督办群" not in said
    assert "督办群" not in await pressed(dialogue, "chs;0;-;-", EDITOR)


@pytest.mark.parametrize("text", [URL, f"  wecombot://{KEY}", f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY} ok"])
async def test_an_address_without_a_command_is_no_question(dialogue: Dialogue, text: str) -> None:
    assert "/channel add 名称 地址" in await dialogue.say(text)
    assert dialogue.reader.asked == []
    assert KEY not in said(dialogue)
