"""What the buttons carry: a short action, a page and an id, never text. “src;0;m12” asks for the sources of m12."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.card import Button

# Released actions keep their meaning: keyboards in old chats still send them.
CARD = "card"  # a matter in a message of its own
BACK = "back"  # the matter's card again, in the same message
SOURCES = "src"
CHANGES = "chg"
LIST = "list"  # a page of the answers to a remembered question; `ref` is the question's key


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button, read back; `ref` is the id of what it is about."""

    action: str
    page: int
    ref: str


def button(label: str, action: str, ref: str, page: int = 0) -> Button:
    """A button that carries `action`, `page` and `id`. Raises ValueError beyond 64 bytes of data."""
    return Button(label, f"{action};{page};{ref}")


def read_press(data: str) -> Press | None:
    """The press that `data` stands for; None where no button of ours says it."""
    action, _, rest = data.partition(";")
    page, _, ref = rest.partition(";")
    if not ref or not (page.isascii() and page.isdigit()) or len(page) > 4:
        return None
    return Press(action, int(page), ref)
