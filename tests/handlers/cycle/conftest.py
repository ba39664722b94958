"""Two people responsible, two editors, and three promises of 洛阳市 on a Monday in September."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers import digests
from store.cycle.assignments import assign
from store.fanout import tell_news
from store.ledger import Ledger
from tests.office import Office, office
from tests.store.promises import at, tell

LI, ZHAO, WANG, SUN = 101, 102, 201, 202  # 李科长 and 赵科长 are responsible, 王主任 and 孙主任 edit
PROMISES = (
    "承诺 老旧小区改造 2024-12-31 -：老旧小区改造188个年底前完成",
    "承诺 加装电梯 2024-10-31 西工区：加装电梯40个",
    "承诺 九洲池二期 2024-09-30 西工区：九洲池二期建成",
)
REPORTED = "进展 老旧小区改造 - -：老旧小区改造已完成50个"


def read_promises(ledger: Ledger) -> dict[str, str]:
    """Title → id of the promises, which 李科长 answers for, and 赵科长 for 九洲池."""
    tell(ledger, "二月.txt", "2024-02-18", *PROMISES)
    tell(ledger, "九月.txt", "2024-09-20", REPORTED)
    tell_news(ledger, at("2024-09-20 09:00"), render=digests)  # nobody follows anything yet
    ids = {matter.title: matter.id for matter in ledger.matters()}
    for title, id_ in ids.items():
        user, name = (ZHAO, "赵科长") if "九洲池" in title else (LI, "李科长")
        assign(ledger, "matter", id_, "contact", name, who="台账员", now=at("2024-09-20 10:00"), user=user)
    return ids


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path / "ledger.db", at("2024-09-23 08:00")) as here:
        for user, role, name in (
            (LI, "viewer", "李科长"), (ZHAO, "viewer", "赵科长"), (WANG, "editor", "王主任"), (SUN, "editor", "孙主任"),
        ):  # fmt: skip
            await here.admit(user, role, name)  # type: ignore[arg-type]
        await here.run(read_promises)
        yield here
