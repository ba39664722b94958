"""Links that open a matter in the chat with the bot: t.me/jiannuo_bot?start=m_k3f9a2."""

from __future__ import annotations

from telegram.helpers import create_deep_linked_url

from handlers.guard import TOKEN_LENGTH

_MATTER = "m_"


def matter_link(bot: str, matter_id: str) -> str | None:
    """The link to a matter for the bot of this name; None for an id that no such link can carry."""
    parameter = _MATTER + matter_id
    try:
        link = create_deep_linked_url(bot, parameter)
    except ValueError:
        return None
    return None if len(parameter) == TOKEN_LENGTH else link


def linked_matter(parameter: str) -> str | None:
    """The id of the matter that the parameter of /start names; None for an invitation's token or anything else."""
    if len(parameter) == TOKEN_LENGTH or not parameter.startswith(_MATTER):
        return None
    return parameter.removeprefix(_MATTER) or None
