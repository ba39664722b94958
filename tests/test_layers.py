"""The layers: imports run downwards only, and each kind of work stands in its own layer."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("commitments", "store", "handlers", "bot")  # from the bottom
# `build_*.py` beside data are the developers' tools that made it; the product does not load them.
MODULES = [p for layer in LAYERS for p in sorted((ROOT / layer).rglob("*.py")) if not p.name.startswith("build_")]

# Package → the layers that may import it.
PLACE_OF = {
    "telegram": {"bot", "handlers"},
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "click": {"bot"},
    "rich": {"bot"},
    "prompt_toolkit": {"bot"},
    "pydantic": {"bot"},
    "pydantic_settings": {"bot"},
}
# What would make the domain depend on a file, a network, a process or the moment.
IMPURE = {"os", "io", "pathlib", "shutil", "socket", "subprocess", "tempfile", "time", "logging", "asyncio", "random"}
CLOCK = {"now", "today", "utcnow"}
CHINESE = re.compile("[\u4e00-\u9fff]|\\\\u[4-9][0-9a-f]{3}")


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The top-level packages that a module imports, wherever in it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            yield (node.module or "").split(".")[0]


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_a_module_imports_its_own_layer_and_those_below(path: Path) -> None:
    above = LAYERS[LAYERS.index(layer_of(path)) + 1 :]
    assert not set(imported(path)) & set(above)


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_each_library_stands_in_its_layer(path: Path) -> None:
    astray = {package for package in imported(path) if layer_of(path) not in PLACE_OF.get(package, set(LAYERS))}
    assert not astray


@pytest.mark.parametrize("path", [path for path in MODULES if layer_of(path) == "commitments"], ids=lambda p: p.stem)
def test_the_domain_has_no_files_and_no_clock(path: Path) -> None:
    assert not set(imported(path)) & IMPURE
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            called = node.func
            assert not (isinstance(called, ast.Name) and called.id in {"open", "print", "input"}), ast.unparse(node)
            assert not (isinstance(called, ast.Attribute) and called.attr in CLOCK), ast.unparse(node)


@pytest.mark.parametrize("path", [p for p in MODULES if layer_of(p) != "commitments"], ids=lambda p: p.stem)
def test_no_pattern_outside_the_domain_reads_chinese(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        is_re_call = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
        )
        if is_re_call:
            assert not CHINESE.search(ast.unparse(node)), ast.unparse(node)


def loaded_by(statement: str) -> set[str]:
    """The top-level packages that a statement loads in a process of its own."""
    code = f"import sys\n{statement}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


RUN = """
from click.testing import CliRunner
from bot.cli import jiannuo
assert CliRunner().invoke(jiannuo, {}).exit_code == 0
"""


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["parse", "seeds/000_fe42a3667c6bd0e4.txt"], {"telegram", "sqlite3", "sqlite_utils", "pydantic", "jieba"}),
        (["--help"], {"telegram", "sqlite3", "pydantic", "jieba", "rich", "commitments"}),
    ],
    ids=["parse", "help"],
)
def test_a_command_loads_only_what_it_needs(arguments: list[str], absent: set[str]) -> None:
    assert not loaded_by(RUN.format(arguments)) & absent


def test_asking_needs_no_chat() -> None:
    assert "telegram" not in loaded_by("import bot.cli, bot.printing, store.answers, commitments.contract")
