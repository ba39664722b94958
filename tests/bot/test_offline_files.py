"""Files in the chat without network: what the bot uploads is shown, what the person sends can be downloaded."""

from __future__ import annotations

from telegram import InputFile

from bot.offline import CHAT, TOKEN, OfflineRequest, Person, Shown


async def test_files_go_both_ways() -> None:
    from telegram import Bot

    shown: list[Shown] = []
    transport = OfflineRequest(shown.append)
    async with Bot(TOKEN, request=transport, get_updates_request=transport) as bot:
        await bot.send_document(CHAT["id"], InputFile(b"abc", filename="台账.csv"), caption="共1项")
        await bot.send_photo(CHAT["id"], InputFile(b"png", filename="p.png"), caption="进度")
        assert [(one.file, one.content, one.text) for one in shown] == [
            ("台账.csv", b"abc", "共1项"),
            ("p.png", b"png", "进度"),
        ]
        update = Person(transport, bot).sends("报告.docx", b"PK", caption="请读")
        assert update.message is not None
        document = update.message.document
        assert document is not None
        assert (document.file_name, update.message.caption) == ("报告.docx", "请读")
        assert bytes(await (await document.get_file()).download_as_bytearray()) == b"PK"
