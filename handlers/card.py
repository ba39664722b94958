"""What a chat message is made of: text in Telegram's HTML and buttons, and how it fits one phone screen.

Nothing here knows Telegram's library: `jiannuo ask` prints the same cards on a cold start.
"""

from __future__ import annotations

import html
import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

MAX_UNITS = 4096  # Telegram: UTF-16 code units of one message
MAX_DATA = 64  # Telegram: bytes of callback data
SCREEN_ROWS = 24  # rows of text that a phone shows above the keyboard
ROW_CELLS = 42  # half-width cells of one such row: 21 Chinese characters

# Line breaks and tabs become a blank; other control characters, half surrogates and signs that turn the reading
# direction of what follows are left out.
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says, and the short data that comes back when it is pressed."""

    label: str
    data: str

    def __post_init__(self) -> None:
        if not self.label or not 1 <= len(self.data.encode()) <= MAX_DATA:
            raise ValueError(f"a button needs a label and 1–{MAX_DATA} bytes of data: {self!r}")


@dataclass(frozen=True, slots=True)
class Card:
    """One message: Telegram HTML, everything from documents escaped, and rows of buttons."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a card that stay or go together; where the screen is too small, the highest `rank` goes first."""

    rank: int
    lines: tuple[str, ...] = field(default=())


def clean(text: str) -> str:
    """`text` on one line, without the characters that could break a message or turn its reading direction."""
    spaced = " ".join(text.split())
    kept = (c for c in spaced if unicodedata.category(c) not in ("Cc", "Cs", "Cn") and c not in _DIRECTIONS)
    return " ".join("".join(kept).split())


def clip(text: str, length: int) -> str:
    """`text` cleaned, at most `length` characters, the last of them … where something was left out."""
    whole = clean(text[: length * 4 + 64])
    return whole if len(whole) <= length else whole[: length - 1].rstrip() + "…"


def safe(text: str, length: int = 400) -> str:
    """`text` from a document or a person, cleaned, clipped and escaped for Telegram's HTML."""
    return html.escape(clip(text, length), quote=False)


def bold(escaped: str) -> str:
    """`escaped` HTML in bold."""
    return f"<b>{escaped}</b>"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words(markup: str) -> str:
    """The text of Telegram HTML, tags removed: “<b>50</b>/188 &lt;个&gt;” → “50/188 <个>”."""
    parser = _Words()
    parser.feed(markup)
    parser.close()
    return "".join(parser.parts)


def units(text: str) -> int:
    """UTF-16 code units of `text`, the measure of Telegram's limit."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def rows(markup: str) -> int:
    """How many rows of a phone screen Telegram HTML takes, long lines wrapped."""
    return sum(max(1, -(-cells(line) // ROW_CELLS)) for line in words(markup).split("\n"))


def cells(line: str) -> int:
    """Half-width cells that a line of text takes: 2 for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


def fitted(blocks: Iterable[Block]) -> str:
    """The blocks as one text of at most a phone screen; those of the highest rank go first, rank 0 always stays."""
    kept = [block for block in blocks if block.lines]
    while True:
        text = "\n".join(line for block in kept for line in block.lines)
        last = max((block.rank for block in kept), default=0)
        if last == 0 or (rows(text) <= SCREEN_ROWS and units(text) <= MAX_UNITS):
            return text
        spare = max(index for index, block in enumerate(kept) if block.rank == last)
        del kept[spare]


def choices(buttons: Sequence[Sequence[Button]]) -> tuple[Button, ...]:
    """The buttons of a card in the order in which a terminal numbers them, from 1."""
    return tuple(button for row in buttons for button in row)


def choices_text(buttons: Sequence[Sequence[Button]]) -> str:
    """The buttons as numbered choices, row by row: “[1] 出处  [2] 变化”; a label that is its number stands alone."""
    numbers = itertools.count(1)
    return "\n".join("  ".join(_choice(next(numbers), button.label) for button in row) for row in buttons)


def _choice(number: int, label: str) -> str:
    return f"[{number}]" if label == str(number) else f"[{number}] {label}"


def plain(card: Card, *, numbered: bool = True) -> str:
    """A card as terminal text: tags removed, buttons as numbered choices below unless `numbered` is false."""
    text = words(card.text)
    return f"{text}\n{choices_text(card.buttons)}" if numbered and card.buttons else text
