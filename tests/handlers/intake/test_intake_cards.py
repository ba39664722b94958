"""Whatever a document says, its cards are ones that Telegram takes and a phone shows whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from commitments.model import Deadline, Reading, Source, Statement
from commitments.verdicts import ACCEPTED, Verdict, questions
from handlers.intake.cards import ask_day_card, draft_card, drafts_card, known_text, published_card
from handlers.intake.doubt_cards import doubt_card, doubtful_card, reviewed_card
from store.files import Metadata
from store.ingest import Ingested
from store.intake.alike import Alike
from store.intake.drafts import Draft
from store.intake.preview import Preview
from store.intake.review import Case
from tests.handlers.test_card_limits import assert_fits, changes, days, matters, texts

TODAY = date(2024, 9, 25)
DOUBTS = ("漯河区 疑为 瀍河区", "原文未写明是计划还是已完成，按进展读取", "2024年汛期前按惯例取5月14日", "存" * 300)

sources = st.builds(Source, texts, texts, days, texts, texts)
statements = st.builds(
    lambda kind, item, quote, doubts, limit: Statement(
        kind, item, "", quote, 0, len(quote), deadline=limit, doubts=tuple(doubts)
    ),
    st.sampled_from(["commitment", "progress"]),
    texts,
    texts,
    st.lists(st.sampled_from(DOUBTS) | texts, max_size=2),
    st.none() | st.builds(Deadline, texts, st.none() | days),
)
readings = st.builds(
    lambda title, city, day, why, found, doubts: Reading(
        title, city, day, why, None, "", (), tuple(found), tuple(doubts)
    ),
    texts,
    texts,
    st.none() | days,
    texts,
    st.lists(statements, max_size=6),
    st.lists(texts, max_size=2),
)
drafts = st.builds(
    lambda file, title, publisher, notes: Draft(
        12,
        file,
        title,
        "",
        Metadata(publisher=publisher),
        tuple(notes),
        None,
        (),
        7,
        "",
        "2024-09-25",
        "waiting",
        None,
        None,
    ),
    texts,
    texts,
    texts,
    st.lists(texts, max_size=3),
)
alikes = st.builds(
    lambda source, how, share, titles: Alike(3, source, how, share, tuple(titles)),
    sources,
    st.sampled_from(["layout", "version", "reprint"]),
    st.floats(0, 1),
    st.lists(texts, max_size=2),
)
founds = st.builds(
    lambda source, outcome: Ingested(source, outcome, 3, 1, 2, 1, ("存疑",), (), 2, ""),
    sources,
    st.sampled_from(["new", "same", "corrected"]),
)


@st.composite
def previews(draw: st.DrawFn) -> Preview:
    reading = draw(readings)
    alike = tuple(draw(st.lists(alikes, max_size=3)))
    corrects = draw(sources | st.sampled_from([None, *(one.source for one in alike)]))
    return Preview(
        draw(drafts),
        reading,
        draw(texts),
        reading.published,
        draw(texts),
        draw(st.none() | founds),
        tuple(draw(st.lists(matters, max_size=8)))[:8] if reading.published else (),
        tuple(draw(st.lists(st.tuples(matters, changes), max_size=6))),
        alike,
        tuple((one, draw(st.none() | st.just(Verdict(one.doubt, ACCEPTED)))) for one in questions(reading)),
        corrects,
        tuple(draw(st.lists(st.tuples(texts, texts), max_size=4))),
    )


def without_empty(preview: Preview) -> Preview:
    """A matter always has a sighting; the strategy's may have none."""
    return replace(
        preview,
        new=tuple(matter for matter in preview.new if matter.sightings),
        changed=tuple(pair for pair in preview.changed if pair[0].sightings),
    )


@given(previews().map(without_empty), founds)
def test_every_card_of_a_held_document_is_one_screen_that_telegram_takes(preview: Preview, found: Ingested) -> None:
    assert_fits(draft_card(preview, TODAY))
    assert_fits(ask_day_card(preview, TODAY))
    assert_fits(published_card(found, preview, 5, 2))
    assert_fits(drafts_card([preview.draft] * 12, TODAY))
    assert "\n" not in known_text(found.source)


@given(
    readings, texts, st.sampled_from(["d12", "p12"]), st.sampled_from(["accepted", "literal", "left out", "2024-06-01"])
)
def test_every_doubt_is_one_screen_with_buttons_that_telegram_takes(
    reading: Reading, title: str, ref: str, decision: str
) -> None:
    asked = questions(reading)
    for verdicts in ((None,) * len(asked), tuple(one.verdict(decision) for one in asked)):
        case = Case(ref, title, tuple(zip(asked, verdicts, strict=True)))
        for place in range(len(asked)):
            assert_fits(doubt_card(case, place))
        assert_fits(reviewed_card(case))


@given(st.lists(sources, max_size=8))
def test_the_list_of_doubtful_documents_is_one_screen(found: list[Source]) -> None:
    assert_fits(doubtful_card([(n, source, n) for n, source in enumerate(found, start=1)]))
