"""The house: container, locks, documentation and settings say what is so."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.cli import jiannuo
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements-build.lock", "requirements.lock", "requirements-dev.lock")
LAYERS = ("bot", "handlers", "store", "commitments")
LONGEST = 300  # lines; a longer module wants splitting by idea
SETTINGS = [f"JIANNUO_{name.upper()}" for name in Settings.model_fields]
READMES = ("README.md", "README.zh-CN.md")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# --- the container ------------------------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions: keyword and the rest, continuation lines joined, comments left out."""
    joined = re.sub(r"\\\n", " ", text_of("Dockerfile"))
    lines = (line.strip() for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    return [(line.split(None, 1)[0].upper(), line.split(None, 1)[1]) for line in lines]


def said(keyword: str) -> list[str]:
    return [rest for word, rest in instructions() if word == keyword]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    return found[max(i for i, (word, _) in enumerate(found) if word == "FROM") :]


def test_the_image_is_built_in_stages_on_one_base_pinned_by_its_full_tag() -> None:
    bases = [rest.split()[0] for rest in said("FROM")]
    assert len(bases) > 1
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", bases[0])


def test_the_image_runs_as_a_user_without_rights() -> None:
    users = [rest for word, rest in last_stage() if word == "USER"]
    assert users
    assert users[-1] not in {"root", "0"}
    assert any(word == "RUN" and "useradd" in rest and users[-1] in rest for word, rest in last_stage())


def test_the_image_holds_no_secret() -> None:
    given = " ".join(rest for word, rest in instructions() if word in {"ENV", "ARG"})
    names = re.findall(r"([A-Za-z_]+)=", given)
    assert [name for name in names if re.search("TOKEN|PASSWORD|SECRET|KEY", name)] == ["JIANNUO_TELEGRAM_TOKEN_FILE"]
    assert not re.search(r"\d{6,}:[\w-]{30,}", text_of("Dockerfile"))


def test_everything_that_the_image_copies_is_there_and_passes_dockerignore() -> None:
    patterns = [line for line in text_of(".dockerignore").splitlines() if line and not line.startswith("#")]
    kept = [pattern.removeprefix("!") for pattern in patterns if pattern.startswith("!")]
    copied = [source for rest in said("COPY") if "--from" not in rest for source in shlex.split(rest)[:-1]]
    assert copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert source in kept, source
    assert patterns[0] == "*"
    assert any(fnmatch(".env", pattern.removeprefix("**/")) for pattern in patterns if not pattern.startswith("!"))


def test_every_package_of_the_project_is_copied_and_installed_with_hashes() -> None:
    copied = {source for rest in said("COPY") for source in shlex.split(rest)[:-1]}
    assert set(LAYERS) <= copied
    installs = [part for rest in said("RUN") for part in rest.split("&&") if "pip install" in part]
    assert all("--require-hashes" in part or "--no-deps" in part for part in installs)


def test_the_database_is_on_a_volume_that_the_user_owns() -> None:
    (volume,) = said("VOLUME")
    assert any(f"JIANNUO_DB={volume}/" in rest for rest in said("ENV"))
    assert any(word == "RUN" and volume in rest and "-o jiannuo" in rest for word, rest in last_stage())


def test_the_image_says_how_it_is_and_runs_the_bot_by_default() -> None:
    (check,), (entry,), (command,) = said("HEALTHCHECK"), said("ENTRYPOINT"), said("CMD")
    name, option = re.findall(r'"([^"]+)"', check)[1:]
    assert option in {known for parameter in jiannuo.commands[name].params for known in parameter.opts}
    assert (entry, command) == ('["jiannuo"]', '["run"]')


# --- the locks ----------------------------------------------------------------------------------------------------


def pins(lock: str) -> dict[str, str]:
    """Package → version, as a lock file pins it."""
    found = re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text_of(lock), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def unmet(requirements: list[str], lock: str) -> list[str]:
    pinned = pins(lock)
    wanted = map(Requirement, requirements)
    return [str(one) for one in wanted if pinned.get(canonicalize_name(one.name), "") not in one.specifier]


@pytest.mark.parametrize(
    ("requirements", "lock"),
    [
        (PROJECT["build-system"]["requires"], "requirements-build.lock"),
        (PROJECT["project"]["dependencies"], "requirements.lock"),
        (PROJECT["project"]["dependencies"], "requirements-dev.lock"),
        (PROJECT["project"]["optional-dependencies"]["dev"], "requirements-dev.lock"),
    ],
    ids=["build", "runtime", "runtime in dev", "dev"],
)
def test_a_lock_pins_what_the_project_asks_for(requirements: list[str], lock: str) -> None:
    assert unmet(requirements, lock) == []


def test_developers_run_the_very_versions_of_the_product() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_a_hash_for_every_pin_and_names_no_registry(lock: str) -> None:
    text = text_of(lock)
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert not re.search(r"^\s*--(index|extra-index|find-links|trusted)", text, re.MULTILINE)


def test_build_requirements_are_said_once_in_two_places() -> None:
    assert PROJECT["dependency-groups"]["build"] == PROJECT["build-system"]["requires"]


# --- documentation and settings -----------------------------------------------------------------------------------


def documented_commands(name: str) -> set[str]:
    return set(re.findall(r"\bjiannuo ([a-z]+)", "\n".join(re.findall(r"`[^`]+`|^ .*$", text_of(name), re.MULTILINE))))


def test_the_readme_shows_every_command_and_no_other() -> None:
    assert documented_commands("README.md") == set(jiannuo.commands)


def test_the_chinese_readme_names_no_command_that_does_not_exist() -> None:
    assert documented_commands("README.zh-CN.md") <= set(jiannuo.commands)


@pytest.mark.parametrize("name", READMES)
def test_options_in_the_readmes_exist(name: str) -> None:
    known = {option for command in [jiannuo, *jiannuo.commands.values()] for p in command.params for option in p.opts}
    assert all(isinstance(command, click.Command) for command in jiannuo.commands.values())
    used = set(re.findall(r"`jiannuo[^`\n]*?(--[a-z]+)", text_of(name)))
    assert used <= known | {"--help", "--version"}


@pytest.mark.parametrize("name", READMES)
def test_make_targets_in_the_readmes_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make (?:-s )?([a-z-]+)", text_of(name))) <= targets


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_explained(setting: str) -> None:
    assert re.search(rf"^{setting}=", text_of(".env.example"), re.MULTILINE)
    assert f"`{setting}`" in text_of("README.md")


def test_the_example_names_no_other_setting_and_holds_no_token() -> None:
    assert sorted(re.findall(r"^(\w+)=", text_of(".env.example"), re.MULTILINE)) == sorted(SETTINGS)
    assert re.search(r"^JIANNUO_TELEGRAM_TOKEN=$", text_of(".env.example"), re.MULTILINE)


@pytest.mark.parametrize("name", [*READMES, "ARCHITECTURE.md"])
def test_files_that_the_documentation_links_to_exist(name: str) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", text_of(name))
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_modules_named_in_the_architecture_exist() -> None:
    named = re.findall(r"`((?:bot|handlers|store|commitments|tests|seeds)/[\w./-]+)`", text_of("ARCHITECTURE.md"))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_changelog_begins_with_the_newest_version() -> None:
    versions = re.findall(r"^## (\S+)", text_of("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == PROJECT["project"]["version"]


# --- the code -----------------------------------------------------------------------------------------------------


def test_no_module_outgrows_one_idea() -> None:
    lengths = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n")
        for layer in LAYERS
        for path in (ROOT / layer).rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_every_dependency_has_its_reason_beside_it() -> None:
    block = text_of("pyproject.toml").partition("dependencies = [")[2].partition("]\n\n")[0]
    lines = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert len(lines) == len(PROJECT["project"]["dependencies"])
    assert [line for line in lines if "#" not in line] == []


def test_the_ci_script_can_be_run_and_is_sound_bash() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")
    subprocess.run(["bash", "-n", str(script)], check=True)
