"""What people recorded about a matter by hand, as sightings beside the printed ones.

A record is 核实 (verified) unless the one responsible made it: then it is 自报 (reported).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from commitments.model import REOPENED, Deadline, Quantity, Sighting, Source, Statement
from store.rows import id_list
from store.sqlite import Database

# A correction belongs to the matter that most of the statements it was said of are in now.
_RECORDED = """
    SELECT c.id, c.kind, c.who, c.args,
        (SELECT m.matter_id FROM correction_anchors a JOIN matter_statements m ON m.statement_id = a.statement_id
         WHERE a.correction_id = c.id GROUP BY m.matter_id ORDER BY count(*) DESC, m.matter_id LIMIT 1)
    FROM corrections c
    WHERE c.undone_at IS NULL AND c.kind IN ('done', 'progress', 'extend', 'reopen') {only}
    ORDER BY c.id
"""
_ONLY = """AND c.id IN (
    SELECT a.correction_id FROM matter_statements m JOIN correction_anchors a ON a.statement_id = m.statement_id
    WHERE m.matter_id IN (SELECT value FROM json_each(?)))"""


def hand_sightings(db: Database, ids: Sequence[str] | None, today: date | None) -> Iterator[tuple[str, Sighting]]:
    """Matter id and sighting of each record made by `today`, for the matters `ids` or all."""
    query, wanted = (_RECORDED.format(only=""), ()) if ids is None else (_RECORDED.format(only=_ONLY), (id_list(ids),))
    for number, kind, who, args, matter_id in db.execute(query, wanted).fetchall():
        sighting = _sighting(number, kind, who, json.loads(args))
        if matter_id is not None and (today is None or sighting.source.published <= today):
            yield matter_id, sighting


_HAND = "登记-"  # the file that a record stands as, with its number


def hand_source(db: Database, number: int) -> Source | None:
    """What stands as the document of a record; None for one that was undone or is none."""
    query = """
        SELECT id, kind, who, args FROM corrections
        WHERE id = ? AND undone_at IS NULL AND kind IN ('done', 'progress', 'extend', 'reopen')
    """
    row = db.execute(query, (number,)).fetchone()
    if row is None:
        return None
    id_, kind, who, args = row
    return _sighting(id_, kind, who, json.loads(args)).source


def hand_number(file: str) -> int | None:
    """The number of the record that stands as this file; None for a document."""
    number = file.removeprefix(_HAND)
    return int(number) if number != file and number.isdecimal() else None


def _sighting(number: int, kind: str, who: str, args: dict[str, Any]) -> Sighting:
    """The record as the statement it makes; what was noted stands in the source's title, apart from that statement."""
    on, item, note = date.fromisoformat(args["on"]), args["item"], args["note"]
    deadline: Deadline | None = None
    quantities: tuple[Quantity, ...] = ()
    if kind == "extend":
        end = date.fromisoformat(args["end"])
        deadline = Deadline(text=f"{end.year}年{end.month}月{end.day}日", end=end, precision="day")
        action, quote = "延期", f"时限改为{deadline.text}"
    elif kind == "progress":
        share = args["unit"] == "%"
        quantities = (Quantity(args["value"], args["unit"], args["what"], measure="share" if share else "amount"),)
        action, quote = "完成", f"已完成{args['value']:.15g}{args['unit']}{args['what']}"
    elif kind == "reopen":
        action, quote = REOPENED, "重新打开，继续办理"
    else:
        # Whoever reports a matter as done means that what was promised is reached, and 投用 is as far as promises go.
        action, quote = "完成投用", "已全部完成"
    made = "自报" if args.get("grade") == "reported" else "登记"
    return Sighting(
        source=Source(
            file=f"{_HAND}{number}",
            title=f"{who}{made}：{note}" if note else f"{who}{made}",
            published=on,
            city=args["city"],
            publisher=who,
            grade=args.get("grade", "verified"),
        ),
        statement=Statement(
            kind="commitment" if kind == "extend" else "progress",
            item=item,
            action=action,
            quote=quote,
            start=0,
            end=len(quote),
            quantities=quantities,
            deadline=deadline,
            places=tuple(args["places"]),
            year=args["year"],
        ),
    )
