"""What the READMEs show is what the product prints: every block that begins with `$ jiannuo` is run over the seeds."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from bot.cli import jiannuo
from bot.streams import run_command

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"((?:^    .*\n|^\n)+)", re.MULTILINE)


def shown(name: str) -> list[tuple[str, str]]:
    """Command and output of every block of a README that shows a command being run."""
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = ("\n".join(line[4:] for line in block.strip("\n").split("\n")) for block in BLOCK.findall(text))
    return [tuple(block.removeprefix("$ ").split("\n", 1)) for block in blocks if block.startswith("$ jiannuo ")]  # type: ignore[misc]


CASES = [(name, *case) for name in ("README.md", "README.zh-CN.md") for case in shown(name)]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the seeds were read into."""
    path = tmp_path_factory.mktemp("readme") / "seeds.db"
    assert run_command(jiannuo, ["ingest", str(ROOT / "seeds"), "--db", str(path)]) == 0
    return path


def test_both_readmes_show_the_product() -> None:
    assert {name for name, *_ in CASES} == {"README.md", "README.zh-CN.md"}


@pytest.mark.parametrize(("name", "command", "output"), CASES, ids=[name for name, *_ in CASES])
def test_a_readme_shows_what_is_printed(
    database: Path, capsys: pytest.CaptureFixture[str], name: str, command: str, output: str
) -> None:
    capsys.readouterr()
    assert run_command(jiannuo, [*shlex.split(command)[1:], "--db", str(database)]) == 0
    assert capsys.readouterr().out.strip().splitlines() == output.strip().splitlines()
