"""How a report is kept from the chat: who may, what is asked back, who hears of it, and what the person is told."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from commitments.model import Matter, Standing
from commitments.reports import Report
from commitments.settling import Settled, settle
from commitments.wording import say_number, say_share
from handlers.buttons import REPORT_FIGURE, REPORT_SURE, button
from handlers.card import Card, clip
from handlers.cycle.closing_cards import proposal_card
from handlers.cycle.dispatch_cards import doubt_card, kept_card
from handlers.desk import Desk
from handlers.guard import Doors, reaches
from store.cycle.closures import Closure
from store.cycle.duties import duties
from store.cycle.keepers import keepers
from store.cycle.notices import notify
from store.cycle.selfreport import keep_report
from store.cycle.sheets import by_id, open_sheet
from store.cycle.summary import names_of
from store.errors import LedgerError
from store.ledger import Ledger
from store.members import person, role_of

GONE = "这个事项已不在台账里。"
NOT_YOURS = "这一项不是分配给您的，请由责任人或编辑填报。"
DONE_BEFORE = "台账里已经是完成，不用再报。如有不实，请编辑用 /reopen 重新打开。"
UNCLEAR = "没看懂是多少，请带上单位再写一次，例如：138个"
KEPT = 20  # texts of a chat that wait for a button


@dataclass(frozen=True, slots=True)
class Pending:
    """A report that somebody wrote: its text and how it was read, of which matter ("" while that is asked), in answer
    to the dispatch of the week from `monday`, with the id of a photo; `user` is who wrote it."""

    user: int
    text: str
    report: Report
    matter_id: str = ""
    monday: date | None = None
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a report: the card that says so, and where it was recorded the matter and what was said of it."""

    card: Card
    matter: Matter | None = None
    said: str = ""

    @property
    def is_recorded(self) -> bool:
        """Whether it was recorded; otherwise the card asks back or says why not."""
        return self.matter is not None


def waiting_texts(chat_data: dict[Any, Any] | None) -> OrderedDict[str, Pending]:
    """What was written in a chat and waits for a button, by the key that the button carries; in memory only."""
    found = OrderedDict[str, Pending]() if chat_data is None else chat_data.setdefault("reports", OrderedDict())
    assert isinstance(found, OrderedDict)
    return found


def wait_for_button(chat_data: dict[Any, Any] | None, key: str, pending: Pending) -> None:
    """Keep a text until its button is pressed."""
    texts = waiting_texts(chat_data)
    texts[key] = pending
    while len(texts) > KEPT:
        texts.popitem(last=False)


def responsible(ledger: Ledger, matter: Matter, user: int) -> bool:
    """Whether a person is assigned to a matter in any role."""
    return user in duties(ledger, [matter])[matter.id].users


def may_report(ledger: Ledger, matter: Matter, user: int, doors: Doors) -> bool:
    """Whether a person may report on a matter: who is assigned to it, and editors."""
    role = role_of(ledger, user, user, admins=doors.admins, public=doors.public)
    return reaches(role, "editor") or responsible(ledger, matter, user)


def keep(ledger: Ledger, pending: Pending, desk: Desk, doors: Doors, key: str, *, sure: bool = False) -> Kept:
    """Record a report, or say what is to be asked back first; `key` is that of its buttons. In the ledger's thread."""
    today, now, user = desk.today(), desk.now(), pending.user
    known = by_id(ledger, [pending.matter_id], today)
    if not known:
        return Kept(Card(GONE))
    (matter, how), *_ = known.values()
    if not may_report(ledger, matter, user, doors):
        return Kept(Card(NOT_YOURS))
    if how.status == "done":
        return Kept(Card(DONE_BEFORE))
    settled = settle(pending.report, how.target, how.done)
    if settled.kind == "unclear":
        return Kept(Card(UNCLEAR))
    said = said_of(settled, how)
    if settled.doubts and not sure:
        choices = (button("确认", REPORT_SURE, key=key), button("改一下", REPORT_FIGURE, matter.id))
        return Kept(doubt_card(matter, said, settled.doubts, choices))
    sheet = open_sheet(ledger, user, today)
    line = sheet.about(matter.id) if sheet else None
    tell = teller(ledger, desk, doors, matter, how)
    try:
        kept = keep_report(
            ledger,
            matter.id,
            settled,
            user=user,
            text=pending.text,
            today=today,
            now=now,
            week=sheet.monday if sheet and line else None,
            photo=pending.photo,
            tell=tell,
        )
    except LedgerError as error:
        return Kept(Card(error.chat))
    (after,) = by_id(ledger, [matter.id], today).values()
    again = open_sheet(ledger, user, today) if line else None
    left = len(again.open) if again else None
    card = kept_card(*after, said, kept.number, left, proposed=bool(kept.closure))
    return Kept(card, matter, said)


def said_of(settled: Settled, how: Standing) -> str:
    """What a report says, as it is repeated to the person: “138/188个小区（自报）；其余年底前完成”."""
    note = f"；{clip(settled.note, 40)}" if settled.note else ""
    if settled.kind == "none":
        return f"没有变化{note}"
    if settled.kind == "words":
        return f"{settled.note}（文字说明，台账的数不变）"
    if settled.kind == "done":
        return f"报完成（自报）{note}"
    target = how.target
    same = target is not None and target.unit == settled.unit
    figure = (
        say_share(settled.value, target.value, settled.unit)
        if target and same
        else say_number(settled.value, settled.unit)
    )
    return f"{figure}（自报）{note}"


def teller(ledger: Ledger, desk: Desk, doors: Doors, matter: Matter, how: Standing) -> Callable[[Closure], object]:
    """What tells the editors and administrators of a proposal to close a matter, but not who made it."""

    def tell(closure: Closure) -> int:
        told = [user for user in keepers(ledger, doors.admins) if person(user) != closure.proposed_by]
        card = proposal_card(closure, matter, how, name_of(ledger, closure.proposed_by), desk.today())
        key = f"closing {closure.number}"
        return notify(ledger.db, told, key, card, desk.now(), matters=[matter.id], zone=desk.zone)

    return tell


def name_of(ledger: Ledger, who: str) -> str:
    """What a person of the audit log is called by those who decide; 工作人员 for nobody of the chat."""
    user = user_of(who)
    return names_of(ledger, [user])[user] if user else "工作人员"


def user_of(who: str) -> int:
    """The Telegram user of a name of the audit log, 0 for none."""
    number = who.removeprefix("telegram:")
    return int(number) if number != who and number.isdecimal() else 0


def with_matter(pending: Pending, matter_id: str) -> Pending:
    """The same text, now said of a matter."""
    return replace(pending, matter_id=matter_id)
