"""One chat's updates in order, other chats meanwhile."""

from __future__ import annotations

import asyncio

from telegram import Chat, InlineQuery, Message, Update, User

from bot.turns import Turns


def update(chat_id: int) -> Update:
    return Update(1, message=Message(1, date=None, chat=Chat(chat_id, "private"), text="x"))  # type: ignore[arg-type]


async def test_a_slow_answer_holds_up_its_own_chat_only() -> None:
    turns, release, done = Turns(), asyncio.Event(), []

    async def slow() -> None:
        await release.wait()
        done.append("slow")

    async def quick(name: str) -> None:
        done.append(name)

    tasks = [asyncio.ensure_future(turns.process_update(update(1), slow()))]
    tasks += [asyncio.ensure_future(turns.process_update(update(1), quick(name))) for name in ("second", "third")]
    await turns.process_update(update(2), quick("other chat"))
    assert done == ["other chat"]
    release.set()
    await asyncio.gather(*tasks)
    assert done == ["other chat", "slow", "second", "third"]


async def test_inline_queries_of_two_people_do_not_wait_for_each_other() -> None:
    turns, release, done = Turns(), asyncio.Event(), []

    async def slow() -> None:
        await release.wait()

    async def quick() -> None:
        done.append("quick")

    def query(user: int) -> Update:
        return Update(1, inline_query=InlineQuery("1", User(user, "某人", False), "老旧小区", ""))

    waiting = asyncio.ensure_future(turns.process_update(query(1), slow()))
    await turns.process_update(query(2), quick())
    assert done == ["quick"]
    release.set()
    await waiting


async def test_a_failing_answer_lets_the_next_one_through() -> None:
    turns = Turns()

    async def fail() -> None:
        raise RuntimeError

    async def work() -> None:
        return None

    failed = await asyncio.gather(turns.process_update(update(1), fail()), return_exceptions=True)
    assert isinstance(failed[0], RuntimeError)
    await turns.process_update(update(1), work())


async def test_an_update_without_a_chat_is_handled() -> None:
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    await Turns().process_update(object(), work())
    assert done.is_set()
