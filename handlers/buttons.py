"""What the buttons carry: a short action, a page and ids, never text. “src;0;m12;87” asks for the sources of m12.

The last part is the key of the question under whose answer the button stands, “-” where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commitments.followup import NARROWING
from handlers.card import Button

# Released actions keep their meaning: keyboards in old chats still send them.
CARD = "card"  # a matter in a message of its own
BACK = "back"  # the matter's card again, in the same message
SOURCES = "src"
CHANGES = "chg"
PARTS = "prt"  # the districts' shares of a city's programme
PICTURE = "pic"  # a picture of the matter, or of the answers to the question `key`; page: which one (exports/chart.py)
LIST = "list"  # a page of the answers to a remembered question
DROP = "drop"  # the question again without one of its filters; ref: the filter's place in NARROWING
FOLLOW = "fol"  # follow a matter
UNFOLLOW = "unf"  # ref: id of the follow
PICK = "pick"  # one of the choices that a message offered: page is its number, key the message's
SETTING = "set"  # ref: name of the setting, page: number of its value, 0 asks
REMINDED = "rem"  # a matter of a digest with what can be done about its reminders
DONE = "done"  # a matter was done: asks once more, page 1 is the answer
LATER = "later"  # put a matter's reminders off; page: number of the choice, 0 asks
MUTE = "mute"  # remind no more of a matter; page 1 takes it back
NOTE = "note"  # a personal reminder of a matter; page: number of the choice, 0 asks
SNOOZE = "snz"  # a personal reminder again; ref: its id, page: days, 0 for next Monday
CANCEL = "can"  # ref: id of a personal reminder
REVOKE = "rev"  # ref: id of a member: asks once more, page 1 is the answer
EXPORT = "exp"  # the whole ledger as a file; ref: the end of its name
IMPORT = "imp"  # key: the message that brought a spreadsheet; page 1 imports it, 0 drops it
FORGET = "fgt"  # page 1: the person confirms /forget_me
DRAFT = "dr"  # a document that is held; ref: its number; page 1 puts it in place of the message
PUBLISH = "drpub"
DISCARD = "drdrop"
GIVE_DAY = "drday"  # its day of print: page 0 asks, page 1 gives that of the key, 20240522
GIVE_TITLE = "drname"
GIVE_CITY = "drcity"
VERSION = "drver"  # page 1: a version of the document whose id is the key; page 0: one of its own
DOUBT = "doubt"  # a doubt of a draft (ref d12) or document (p12); key: which, “-” the next; page: what is decided
ROUND = "rnd"  # ref: id of a round of checks, key: number of a district in it, page: of its list
CHECK = "chk"  # the form of a matter in a round; key: id of the round
RESULT = "res"  # page: number of the result; key: id of the round
PHOTO = "pho"  # the photo of a result; key: id of the round
REOPEN = "rop"  # a done matter is open again: asks for the reason
CONFIRM = "cfm"  # a completion that was reported and found true is confirmed
LISTED = "lst"  # page: of what is under 挂牌督办
LISTING = "lsg"  # one of these
ENLIST = "enl"  # put a matter under 挂牌督办: asks for the reason
UNLIST = "unl"  # take it off: asks for the reason
BULLETIN = "bul"  # ref: month (2024-09); page 1 the Word file, 2 the picture
CHANNELS = "chs"  # a page of the channels; of the others ref: the number of the channel
CHANNEL_TEST = "cht"
CHANNEL_DELETE = "chd"  # asks once more, page 1 is the answer
CHANNEL_KEEP = "chy"  # keep a channel whose test did not arrive; key: the message that named it
CHANNEL_FOLLOWS = "chf"
CHANNEL_PICK = "chp"  # as PICK, for a channel
CHANNEL_UNFOLLOW = "chu"  # key: id of the follow
CHANNEL_SETTING = "chq"  # as SETTING, NONE for all of them; key: the number of the channel
SHEET = "wks"  # 周调度: a page of the person's sheet; key: its Monday 20240923, “-” the one that is open
REPORT_LINE = "wkl"  # one matter of it with its buttons; key: as above, “-” outside a dispatch
REPORT_SAME = "wkn"  # nothing moved; without a ref: in all that are open, which asks once more (page 1)
REPORT_DONE = "wkd"  # done: asks for the evidence, page 1 goes without
REPORT_FIGURE = "wkf"  # asks for the figure
REPORT_SURE = "wky"  # an unlikely report is kept; key: of what was written
REPORT_WHICH = "wkw"  # ref: the matter that a report is meant of, “-”: it is a question; key: of what was written
REPORT_UNDO = "wku"  # ref: number of a report
CLOSINGS = "cls"  # page: of the proposals to close
CLOSING = "clo"  # one of them; ref: its number, as in the next three
CLOSE = "clc"
CLOSE_REFUSE = "clr"  # asks for the reason
CLOSE_PHOTO = "clp"
OPEN_AGAIN = "opn"  # open a matter again for the reason that was written; key: of what was written
EXTEND = "ext"  # asks for the new day and the reason
EXTENSIONS = "exs"  # page: of the requests for more time
EXTENSION = "exo"  # one of them; ref: its number, as in the next two
EXTEND_GRANT = "exg"
EXTEND_REFUSE = "exr"  # asks for the reason
EXTEND_WHICH = "exw"  # ref: the matter that a request is meant of; key: of what was written
ASSIGN = "asg"  # 分工 of a matter, group or district (ref); page: number of the role that is asked for, 0 shows all
ASSIGN_TO = "ast"  # page: number of the role; key: id of the member, or of the message whose name is only written down
ASSIGN_OF = "aso"  # the matter that an /assign is meant of; key: of what was written
PLAN = "pln"  # sends the file of the plan
MINE = "mine"  # a page of the matters that the person is assigned to

NONE = "-"


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button, read back: `ref` is the id of the matter, `key` that of the question, each may be “-”."""

    action: str
    page: int
    ref: str
    key: str


def button(label: str, action: str, ref: str = NONE, key: str = NONE, page: int = 0) -> Button:
    """A button that carries this. Raises ValueError for an id that holds a semicolon, or beyond 64 bytes of data."""
    if ";" in ref + key:
        raise ValueError(f"an id must not hold a semicolon: {ref!r}, {key!r}")
    return Button(label, f"{action};{page};{ref};{key}")


def read_press(data: str) -> Press | None:
    """The press that `data` stands for; None where no button of ours says it."""
    parts = data.split(";")
    if len(parts) != 4:
        return None
    action, page, ref, key = parts
    if not (ref and key and page.isascii() and page.isdigit()) or len(page) > 4:
        return None
    return Press(action, int(page), ref, key)


def number_of(text: str) -> int:
    """The number of a record that a button or an expected answer carries, 0 for none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def page_row(action: str, ref: str, key: str, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    """上一页 and 下一页 around page `page` (from 0) of `pages`; no row where there is but one."""
    row = []
    if page > 0:
        row.append(button("上一页", action, ref, key, page - 1))
    if page < pages - 1:
        row.append(button("下一页", action, ref, key, page + 1))
    return (tuple(row),) if row else ()


def back_row(matter_id: str, key: str) -> tuple[tuple[Button, ...], ...]:
    """返回, to the card of the matter."""
    return ((button("返回", BACK, matter_id, key),),)


def drop_row(said: Mapping[str, str], key: str) -> tuple[tuple[Button, ...], ...]:
    """A button for each filter that `said` names as people read it: “✕ 西工区”."""
    return (tuple(button(f"✕ {said[name]}", DROP, str(at), key) for at, name in enumerate(NARROWING) if name in said),)
