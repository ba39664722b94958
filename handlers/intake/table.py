"""What the bot reacts to of documents that are sent: rows of the handler table."""

from __future__ import annotations

from collections.abc import Mapping

from telegram.ext import filters

from handlers.addressed import ADDRESSED
from handlers.buttons import DISCARD, DOUBT, DRAFT, GIVE_CITY, GIVE_DAY, GIVE_TITLE, PUBLISH, VERSION
from handlers.entries import Command, Messages, Pressed
from handlers.expecting import Taker
from handlers.intake import drafting, receiving, reviewing

COMMANDS = (
    Command("drafts", "待发布的文档", drafting.drafts_command, needs="editor"),
    Command("review", "核对已发布文档的存疑", reviewing.review_command, needs="editor"),
)

BUTTONS: Mapping[str, Pressed] = {
    DRAFT: Pressed(drafting.show_draft, needs="editor"),
    PUBLISH: Pressed(drafting.publish_draft, needs="editor"),
    DISCARD: Pressed(drafting.drop_draft, needs="editor"),
    GIVE_DAY: Pressed(drafting.give_day, needs="editor"),
    GIVE_TITLE: Pressed(drafting.give_words, needs="editor"),
    GIVE_CITY: Pressed(drafting.give_words, needs="editor"),
    VERSION: Pressed(drafting.set_version, needs="editor"),
    DOUBT: Pressed(reviewing.review, needs="editor"),
}

TAKERS: Mapping[str, Taker] = {
    drafting.DAY_OF: Taker(drafting.take_words, "editor"),
    drafting.MAYBE_DAY: Taker(drafting.take_words, "editor"),
    drafting.TITLE_OF: Taker(drafting.take_words, "editor"),
    drafting.CITY_OF: Taker(drafting.take_words, "editor"),
    reviewing.LIMIT_OF: Taker(reviewing.take_limit, "editor"),
}

# After the commands, in this order: a text that is no page is a question.
MESSAGES: Messages = (
    (filters.Document.ALL & ADDRESSED, receiving.receive_file),
    (filters.TEXT & ~filters.COMMAND & ADDRESSED, receiving.receive_text),
    (filters.PHOTO & filters.CAPTION & ADDRESSED, receiving.receive_text),
    (filters.PHOTO & filters.ChatType.PRIVATE, receiving.receive_picture),
)
