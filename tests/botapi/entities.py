"""Telegram's HTML, as strictly as its server parses it."""

from __future__ import annotations

import re

TAGS = frozenset(
    ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "code", "pre", "blockquote")
)
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
BROKEN = "Bad Request: can't parse entities"
MAX_UNITS = 4096
MAX_CAPTION = 1024

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z-]{0,20})((?:\s[^<>]{0,2000})?)>")
_START = re.compile("[A-Za-z0-9_-]{1,64}")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));")


class RefusedError(Exception):
    """A 400 with this description."""


def units(text: str) -> int:
    """UTF-16 code units; raises RefusedError for half surrogates, which are no UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise RefusedError("Bad Request: strings must be encoded in UTF-8") from None
    return len(text.encode("utf-16-le")) // 2


def parsed(markup: str) -> str:
    """The text of Telegram HTML. Raises RefusedError for a tag that is unknown, unclosed, crossed, or a bare “<”."""
    open_tags: list[str] = []
    parts: list[str] = []
    position = 0
    while position < len(markup):
        char = markup[position]
        if char == "<":
            tag = _TAG.match(markup, position)
            where = len(markup[:position].encode("utf-8", "surrogatepass"))
            if tag is None:
                raise RefusedError(f"{BROKEN}: Unsupported start tag at byte offset {where}")
            name = tag[2].lower()
            if name not in TAGS:
                raise RefusedError(
                    f'Bad Request: can\'t parse entities: Unsupported start tag "{name}" at byte offset {where}'
                )
            if not tag[1]:
                open_tags.append(name)
            elif not open_tags or open_tags.pop() != name:
                raise RefusedError(f"{BROKEN}: Unexpected end tag at byte offset {where}")
            position = tag.end()
        elif char == "&" and (entity := _ENTITY.match(markup, position)):
            parts.append(_character(entity))
            position = entity.end()
        else:
            parts.append(char)
            position += 1
    if open_tags:
        raise RefusedError(f'{BROKEN}: Can\'t find end tag corresponding to start tag "{open_tags[-1]}"')
    return "".join(parts)


def _character(entity: re.Match[str]) -> str:
    if entity[3]:
        return NAMED.get(entity[3], entity[0])
    return chr(min(int(entity[1]) if entity[1] else int(entity[2], 16), 0x10FFFF))


def checked_text(text: str, parse_mode: str | None = "HTML", limit: int = MAX_UNITS) -> str:
    """The text of a message as a person sees it. Raises RefusedError for an empty one or over `limit` UTF-16 units."""
    units(text)
    shown = parsed(text) if parse_mode == "HTML" else text
    if not shown.strip() or "\0" in shown:
        raise RefusedError("Bad Request: message text is empty")
    if units(shown) > limit:
        raise RefusedError("Bad Request: message is too long")
    return shown


def check_keyboard(markup: object) -> None:
    """Raises RefusedError for a keyboard that Telegram refuses: over 64 bytes of data, no label, over 100 buttons."""
    if not isinstance(markup, dict) or not isinstance(markup.get("inline_keyboard"), list):
        raise RefusedError("Bad Request: object expected as reply markup")
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > 100 or any(len(row) > 8 for row in markup["inline_keyboard"]):
        raise RefusedError("Bad Request: reply markup is too long")
    for button in buttons:
        if not str(button.get("text", "")).strip():
            raise RefusedError("Bad Request: inline keyboard button text is empty")
        if "url" not in button and not 1 <= len(str(button.get("callback_data", "")).encode()) <= 64:
            raise RefusedError("Bad Request: BUTTON_DATA_INVALID")


def check_inline(results: object, button: object = None) -> None:
    """Raises RefusedError for results or a button above them that Telegram refuses: over 50, an id twice or over 64
    bytes, no title, a text or keyboard that no message may have, a start parameter of other characters."""
    if not isinstance(results, list) or len(results) > 50:
        raise RefusedError("Bad Request: can't parse inline query results")
    ids = [str(result.get("id", "")) for result in results]
    if len(set(ids)) < len(ids):
        raise RefusedError("Bad Request: RESULT_ID_DUPLICATE")
    if not all(1 <= len(one.encode()) <= 64 for one in ids):
        raise RefusedError("Bad Request: RESULT_ID_INVALID")
    for result in results:
        if result.get("type") != "article" or not str(result.get("title", "")).strip():
            raise RefusedError("Bad Request: article title is empty")
        content = result.get("input_message_content") or {}
        checked_text(str(content.get("message_text", "")), content.get("parse_mode"))
        if "reply_markup" in result:
            check_keyboard(result["reply_markup"])
    if button is not None and (
        not isinstance(button, dict)
        or not str(button.get("text", "")).strip()
        or not _START.fullmatch(str(button.get("start_parameter", "")))
    ):
        raise RefusedError("Bad Request: START_PARAM_INVALID")
