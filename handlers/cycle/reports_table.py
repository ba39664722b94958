"""The commands, buttons and answers of the weekly dispatch, of reports, of closing and of extending."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.buttons import (
    CLOSE,
    CLOSE_PHOTO,
    CLOSE_REFUSE,
    CLOSING,
    CLOSINGS,
    EXTEND,
    EXTEND_GRANT,
    EXTEND_REFUSE,
    EXTEND_WHICH,
    EXTENSION,
    EXTENSIONS,
    OPEN_AGAIN,
    REPORT_DONE,
    REPORT_FIGURE,
    REPORT_LINE,
    REPORT_SAME,
    REPORT_SURE,
    REPORT_UNDO,
    REPORT_WHICH,
    SHEET,
)
from handlers.cycle import answering, closing, dispatch, extending, report
from handlers.entries import Command, Pressed
from handlers.expecting import Taker

COMMANDS = (
    Command("report", "填报进展，例如 /report 老旧小区 138/188", report.report_command),
    Command("closing", "等核实的销号申请", closing.closing_command, needs="editor"),
    Command("reopen", "重新打开，例如 /reopen 老旧小区 抽查不实", closing.reopen_command, needs="editor"),
    Command("extend", "申请延期，例如 /extend 老旧小区 2024-12-31 理由", extending.extend_command),
    Command("extensions", "等批复的延期申请", extending.extensions_command, needs="editor"),
)

BUTTONS: Mapping[str, Pressed] = {
    SHEET: Pressed(dispatch.show_sheet),
    REPORT_LINE: Pressed(dispatch.show_line),
    REPORT_SAME: Pressed(dispatch.nothing_moved),
    REPORT_DONE: Pressed(dispatch.claim_done),
    REPORT_FIGURE: Pressed(dispatch.ask_figure),
    REPORT_SURE: Pressed(dispatch.sure),
    REPORT_WHICH: Pressed(dispatch.which),
    REPORT_UNDO: Pressed(dispatch.undo),
    CLOSINGS: Pressed(closing.show_closings, needs="editor"),
    CLOSING: Pressed(closing.show_closing, needs="editor"),
    CLOSE: Pressed(closing.close, needs="editor"),
    CLOSE_REFUSE: Pressed(closing.ask_why, needs="editor"),
    CLOSE_PHOTO: Pressed(closing.show_photo, needs="editor"),
    OPEN_AGAIN: Pressed(closing.open_again, needs="editor"),
    EXTEND: Pressed(extending.ask_button),
    EXTEND_WHICH: Pressed(extending.choose),
    EXTENSIONS: Pressed(extending.show_extensions, needs="editor"),
    EXTENSION: Pressed(extending.show_extension, needs="editor"),
    EXTEND_GRANT: Pressed(extending.grant_button, needs="editor"),
    EXTEND_REFUSE: Pressed(extending.ask_why, needs="editor"),
}

TAKERS: Mapping[str, Taker] = {
    answering.FIGURE: Taker(answering.take_figure),
    answering.EVIDENCE: Taker(answering.take_evidence),
    closing.EXPECTS: Taker(closing.take_why, needs="editor"),
    extending.EXPECTS: Taker(extending.take_request),
    extending.EXPECTS_WHY: Taker(extending.take_why, needs="editor"),
}
