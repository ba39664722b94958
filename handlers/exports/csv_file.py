"""The ledger as comma-separated values: UTF-8 with the mark by which spreadsheets know it, formulas made inert."""

from __future__ import annotations

import csv
from io import StringIO

from commitments.sheet_values import inert
from handlers.exports.columns import COLUMNS, cell_text, row_of
from store.cycle.entries import Listing

MARK = "\ufeff"


def csv_bytes(listing: Listing) -> bytes:
    """The headings and a line for each entry; days as 2024-12-31, shares as 26.6%."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.heading for column in COLUMNS])
    for number, entry in enumerate(listing.entries, start=1):
        row = row_of(number, entry)
        writer.writerow([inert(cell_text(column, row[column.key])) for column in COLUMNS])
    return (MARK + out.getvalue()).encode()
