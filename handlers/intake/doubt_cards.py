"""The cards of doubts: one with its choices, what was decided, and which documents have doubts to look at.

Pure: what `store.intake.review` worked out in, a Card out, at most one screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from commitments.model import Source
from commitments.verdicts import ACCEPTED, LEFT_OUT, LITERAL, Question, Verdict
from commitments.wording import say_quantity
from handlers import phrases
from handlers.buttons import DOUBT, DRAFT, GIVE_CITY, GIVE_DAY, NONE, button
from handlers.card import Button, Card, bold, clip, safe
from store.intake.review import OF_DOCUMENT, OF_DRAFT, Case, question_key

LISTED = 8

# The number of a button under a doubt → the decision.
SHOW, ACCEPT, AS_WRITTEN, LEAVE_OUT, SKIP, ASK_DAY = range(6)
DECISIONS = {ACCEPT: ACCEPTED, AS_WRITTEN: LITERAL, LEAVE_OUT: LEFT_OUT}


def indented(text: str, length: int = 60) -> str:
    """A line that belongs to the one above it."""
    return "　" + safe(text, length)


def document_name(source: Source) -> str:
    """A document as it is spoken of: 2024-05-22《…》."""
    return f"{source.published}《{clip(source.title, 20)}》"


def doubt_words(question: Question) -> str:
    """A doubt in words for the chat."""
    return question.doubt.replace("，可用 --city 指定", "")


def doubt_text(question: Question) -> str:
    """A doubt with how often it is raised."""
    return doubt_words(question) + (f"（{question.count}条）" if question.count > 1 else "")


def doubt_card(case: Case, place: int) -> Card:
    """One doubt: the sentence, what is doubtful, how it was read, and a button for each way to decide."""
    question, verdict = case.asked[place]
    statement = question.statement
    head = f"{bold(f'核对 {place + 1}/{len(case.asked)}')} · {safe(f'《{clip(case.title, 24)}》')}"
    lines = [head, safe(f"存疑：{doubt_text(question)}", 120)]
    if statement is not None:
        lines.insert(1, f"“{safe(statement.quote, 160)}”")
        lines.append(safe(f"读作：{_read_as(question)}", 120))
    if question.count > 1:
        lines.append(f"同样的共{question.count}条，一次定下。")
    if verdict is not None:
        lines.append(safe(f"已定：{said_verdict(question, verdict)}（可以改）"))
    return Card("\n".join(lines), _doubt_buttons(case, question, place))


def _read_as(question: Question) -> str:
    statement = question.statement
    assert statement is not None
    parts = [phrases.KINDS[statement.kind], clip(statement.item, 20)]
    parts += [say_quantity(one) for one in statement.quantities[:2]]
    if statement.deadline and statement.deadline.end:
        parts.append(f"时限{statement.deadline.end}")
    return " · ".join(part for part in (*parts, "、".join(statement.places[:3])) if part)


def said_verdict(question: Question, verdict: Verdict) -> str:
    """A decision in words: 采纳（5月14日）, 按原文（漯河区）, 不收, 定为2024-06-01."""
    if verdict.decision == LEFT_OUT:
        return "不收这条"
    if verdict.decision in (ACCEPTED, LITERAL):
        word, value = ("采纳", question.accepted) if verdict.decision == ACCEPTED else ("按原文", question.literal)
        return f"{word}（{value}）" if value else word
    return f"时限定为{verdict.decision}"


def _doubt_buttons(case: Case, question: Question, place: int) -> tuple[tuple[Button, ...], ...]:
    key = question_key(question)

    def choice(label: str, number: int) -> Button:
        return button(label, DOUBT, case.ref, key, page=number)

    first = [choice(f"采纳：{clip(question.accepted, 12)}" if question.accepted else "采纳", ACCEPT)]
    if question.literal:
        first.append(choice(f"按原文：{clip(question.literal, 12)}", AS_WRITTEN))
    second = [choice("另定日期", ASK_DAY)] if question.takes_day else []
    if question.statement is None and case.ref.startswith(OF_DRAFT):
        about_place = "城市" in question.doubt or "难以取舍" in question.doubt
        second.append(
            button("改城市", GIVE_CITY, case.ref[1:]) if about_place else button("改日期", GIVE_DAY, case.ref[1:])
        )
    if question.may_leave_out:
        second.append(choice("不收这条", LEAVE_OUT))
    second.append(choice("跳过", SKIP))
    return (tuple(first), tuple(second), (back_button(case.ref),))


def back_button(ref: str) -> Button:
    """返回 from the doubts to what they are the doubts of."""
    number = ref[1:] or "0"
    return button("返回", DRAFT, number, page=1) if ref.startswith(OF_DRAFT) else button("返回", DOUBT, NONE)


def reviewed_card(case: Case) -> Card:
    """What was decided about a published document, when no doubt is left to look at."""
    done = [(question, verdict) for question, verdict in case.asked if verdict is not None]
    lines = [f"{bold(safe(f'《{clip(case.title, 30)}》'))}：存疑{len(case.asked)}处，已核对{len(done)}处"]
    lines += [indented(f"{doubt_text(q)}：{said_verdict(q, v)}", 60) for q, v in done[:LISTED]]
    if done:
        lines.append("已按此重新读入；以后重读也照此办理。")
    return Card("\n".join(lines), ((button("其他存疑文档", DOUBT, NONE),),))


def doubtful_card(found: Sequence[tuple[int, Source, int]]) -> Card:
    """The documents with doubts that nobody decided about, a button each."""
    if not found:
        return Card("已发布的文档都没有待核对的存疑。")
    lines = [f"{bold('待核对')}：{len(found)}份已发布的文档有存疑"]
    lines += [safe(f"{n} {document_name(source)} {count}条", 60) for n, (_, source, count) in enumerate(found, start=1)]
    return Card(
        "\n".join(lines),
        (tuple(button(str(n), DOUBT, f"{OF_DOCUMENT}{id_}") for n, (id_, _, _) in enumerate(found, start=1)),),
    )
