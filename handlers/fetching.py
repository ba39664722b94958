"""Files that people send, fetched from Telegram."""

from __future__ import annotations

from telegram import Document
from telegram.error import BadRequest, Forbidden, TelegramError

MOST_BYTES = 20_000_000  # what Telegram lets a bot download

TOO_LARGE = "文件超过20MB，Telegram不让机器人下载。请拆分或压缩图片后再发，或在电脑上用 jiannuo {command} 读入。"
NOT_FETCHED = "文件没有下载成功，请再发一次。"


class NotFetchedError(Exception):
    """A file that did not come; the message is the line to say."""


async def fetched(document: Document, command: str) -> bytes:
    """The content of a document; `command` of `jiannuo` reads files that are too large for the chat.

    Raises NotFetchedError, and Forbidden where the chat shut the bot out.
    """
    if (document.file_size or 0) > MOST_BYTES:
        raise NotFetchedError(TOO_LARGE.format(command=command))
    try:
        return bytes(await (await document.get_file()).download_as_bytearray())
    except Forbidden:
        raise
    except TelegramError as error:
        too_large = isinstance(error, BadRequest) and "too big" in error.message.lower()
        raise NotFetchedError(TOO_LARGE.format(command=command) if too_large else NOT_FETCHED) from error
