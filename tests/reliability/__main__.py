"""`make reliability`: every test of this package in its full form; status 1 where one fails or a control passes."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time

import tests.reliability as package


def main() -> int:
    """Run every module here that has a function `full`, and print its line of the table as soon as it is known."""
    wanted = set(sys.argv[1:])
    print("| test | found | verdict | control |\n|---|---|---|---|", flush=True)
    sound = True
    for module in pkgutil.iter_modules(package.__path__):
        if module.name.startswith(("test_", "_")) or (wanted and module.name not in wanted):
            continue
        full = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "full", None)
        if full is None:
            continue
        begun = time.monotonic()
        for result in full():
            sound = sound and result.sound
            print(result.line(), flush=True)
        print(f"{module.name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
