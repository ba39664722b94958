"""Where a channel leads: the addresses that people copy from a group robot, and how they are kept.

Only these kinds are taken, each with the one host of its service, so that no address leads anywhere else. An address
is kept in the form of apprise (wecombot://KEY/). It holds a secret: show what `masked` gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

Kind = Literal["wecom", "dingtalk", "feishu", "mail"]

FIRST = -(10**16)  # a channel's number lies below it; Telegram's ids have at most 52 bits
KINDS: Mapping[Kind, str] = {"wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书", "mail": "邮箱"}
SCHEMES: Mapping[Kind, str] = {"wecom": "wecombot", "dingtalk": "dingtalk", "feishu": "feishu", "mail": "mailtos"}
# Host and path of a robot's webhook → its kind, and the parameter that holds the key ("": the end of the path).
_WEBHOOKS: Mapping[tuple[str, str], tuple[Kind, str]] = {
    ("qyapi.weixin.qq.com", "/cgi-bin/webhook/send"): ("wecom", "key"),
    ("oapi.dingtalk.com", "/robot/send"): ("dingtalk", "access_token"),
    ("open.feishu.cn", "/open-apis/bot/v2/hook"): ("feishu", ""),
}
_SIGNED = frozenset({"dingtalk", "feishu"})  # robots that may ask for a signature
_MAIL_OPTIONS = frozenset({"smtp", "to", "from"})
_SHOWN = 4  # characters of a key

UNKNOWN = "只支持企业微信、钉钉、飞书群机器人的Webhook地址，或邮箱 mailtos://账号:密码@域名?to=收件人"
BAD_KEY = "地址里的密钥不完整，请从群机器人的设置里重新复制"
BAD_MAIL = "邮箱要写成 mailtos://账号:密码@域名?to=收件人，可加 smtp=服务器 和 from=发件人"
NOT_SIGNED = "只有钉钉和飞书的机器人有加签密钥，地址后面不要再写别的"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a channel leads; `url` is its form in apprise and secret."""

    kind: Kind
    url: str = field(repr=False)

    @property
    def key(self) -> str:
        """A robot's key."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    @property
    def secret(self) -> str:
        """What a robot's messages are signed with, "" where they are not."""
        return urlsplit(self.url).netloc.rpartition("@")[0]

    @property
    def recipient(self) -> str:
        """Who gets the mail."""
        return dict(parse_qsl(urlsplit(self.url).query)).get("to", "")

    @property
    def masked(self) -> str:
        """The address as people may see it: 企业微信 ••••ab12, 邮箱 li@example.com."""
        end = self.recipient if self.kind == "mail" else f"••••{self.key[-_SHOWN:]}"
        return f"{KINDS[self.kind]} {end}"


def is_channel(chat: int) -> bool:
    """Whether a chat's number is that of a channel and not of Telegram."""
    return chat < FIRST


def read_address(words: Sequence[str]) -> Address:
    """The address that people copied, and behind it the secret of a robot that wants its messages signed.

    https://oapi.dingtalk.com/robot/send?access_token=… SEC… → 钉钉. Raises ValueError with a Chinese line, which holds
    nothing of the words.
    """
    try:
        parts = urlsplit(words[0] if words else "")
        by_scheme = {scheme: kind for kind, scheme in SCHEMES.items()} | {"mailto": "mail"}
        if parts.scheme == "https":
            return _robot(*_webhook(parts), words[1:])
        kind = by_scheme.get(parts.scheme)
        if kind == "mail":
            return _mail(parts, words[1:])
        if kind is None:
            raise ValueError(UNKNOWN)
        secret, _, key = parts.netloc.rpartition("@")
        if parts.path.strip("/") or parts.query:
            raise ValueError(BAD_KEY)
        return _robot(kind, key, [*([secret] if secret else []), *words[1:]])
    except ValueError as error:
        known = {UNKNOWN, BAD_KEY, BAD_MAIL, NOT_SIGNED}
        raise ValueError(str(error) if str(error) in known else UNKNOWN) from None


def _webhook(parts: SplitResult) -> tuple[Kind, str]:
    path = parts.path.rstrip("/")
    for (host, start), (kind, name) in _WEBHOOKS.items():
        if parts.netloc.lower() != host:
            continue
        if name and path == start:
            return kind, dict(parse_qsl(parts.query)).get(name, "")
        if not name and path.startswith(f"{start}/"):
            return kind, path.removeprefix(f"{start}/")
    raise ValueError(UNKNOWN)


def _robot(kind: Kind, key: str, secrets: Sequence[str]) -> Address:
    if len(secrets) > (kind in _SIGNED):
        raise ValueError(NOT_SIGNED)
    if not all(_is_key(one) for one in (key, *secrets)):
        raise ValueError(BAD_KEY)
    signed = f"{secrets[0]}@" if secrets else ""
    return Address(kind, f"{SCHEMES[kind]}://{signed}{key}/")


def _is_key(text: str) -> bool:
    return text.isascii() and text.replace("-", "").replace("_", "").isalnum() and 8 <= len(text) <= 128


def _mail(parts: SplitResult, more: Sequence[str]) -> Address:
    user, password, host = unquote(parts.username or ""), unquote(parts.password or ""), parts.hostname or ""
    options = parse_qsl(parts.query, strict_parsing=bool(parts.query))
    chosen = dict(options)
    known = len(chosen) == len(options) and chosen.keys() <= _MAIL_OPTIONS and not parts.path.strip("/")
    login = user if "@" in user else f"{user}@{host}"
    to = chosen.setdefault("to", login)
    sender = chosen.setdefault("from", login)
    hosts = (host, chosen.get("smtp", host))
    if more or not known or not user or not password or parts.port or not all(map(_is_host, hosts)):
        raise ValueError(BAD_MAIL)
    if not _is_mailbox(to) or not _is_mailbox(sender):
        raise ValueError(BAD_MAIL)
    login = f"{quote(user, safe='')}:{quote(password, safe='')}@{host}"
    return Address("mail", f"mailtos://{login}/?{urlencode(chosen)}")


def _is_host(name: str) -> bool:
    parts = name.split(".")
    return name.isascii() and len(name) <= 253 and all(part.replace("-", "").isalnum() for part in parts)


def _is_mailbox(text: str) -> bool:
    name, _, host = text.partition("@")
    plain = name.isascii() and bool(name) and not set(name) & set(" ,;<>\"'()[]\\:\r\n\t")
    return plain and name.isprintable() and "." in host and _is_host(host)
