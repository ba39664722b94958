"""Group robots of 企业微信, 钉钉 and 飞书: one POST each, and what came of it.

apprise has a plugin for each, and says of an answer only whether its HTTP status was 200. These robots answer 200 with
an error code to whatever they refuse, so that a message which never arrived would count as sent; it also encodes the
signature of 钉钉 twice and knows none of 飞书. Only the form of its addresses is kept here.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.outcomes import NEVER_SENT, Outcome
from store.addresses import KINDS, Address, Kind

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
LONGEST = 20.0  # seconds of a whole request
MINUTE = 60.0

Request = tuple[str, dict[str, str], dict[str, Any]]  # path, parameters, JSON


def _wecom(address: Address, text: str, now: float) -> Request:
    return "/cgi-bin/webhook/send", {"key": address.key}, {"msgtype": "text", "text": {"content": text}}


def _dingtalk(address: Address, text: str, now: float) -> Request:
    given = {"access_token": address.key}
    if address.secret:
        moment = str(round(now * 1000))
        given |= {"timestamp": moment, "sign": _signed(address.secret, f"{moment}\n{address.secret}")}
    return "/robot/send", given, {"msgtype": "text", "text": {"content": text}}


def _feishu(address: Address, text: str, now: float) -> Request:
    harmless = text.replace("<", "＜")  # else <at user_id="all"> in a document would call the whole group
    said: dict[str, Any] = {"msg_type": "text", "content": {"text": harmless}}
    if address.secret:
        moment = str(int(now))
        said |= {"timestamp": moment, "sign": _signed(f"{moment}\n{address.secret}", "")}
    return f"/open-apis/bot/v2/hook/{address.key}", {}, said


def _signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


@dataclass(frozen=True, slots=True)
class Robot:
    """A kind of robot: where its service is, how a text is put to it, and what its error codes mean.

    `longest` is how many bytes of UTF-8 a text may have.
    """

    base: str
    request: Callable[[Address, str, float], Request]
    code: str
    longest: int
    codes: Mapping[int, Outcome]


_TOO_FAST = "发送太快，对方要求等待"
_GONE = "机器人已被移除，或地址已失效"
_BUSY = Outcome("wait", "对方系统繁忙", wait=MINUTE)

# As the services document their group robots. What another code refuses failed by itself.
ROBOTS: Mapping[Kind, Robot] = {
    "wecom": Robot(
        "https://qyapi.weixin.qq.com",
        _wecom,
        "errcode",
        2048,
        {
            -1: _BUSY,
            45009: Outcome("wait", _TOO_FAST, wait=MINUTE),
            93000: Outcome("dead", _GONE),
        },
    ),
    "dingtalk": Robot(
        "https://oapi.dingtalk.com",
        _dingtalk,
        "errcode",
        18000,
        {
            -1: _BUSY,
            130101: Outcome("wait", _TOO_FAST, wait=10 * MINUTE),
            410100: Outcome("wait", _TOO_FAST, wait=10 * MINUTE),
            300001: Outcome("dead", _GONE),
            300005: Outcome("dead", _GONE),
            400013: Outcome("dead", "群已解散"),
            400101: Outcome("dead", _GONE),
            400102: Outcome("dead", "机器人已停用"),
            310000: Outcome("dead", "机器人的安全设置不放行：自定义关键词里要有“践诺”，或补上加签密钥"),
        },
    ),
    "feishu": Robot(
        "https://open.feishu.cn",
        _feishu,
        "code",
        18000,
        {
            11232: Outcome("wait", _TOO_FAST, wait=MINUTE),
            11233: Outcome("wait", _TOO_FAST, wait=MINUTE),
            19001: Outcome("dead", _GONE),
            19021: Outcome("dead", "签名不符：请核对签名校验的密钥"),
            19022: Outcome("dead", "机器人的IP白名单不放行"),
            19024: Outcome("dead", "机器人的自定义关键词不放行：请加上“践诺”"),
        },
    ),
}


async def send_robot(address: Address, text: str, base: str = "") -> Outcome:
    """What came of sending a plain text to a robot; `base` replaces its service."""
    robot = ROBOTS[address.kind]
    path, given, said = robot.request(address, text, time.time())
    try:
        async with asyncio.timeout(LONGEST), httpx.AsyncClient(timeout=TIMEOUT) as client:
            answer = await client.post(f"{base or robot.base}{path}", params=given, json=said)
    except NEVER_SENT:
        return Outcome("unreached", f"连不上{KINDS[address.kind]}")
    except (httpx.HTTPError, TimeoutError):
        return Outcome("ambiguous", "网络中断，是否送达不明")
    return outcome_of_answer(address, answer.status_code, answer.content)


def outcome_of_answer(address: Address, status: int, content: bytes) -> Outcome:
    """What an answer means. A 5xx, or one that cannot be read: nobody knows. 429: wait. An error code: by its table."""
    robot, name = ROBOTS[address.kind], KINDS[address.kind]
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return Outcome("wait", _TOO_FAST, wait=MINUTE)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return Outcome("ambiguous", f"{name}出错（{status}），是否送达不明")
    code = _code(content, robot.code)
    if code is None:
        kind = "ambiguous" if status == httpx.codes.OK else "failed"
        return Outcome(kind, f"{name}的答复看不懂（{status}）")  # type: ignore[arg-type]
    if code == 0:
        return Outcome("sent")
    # Not the service's own words: they may repeat the address.
    return robot.codes.get(code) or Outcome("failed", f"{name}拒收（错误码{code}）")


def _code(content: bytes, name: str) -> int | None:
    try:
        said = json.loads(content)
        code = said.get(name, said.get("StatusCode")) if isinstance(said, dict) else None
    except (ValueError, RecursionError):
        return None
    return code if type(code) is int else None
