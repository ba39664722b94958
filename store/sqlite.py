"""sqlite-utils, imported so that it does not load numpy.

It looks for numpy only to know its types as columns, which the ledger has none of; a cold `jiannuo ask` would pay a
third of its time for that. Everything in `store` takes Database from here.
"""

from __future__ import annotations

import sys

_ABSENT = "numpy" not in sys.modules
if _ABSENT:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # an import of it fails, as where it is not installed
try:
    from sqlite_utils import Database, Migrations
finally:
    if _ABSENT:
        del sys.modules["numpy"]

__all__ = ["Database", "Migrations"]
