"""The commands, buttons and answers of 五个一: rows of the handler table."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.buttons import ASSIGN, ASSIGN_OF, ASSIGN_TO, MINE, PLAN
from handlers.cycle import assigning, mine
from handlers.entries import Command, Pressed
from handlers.expecting import Taker

COMMANDS = (
    Command("assign", "分工，例如 /assign 民生保障 领导=张三", assigning.assign_command, needs="editor"),
    Command("mine", "分给我的任务", mine.mine_command),
)

BUTTONS: Mapping[str, Pressed] = {
    ASSIGN: Pressed(assigning.show_assigned),
    ASSIGN_TO: Pressed(assigning.assign_to, needs="editor"),
    ASSIGN_OF: Pressed(assigning.assign_of, needs="editor"),
    PLAN: Pressed(assigning.send_plan),
    MINE: Pressed(mine.show_mine),
}

TAKERS: Mapping[str, Taker] = {assigning.EXPECTS: Taker(assigning.take_answer, "editor")}
