"""What a machine may lack: a font with Chinese type, a browser. Tests that need one are skipped with the reason."""

from __future__ import annotations

import shutil

import pytest

from handlers.exports.fonts import font
from store.errors import LedgerError

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _has_font() -> bool:
    try:
        font()
    except LedgerError:
        return False
    return True


needs_a_font = pytest.mark.skipif(not _has_font(), reason="no Chinese font here (Debian: apt install fonts-noto-cjk)")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (Debian: apt install chromium)")
