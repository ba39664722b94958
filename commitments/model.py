"""The values that every layer passes around: what a text says, and what the ledger makes of it.

Frozen dataclasses, no behaviour beyond what follows from their own fields. Amounts are in plain units
(3.7万户 → 37000, unit 户); days are `datetime.date`; offsets count characters of the decoded file, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["commitment", "progress"]
Op = Literal["=", ">=", "<=", "~"]
Firmness = Literal["确保", "力争", "plain"]
Precision = Literal["day", "week", "xun", "month", "quarter", "half", "year", "event", "duration", "plan", "recurring"]
Basis = Literal["explicit", "frame"]
# How sure a statement is of what happened: 自报 by whom it concerns · 公开 in a document · 核实 by somebody else.
Grade = Literal["reported", "published", "verified"]
REOPENED = "重新办理"  # the action of the record by which somebody takes a completion back
# amount: 188个 · growth: 增长7% · share: 普及率97%, 完成30% · ceiling: 控制在5.5%以内 · cumulative: 累计338个
# remaining: 剩余91项 · ratio: 占目标的145.2% · change: 提高0.6个百分点 · index: 综合指数4.74
Measure = Literal["amount", "growth", "share", "ceiling", "cumulative", "remaining", "ratio", "change", "index"]
Status = Literal["done", "overdue", "ahead", "on_pace", "behind", "under_way", "no_evidence"]
Order = Literal["", "slowest", "fastest", "longest"]  # by percent done; by days overdue
Light = Literal["green", "yellow", "red", "grey"]
ChangeKind = Literal[
    "new", "progress", "completed", "target_raised", "target_cut", "deadline_later", "deadline_earlier",
    "softened", "firmed", "scope_changed", "dropped", "conflict",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that the text counts with: value in plain units, `what` it counts, how it is bounded."""

    value: float
    unit: str
    what: str = ""
    op: Op = "="
    measure: Measure = "amount"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day allowed (`end`), or None where the words name no day (早日); `text` as it stands."""

    text: str
    end: date | None
    start: date | None = None
    precision: Precision = "year"
    basis: Basis = "explicit"


@dataclass(frozen=True, slots=True)
class Statement:
    """One checkable result that a text promises or reports, with the words it stands in.

    `start`/`end` are offsets into the decoded file; `quote` is that text without whitespace. `places` are the
    official names of the most specific places, () for the document's whole city or county. `as_of` is the day the
    figures of a progress statement stand at where the text says one (截至9月底, 今年上半年), with its words in
    `as_of_text`; None means the day of print. `year` is the planning or reporting year that the text speaks of.
    """

    kind: Kind
    item: str
    action: str
    quote: str
    start: int
    end: int
    quantities: tuple[Quantity, ...] = ()
    deadline: Deadline | None = None
    places: tuple[str, ...] = ()
    firmness: Firmness = "plain"
    topics: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    year: int | None = None
    as_of: date | None = None
    as_of_text: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a page: its headline, span, and the frame that its sentences are read in."""

    title: str
    start: int
    end: int
    city: str = ""
    places: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document. `published_why` and `year_why` say in Chinese what a date rests on."""

    title: str
    city: str
    published: date | None
    published_why: str
    year: int | None
    year_why: str
    articles: tuple[Article, ...]
    statements: tuple[Statement, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The document that a statement stands in, or the record of a person, and the grade of evidence that it is."""

    file: str
    title: str
    published: date
    city: str = ""
    publisher: str = ""
    grade: Grade = "published"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A statement in its document: what linking, cards and evidence are made of."""

    source: Source
    statement: Statement


@dataclass(frozen=True, slots=True)
class Matter:
    """What several statements are about, across documents: one row of the ledger (事项).

    `sightings` are in the order of print, then of text. `whole` is the id of the matter that this one is a part of
    (a district's share of a city's programme), None for most.
    """

    id: str
    title: str
    city: str
    places: tuple[str, ...]
    year: int | None
    topics: tuple[str, ...]
    sightings: tuple[Sighting, ...]
    whole: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A target or a reported figure of a matter, with the day it stands at; `derived` shows the arithmetic of 推算."""

    value: float
    unit: str
    op: Op = "="
    what: str = ""
    as_of: date | None = None
    derived: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """序时进度: the share of the period gone by `as_of` (percent), and how the reported share compares with it."""

    expected: float
    verdict: Literal["ahead", "on_pace", "behind"]
    as_of: date


@dataclass(frozen=True, slots=True)
class Change:
    """What became different between two statements of a matter; values as people write them."""

    kind: ChangeKind
    before: str | None
    after: str | None
    on: date
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a matter stands on a day: the figures, the verdict and why. Rules: DESIGN.md, “Status, by written rule”.

    `targets` and `dones` hold every compared figure, the leading one first (it is also in `target`/`done`).
    `paces` has a second entry where the as-of date can be read in two ways.
    """

    today: date
    status: Status
    light: Light
    target: Figure | None = None
    done: Figure | None = None
    percent: float | None = None
    paces: tuple[Pace, ...] = ()
    deadline: Deadline | None = None
    days_left: int | None = None
    targets: tuple[Figure, ...] = ()
    dones: tuple[Figure, ...] = ()
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question asks for besides its subject words; shown in the answer, each can be dropped.

    `due` is a window of deadlines (both ends included, either may be None); `numbers` are plain values that the
    subject should hold; `intent` is what the asker wants to know; `groups` are groups of tasks (民生保障); `order` is
    that of a list where the asker wants its ends (进度最慢的), "" for the usual one.
    """

    subject: str = ""
    intent: Literal["progress", "target", "deadline", "list", "change", "who", "any"] = "any"
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    due: tuple[date | None, date | None] | None = None
    due_text: str = ""
    statuses: tuple[Status, ...] = ()
    status_text: str = ""
    year: int | None = None
    numbers: tuple[float, ...] = ()
    groups: tuple[str, ...] = ()
    order: Order = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A matter that answers a question, how it stands, its best sightings first, and how well it fits (0–1).

    `parts` are the districts' matters of a city's programme, where the asker looks them up.
    """

    matter: Matter
    standing: Standing
    evidence: tuple[Sighting, ...]
    score: float
    parts: tuple[Matter, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """All that comes back for one question.

    `certain`: the first answer stands out and is shown as a card; otherwise the answers are a list to choose from.
    `near` are near misses for a question without an answer, never mixed with `answers`.
    """

    question: str
    today: date
    filters: Filters
    answers: tuple[Answer, ...] = ()
    near: tuple[Answer, ...] = ()
    certain: bool = False
    total: int = 0
    notes: tuple[str, ...] = field(default=())
