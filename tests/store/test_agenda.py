"""What comes up for a chat: which matters, under which of its follows."""

from __future__ import annotations

from datetime import date

from commitments.calendar import is_workday
from store.agenda import Agenda, Window
from store.follows import Follow, follow, mute, mutes
from store.ledger import Ledger
from tests.store.promises import at, tell

FORUM = -5
DAY = date(2024, 9, 25)
WINDOW = Window(date(2024, 9, 24), DAY, (7,), is_workday)


def due(ledger: Ledger, followed: Follow) -> list[str]:
    return [item.matter.title for item in Agenda(ledger, DAY).due(WINDOW, [followed], mutes(ledger, FORUM))]


def test_what_was_put_off_comes_again_in_the_topics_that_follow_it_only(ledger: Ledger) -> None:
    tell(ledger, "a.txt", "2024-09-20", "承诺 九洲池二期 2024-09-30 西工区：九洲池二期建成")
    (matter,) = ledger.matters()
    now = at("2024-09-22 12:00")
    here = [follow(ledger, FORUM, 1, "place", "西工区", "西工区", 7, now)]
    here.append(follow(ledger, FORUM, 2, "matter", matter.id, matter.title, 7, now))
    elsewhere = follow(ledger, FORUM, 3, "place", "涧西区", "涧西区", 7, now)
    mute(ledger, FORUM, matter.id, DAY, 7)
    assert [due(ledger, one) for one in here] == [[matter.title]] * 2
    assert due(ledger, elsewhere) == []
