"""E-mail through apprise, which knows the mail servers of the usual providers and puts the message together.

The connection is the one step taken here, since apprise says only whether all went well: what failed before the
message was handed over was surely not sent.
"""

from __future__ import annotations

import ipaddress
import smtplib
import socket
import warnings
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from bot.outcomes import Outcome
from handlers.card import clip
from store.addresses import Address

SENDER = "践诺"
PORTS = (25, 465, 587)
SUBJECT = 60  # characters


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server; `secure` is apprise's word for how the connection is kept secret."""

    host: str
    port: int
    secure: str


def send_mail(address: Address, text: str, inside: Container[str] = (), server: Server | None = None) -> Outcome:
    """What came of sending a plain text as a mail; blocks for up to a minute.

    A server without a public address is used only where it is one of `inside`, which the settings name, so that nobody
    can look around in the network from the chat. `server` replaces the one that the address names.
    """
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # apprise looks for imghdr
        from apprise import AppriseAsset, NotifyFormat
        from apprise.plugins.email import NotifyEmail
        from apprise.plugins.email.smtp import AppriseSMTPController

    # Not by Apprise.instantiate, which loads the plugins of all other services.
    named = AppriseAsset(app_id=SENDER, app_desc=SENDER)
    plugin: Any = NotifyEmail(asset=named, **NotifyEmail.parse_url(address.url))  # type: ignore[no-untyped-call]
    first = clip(text.partition("\n")[0], SUBJECT)
    at = server or Server(plugin.smtp_host, plugin.port, plugin.secure_mode)
    try:
        if server is None and (at.port not in PORTS or not _is_allowed(at.host, inside)):
            return Outcome("dead", "这个邮件服务器在内网，要由管理员在 JIANNUO_MAIL_HOSTS 里放行")
        with AppriseSMTPController(at.host, at.port, at.secure, plugin.user, plugin.password) as smtp:
            taken = True
            for message in NotifyEmail.prepare_emails(
                subject=f"【{SENDER}】{first}",
                body=text,
                notify_format=NotifyFormat.TEXT,
                from_addr=plugin.from_addr,
                to=plugin.targets,
                smtp_host=at.host,
                tzinfo=plugin.tzinfo,
            ):
                taken = smtp.sendmail(plugin.from_addr[1], message.to_addrs, str(message.body)) and taken
    except smtplib.SMTPAuthenticationError:
        return Outcome("dead", "邮箱账号或密码（授权码）不对")
    except (OSError, UnicodeError):  # smtplib's own errors are OSErrors too; all of them came before the message
        return Outcome("unreached", "连不上邮件服务器")
    return Outcome("sent") if taken else Outcome("ambiguous", "邮件服务器没有收下，或中途断线")


def _is_allowed(host: str, inside: Container[str]) -> bool:
    """Whether the settings name the server, or every address of it is public. Raises OSError for an unknown name."""
    if host in inside:
        return True
    found = {info[4][0] for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    return all(ipaddress.ip_address(str(one).partition("%")[0]).is_global for one in found)
