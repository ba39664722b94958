"""Who is responsible, in the line that a matter's card has."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.card import clip
from store.cycle.duties import Duty, Role

NAMES: Mapping[Role, str] = {"unit": "责任单位", "leader": "领导", "team": "专班", "plan": "方案", "contact": "联系人"}
ON_CARD: tuple[Role, ...] = ("unit", "leader", "team", "contact")
NOBODY = "台账里还没有登记责任单位和责任人"


def duty_text(duty: Duty) -> str:
    """Who is responsible in one line: “市住建局 · 领导 张三 · 联系人 李科长”; "" where nothing is assigned."""
    said = ((role, clip(duty.text(role), 14)) for role in ON_CARD if duty.text(role))
    return " · ".join(text if role == "unit" else f"{NAMES[role]} {text}" for role, text in said)
