"""What group robots and mail servers are sent, and what each of their answers means."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest

from bot.channels import REST, Channels, fitted
from bot.mail import Server, send_mail
from bot.robots import ROBOTS
from store.addresses import Address, read_address
from tests.bot.robots import Mailbox, Robots

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifaab12"
SIGN = "SEC0123456789"
WECOM = read_address([f"wecombot://{KEY}"])
DING = read_address([f"dingtalk://{SIGN}@{'a1' * 32}"])
FEISHU = read_address([f"feishu://{SIGN}@{KEY}"])
MAIL = read_address(["mailtos://duty:secret@qq.com?to=li@gov.example.cn"])
TEXT = "<b>提醒</b>：西工区 50/188 &lt;个&gt;"


@pytest.fixture
def robots() -> Iterator[Robots]:
    with Robots() as server:
        yield server


def channels(robots: Robots) -> Channels:
    return Channels(bases=dict.fromkeys(ROBOTS, robots.url))


async def test_a_robot_of_wecom_gets_plain_text(robots: Robots) -> None:
    assert (await channels(robots).send(WECOM, TEXT)).kind == "sent"
    got = robots.got[0]
    assert (got.path, got.given) == ("/cgi-bin/webhook/send", {"key": KEY})
    assert got.said == {"msgtype": "text", "text": {"content": "【践诺】提醒：西工区 50/188 <个>"}}


async def test_a_robot_of_dingtalk_gets_its_signature_once_encoded(robots: Robots) -> None:
    await channels(robots).send(DING, TEXT)
    got = robots.got[0]
    said = f"{got.given['timestamp']}\n{SIGN}".encode()
    assert got.given["sign"] == base64.b64encode(hmac.new(SIGN.encode(), said, hashlib.sha256).digest()).decode()
    assert (got.path, got.given["access_token"], got.text) == (
        "/robot/send", "a1" * 32, "【践诺】提醒：西工区 50/188 <个>",
    )  # fmt: skip


async def test_a_robot_of_feishu_gets_its_signature(robots: Robots) -> None:
    await channels(robots).send(FEISHU, TEXT)
    got = robots.got[0]
    key = f"{got.said['timestamp']}\n{SIGN}".encode()
    assert got.said["sign"] == base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
    assert (got.path, got.text) == (f"/open-apis/bot/v2/hook/{KEY}", "【践诺】提醒：西工区 50/188 ＜个>")


async def test_what_a_document_says_calls_nobody_in_a_group_of_feishu(robots: Robots) -> None:
    text = '通报 &lt;at user_id="all"&gt;所有人&lt;/at&gt; &lt;AT id=all&gt;&lt;/AT&gt; 3&lt;5'
    await channels(robots).send(FEISHU, text)
    said = robots.got[0].text
    assert "<" not in said.lower()
    assert "＜at user_id=" in said


@pytest.mark.parametrize(
    ("address", "answer", "kind", "why"),
    [
        (WECOM, {"errcode": 93000, "errmsg": f"invalid webhook url {KEY}"}, "dead", "机器人已被移除"),
        (WECOM, {"errcode": 45009, "errmsg": "api freq out of limit"}, "wait", "太快"),
        (WECOM, {"errcode": 40058, "errmsg": f"bad {KEY}"}, "failed", "错误码40058"),
        (DING, {"errcode": 310000, "errmsg": "keywords not in content"}, "dead", "践诺"),
        (DING, {"errcode": 130101, "errmsg": "send too fast"}, "wait", "太快"),
        (FEISHU, {"code": 19021, "msg": "sign match fail"}, "dead", "签名不符"),
        (FEISHU, {"StatusCode": 0, "StatusMessage": "success"}, "sent", ""),
        (FEISHU, (400, {"code": 9499, "msg": "Bad Request"}), "failed", "错误码9499"),
        (WECOM, (429, b""), "wait", "太快"),
        (WECOM, (500, b"oops"), "ambiguous", "500"),
        (WECOM, (502, b"<html>"), "ambiguous", "502"),
        (WECOM, (404, b"<html>"), "failed", "404"),
        (WECOM, (302, b""), "failed", "302"),
        (WECOM, b"<html>sign in to the network</html>", "ambiguous", "看不懂"),
        (WECOM, b"[" * 100_000, "ambiguous", "看不懂"),
        (WECOM, {"errcode": "0"}, "ambiguous", "看不懂"),
        (WECOM, "drop", "ambiguous", "不明"),
    ],
)
async def test_every_answer_means_something_and_no_word_of_it_holds_the_key(
    robots: Robots, address: Address, answer: Any, kind: str, why: str
) -> None:
    robots.answers.append(answer)
    outcome = await channels(robots).send(address, TEXT)
    assert outcome.kind == kind
    assert why in outcome.why
    assert KEY not in outcome.why
    assert len(robots.got) == 1


async def test_who_cannot_be_reached_was_surely_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        gone = f"http://127.0.0.1:{server.getsockname()[1]}"
    assert (await Channels(bases={"wecom": gone}).send(WECOM, TEXT)).kind == "unreached"


async def test_an_answer_that_does_not_come_is_not_waited_for_long(
    robots: Robots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.robots.LONGEST", 0.1)
    robots.answers.append("slow")
    assert (await channels(robots).send(WECOM, TEXT)).kind == "ambiguous"


@pytest.mark.parametrize("length", [600, 683, 2000])
def test_a_text_is_cut_at_the_bytes_that_a_robot_takes_and_says_so(length: int) -> None:
    text = fitted("诺" * length, 2048)
    assert len(text.encode()) <= 2048
    assert (text == "诺" * length) is not text.endswith(REST)


# --- mail -----------------------------------------------------------------------------------------------------------


def mail(box: Mailbox) -> Channels:
    return Channels(server=Server("127.0.0.1", box.port, "insecure"))


async def test_a_mail_has_its_first_line_as_subject_and_the_text_as_body() -> None:
    with Mailbox() as box:
        assert (await mail(box).send(MAIL, f"{TEXT}\n第二行")).kind == "sent"
    (raw,) = box.mails
    read = message_from_bytes(raw, policy=policy.default)
    assert (read["to"], read["subject"]) == ("li@gov.example.cn", "【践诺】提醒：西工区 50/188 <个>")
    assert "duty@qq.com" in read["from"]
    assert read.get_content().replace("\r\n", "\n").strip() == "提醒：西工区 50/188 <个>\n第二行"  # type: ignore[attr-defined]
    assert b"secret" not in raw


@pytest.mark.parametrize(
    ("refuse", "kind", "why"),
    [
        ({"AUTH": "535 no"}, "dead", "授权码"),
        ({"EHLO": "", "HELO": ""}, "unreached", "连不上"),
        ({"RCPT": "550 nobody"}, "ambiguous", "没有收下"),
        ({"DATA": ""}, "ambiguous", "没有收下"),
    ],
)
async def test_what_a_mail_server_says_means_something(refuse: dict[str, str], kind: str, why: str) -> None:
    with Mailbox(refuse) as box:
        outcome = await mail(box).send(MAIL, TEXT)
    assert outcome.kind == kind
    assert why in outcome.why
    assert box.mails == []


@pytest.mark.parametrize(
    ("host", "inside", "asked"),
    [("127.0.0.1", (), False), ("localhost", (), False), ("127.0.0.1", ("127.0.0.1",), True)],
)
def test_a_server_in_the_network_is_used_only_where_the_settings_name_it(
    monkeypatch: pytest.MonkeyPatch, host: str, inside: tuple[str, ...], asked: bool
) -> None:
    connected = []
    monkeypatch.setattr(
        "smtplib.SMTP.connect", lambda *given: connected.append(given) or (_ for _ in ()).throw(OSError)
    )
    address = read_address([f"mailtos://duty:secret@gov.example.cn?to=li@gov.example.cn&smtp={host}"])
    outcome = send_mail(address, "text", inside)
    assert bool(connected) is asked
    assert outcome.kind == ("unreached" if asked else "dead")
