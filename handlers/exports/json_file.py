"""The ledger as JSON: an array of what `jiannuo matters --json` prints, each with whom it is assigned to."""

from __future__ import annotations

import json

from commitments.contract import matter_json
from store.cycle.duties import ROLES
from store.cycle.entries import Entry, Listing


def json_bytes(listing: Listing) -> bytes:
    """One object an entry; `duties` is role → name (a role without anybody is left out), `groups` its task groups."""
    found = [matter_json(entry.matter, entry.standing) | _duties(entry) for entry in listing.entries]
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _duties(entry: Entry) -> dict[str, object]:
    said = {role: entry.duty.text(role) for role in ROLES}
    return {"duties": {role: text for role, text in said.items() if text}, "groups": list(entry.groups)}
