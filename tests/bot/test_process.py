"""`jiannuo run` as a process of its own: started, asked over HTTP, stopped by a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.botapi import BotApi


def test_the_command_answers_over_http_stops_on_sigterm_and_logs_no_token(tmp_path: Path) -> None:
    with BotApi() as api:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("JIANNUO_")},
            "JIANNUO_TELEGRAM_TOKEN": api.token,
            "JIANNUO_TELEGRAM_API": api.url,
            "JIANNUO_DB": str(tmp_path / "ledger.db"),
            "JIANNUO_LOG_LEVEL": "DEBUG",
            "JIANNUO_ADMINS": "7",
        }
        api.says("量子计算")
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True
        )
        try:
            answer = api.wait_for_sent(1)[0]["text"]
            process.send_signal(signal.SIGTERM)
            log = process.communicate(timeout=30)[1]
        finally:
            process.kill()
    assert answer.startswith("没有找到“量子计算”的承诺或进展。")
    assert process.returncode == 0
    assert "is listening" in log
    assert api.token.partition(":")[2] not in log
    assert "Traceback" not in log
