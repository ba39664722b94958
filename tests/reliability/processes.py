"""Work in processes of its own: started together, killed at a random moment, and what they printed."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(module: str, *arguments: object) -> subprocess.Popen[str]:
    """A process that runs a module of this package."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def results(processes: Sequence[subprocess.Popen[str]]) -> list[str]:
    """What each printed; AssertionError with its errors for one that failed."""
    found = []
    for process in processes:
        out, errors = process.communicate(timeout=600)
        assert process.returncode == 0, errors[-2000:]
        found.append(out)
    return found


def kill_after(process: subprocess.Popen[str], seconds: float) -> bool:
    """Whether the process was killed (SIGKILL) after so long; False where it had ended by itself."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def moments(seed: int, count: int, most: float) -> list[float]:
    """Moments in seconds at which to kill, the same for the same seed."""
    rng = random.Random(seed)
    return [rng.uniform(0.0, most) for _ in range(count)]
