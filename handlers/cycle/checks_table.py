"""The commands, buttons and answers of rounds, of 挂牌督办, of the notice and of the rules."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.buttons import BULLETIN, CHECK, CONFIRM, ENLIST, LISTED, LISTING, PHOTO, REOPEN, RESULT, ROUND, UNLIST
from handlers.cycle import bulletin, listing, rounds, rules
from handlers.entries import Command, Pressed
from handlers.expecting import Taker

COMMANDS = (
    Command("round", "督查和验收；/round 月 开始一轮", rounds.round_command),
    Command("listed", "挂牌督办的事项", listing.listed_command),
    Command("special", "挂牌督办，例如 /special 西工区 电梯：没有进展", listing.special_command, needs="editor"),
    Command("bulletin", "通报，例如 /bulletin 9月", bulletin.bulletin_command, needs="editor"),
    Command("rules", "督查督办的规则", rules.rules_command, needs="administrator"),
)

BUTTONS: Mapping[str, Pressed] = {
    ROUND: Pressed(rounds.show_round),
    CHECK: Pressed(rounds.show_check),
    RESULT: Pressed(rounds.record_result, needs="editor"),
    PHOTO: Pressed(rounds.show_photo),
    REOPEN: Pressed(rounds.ask_reopen, needs="editor"),
    CONFIRM: Pressed(rounds.confirm_closing, needs="editor"),
    LISTED: Pressed(listing.show_listed),
    LISTING: Pressed(listing.show_listing),
    ENLIST: Pressed(listing.ask_on, needs="editor"),
    UNLIST: Pressed(listing.ask_off, needs="editor"),
    BULLETIN: Pressed(bulletin.send_bulletin, needs="editor"),
}

TAKERS: Mapping[str, Taker] = {
    rounds.EXPECTS: Taker(rounds.take_note, needs="editor"),
    rounds.EXPECTS_REASON: Taker(rounds.take_reason, needs="editor"),
    listing.ON: Taker(listing.take_on, needs="editor"),
    listing.OFF: Taker(listing.take_off_list, needs="editor"),
}
