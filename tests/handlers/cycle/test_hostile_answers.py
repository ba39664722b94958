"""Whatever is written and pressed while a dispatch is open, nothing raises and nobody records what is not theirs."""

from __future__ import annotations

import logging
import random

import pytest

from handlers.buttons import button
from handlers.card import Button
from handlers.cycle.reports_table import BUTTONS
from store.ledger import Ledger
from tests.handlers.cycle.conftest import LI, WANG
from tests.office import Message, Office
from tests.store.promises import at

TEXTS = (
    "1", "2", "7", "138", "1 138/188", "138/0", "0/0", "1 -5", "1 ∞", "1 9999999999999999999999", "完成", "没有进展",
    "1\n2\n3", "1 完成\n老旧小区", "其余没有变化", "都没有变化", "百分之", "%", "/", "1/2/3", "<b>1 完成</b>",
    "\u202e1 完成", "1 " + "完" * 400, "/report", "/report 1", "/report 老旧小区", "/report ; ;", "/extend",
    "/extend 老旧小区 2024-02-30 x", "/extend x 99999-12-31 y", "/extend 老旧小区 2999年 为什么", "/closing", "/reopen",
    "/extensions", "/cancel", "/reopen 老旧小区 <i>", "老旧小区 进度",
)  # fmt: skip
REFS = ("-", "0", "1", "7", "99999999999999999999", "no-such-matter")
KEYS = ("-", "20240923", "20241399", "0", "x")


def recorded(ledger: Ledger) -> set[str]:
    """Who recorded something that holds."""
    return {row[0] for row in ledger.db.execute("SELECT DISTINCT who FROM corrections WHERE undone_at IS NULL")}


@pytest.mark.parametrize("user", [LI, WANG], ids=["who is responsible", "an editor"])
async def test_nothing_raises(bureau: Office, caplog: pytest.LogCaptureFixture, user: int) -> None:
    chance = random.Random(user)
    matters = await bureau.run(lambda ledger: [matter.id for matter in ledger.matters()])
    bureau.now = at("2024-09-23 09:00")
    await bureau.tick()
    asked = bureau.last(LI)
    asked.chat = user
    with caplog.at_level(logging.ERROR):
        for _ in range(150):
            kind = chance.choice(("say", "say", "reply", "press", "shown", "photo"))
            if kind in ("say", "reply"):
                await bureau.say(user, chance.choice(TEXTS), asked if kind == "reply" else None)
            elif kind == "photo":
                await bureau.photo(user, "photo", chance.choice(("", "完成", "1 完成")))
            elif kind == "press":
                made = button(
                    "x", chance.choice([*BUTTONS]), chance.choice((*REFS, *matters)), chance.choice(KEYS),
                    chance.choice((0, 1, 9)),
                )  # fmt: skip
                await bureau.press(user, "x", Message(asked.id, user, "?", (made,)))
            elif (last := bureau.last(user)).buttons:
                pressed: Button = chance.choice(last.buttons)
                await bureau.press(user, pressed.label, last)
    assert [record.getMessage() for record in caplog.records] == []
    assert await bureau.run(recorded) <= {f"telegram:{user}"}
    if user == LI:
        pond = next(m for m in await bureau.run(lambda ledger: ledger.matters()) if "九洲池" in m.title)
        assert pond.sightings[-1].source.grade == "published"
