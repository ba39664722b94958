"""Addresses as people copy them; nothing else is taken, and no secret is shown."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.addresses import Address, read_address

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifaab12"
TOKEN = "a1" * 32
SIGN = "SEC" + "0f" * 32
HOOK = "2b3c4d5e-aaaa-bbbb-cccc-0123456789ab"

WECOM, DING, FEISHU = "企业微信 ••••ab12", "钉钉 ••••a1a1", "飞书 ••••89ab"

GOOD = [
    ([f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"], f"wecombot://{KEY}/", WECOM),
    ([f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send/?key={KEY}&debug=1"], f"wecombot://{KEY}/", WECOM),
    ([f"wecombot://{KEY}"], f"wecombot://{KEY}/", WECOM),
    ([f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}"], f"dingtalk://{TOKEN}/", DING),
    ([f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}", SIGN], f"dingtalk://{SIGN}@{TOKEN}/", DING),
    ([f"dingtalk://{SIGN}@{TOKEN}/"], f"dingtalk://{SIGN}@{TOKEN}/", DING),
    ([f"https://open.feishu.cn/open-apis/bot/v2/hook/{HOOK}"], f"feishu://{HOOK}/", FEISHU),
    ([f"https://open.feishu.cn/open-apis/bot/v2/hook/{HOOK}", "abcDEF123"], f"feishu://abcDEF123@{HOOK}/", FEISHU),
    (["mailtos://duty:p%40ss@qq.com?to=li@gov.example.cn"],
     "mailtos://duty:p%40ss@qq.com/?to=li%40gov.example.cn&from=duty%40qq.com", "邮箱 li@gov.example.cn"),
    (["mailto://duty:pass@gov.example.cn?smtp=mail.gov.example.cn"],
     "mailtos://duty:pass@gov.example.cn/?smtp=mail.gov.example.cn&to=duty%40gov.example.cn&from=duty%40gov.example.cn",
     "邮箱 duty@gov.example.cn"),
]  # fmt: skip

BAD = [
    [],
    [""],
    ["http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY],
    ["https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=" + KEY],
    ["https://evil@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY],
    ["https://qyapi.weixin.qq.com:8080/cgi-bin/webhook/send?key=" + KEY],
    ["https://qyapi.weixin.qq.com/cgi-bin/gettoken?key=" + KEY],
    ["https://qyapi.weixin.qq.com/cgi-bin/webhook/send"],
    ["https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a%0d%0ab23456"],
    ["https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY, "SEC12345678"],
    ["https://open.feishu.cn/open-apis/bot/v2/hook/"],
    ["https://open.feishu.cn/open-apis/bot/v2/hook/../../" + HOOK],
    ["https://oapi.dingtalk.com/robot/send?access_token=" + TOKEN, SIGN, "more"],
    ["json://127.0.0.1/"],
    ["jsons://metadata.example/"],
    ["file:///etc/passwd"],
    ["http://169.254.169.254/latest/meta-data"],
    ["tgram://123456:abc/1"],
    ["wecombot://" + KEY + "/?key=other"],
    ["wecombot://short"],
    ["mailtos://qq.com?to=li@x.example"],
    ["mailtos://u:p@qq.com:22?to=li@x.example"],
    ["mailtos://u:p@qq.com?to=li@x.example&verify=no"],
    ["mailtos://u:p@qq.com?to=li@x.example&pgp=sign"],
    ["mailtos://u:p@qq.com?to=a@x.example,b@x.example"],
    ["mailtos://u:p@qq.com?to=a@x.example&to=b@x.example"],
    ["mailtos://u:p@qq.com?smtp=internal/host&to=li@x.example"],
    ["https://[::1"],
]


@pytest.mark.parametrize(("words", "url", "masked"), GOOD)
def test_what_people_copy_is_read_and_shown_without_its_secret(words: list[str], url: str, masked: str) -> None:
    address = read_address(words)
    assert (address.url, address.masked) == (url, masked)
    assert read_address([address.url]) == address
    assert KEY not in repr(address) + str(address)
    assert "pass" not in repr(address)


@pytest.mark.parametrize("words", BAD, ids=str)
def test_nothing_else_is_taken_and_nothing_of_it_is_repeated(words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"[支地邮只]") as caught:
        read_address(words)
    assert not any(len(word) > 5 and word in str(caught.value) for word in words)
    assert caught.value.__cause__ is None


def test_a_signing_secret_is_told_apart_from_the_key() -> None:
    address = read_address([f"dingtalk://{SIGN}@{TOKEN}"])
    assert (address.key, address.secret) == (TOKEN, SIGN)
    assert Address("wecom", f"wecombot://{KEY}/").secret == ""


@given(st.lists(st.text(), max_size=3))
def test_any_text_is_an_address_or_a_line(words: list[str]) -> None:
    with suppress(ValueError):
        assert read_address(words).masked
