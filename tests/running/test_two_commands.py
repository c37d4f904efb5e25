"""`./run` and `./test` say in one sentence what is missing, before they change anything."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lindung.running.home import REPOSITORY

TOOLS = ("sh", "dirname", "cksum", "tr", "df", "awk", "cat", "sed", "rm", "grep", "chmod", "env")
LOCKS = sorted((REPOSITORY / "requirements").glob("*.lock"))
REAL = os.path.realpath(sys.executable)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with nothing but the two commands, on a machine with nothing but small tools."""
    for name in ("run", "test"):
        shutil.copy(REPOSITORY / name, tmp_path / name)
    shutil.copytree(REPOSITORY / "requirements", tmp_path / "requirements")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def stub(clone: Path, name: str, lines: str) -> None:
    tool = clone / "bin" / name
    tool.unlink(missing_ok=True)
    tool.write_text(f"#!/bin/sh\n{lines}\n")
    tool.chmod(0o755)


def call(clone: Path, name: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / name], check=False, capture_output=True, text=True, env={"PATH": f"{clone}/bin"}
    )


@pytest.mark.parametrize("name", ["run", "test"])
def test_without_python_the_sentence_names_it(clone: Path, name: str) -> None:
    refused = call(clone, name)

    assert refused.returncode != 0
    assert "install the package python3." in refused.stderr
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize("name", ["run", "test"])
def test_without_venv_the_sentence_names_the_package(clone: Path, name: str) -> None:
    stub(
        clone, "python3", f'case "$*" in *venv*) echo no ensurepip; exit 1;; esac; exec {REAL} "$@"'
    )

    refused = call(clone, name)

    assert refused.returncode != 0
    assert "python3-venv" in refused.stderr.splitlines()[-1]
    assert not (clone / ".venv").exists()


def test_an_old_python_is_as_good_as_none(clone: Path) -> None:
    stub(clone, "python3", "exit 1")

    assert "Python 3.11" in call(clone, "run").stderr


def test_a_full_disk_is_a_sentence(clone: Path) -> None:
    stub(clone, "df", "echo head; echo /dev/x 100 90 5000 99% /")

    refused = call(clone, "run")

    assert refused.returncode != 0
    assert "Only 5 MB of disk are left" in refused.stderr
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_pinned_by_hash_and_no_host_is_named(lock: Path) -> None:
    text = lock.read_text()
    pinned = re.findall(r"^\S+==\S+", text, re.MULTILINE)

    assert pinned
    assert len(re.findall(r"^\S+==[^\\]*\\\n +--hash=sha256:", text, re.MULTILINE)) == len(pinned)
    assert "://" not in text
    assert "index-url" not in text


def test_what_serves_is_the_same_release_as_what_is_tested() -> None:
    base, tested = (
        set(
            re.findall(
                r"^(\S+==\S+)", (REPOSITORY / "requirements" / name).read_text(), re.MULTILINE
            )
        )
        for name in ("base.lock", "test.lock")
    )

    assert base <= tested


def test_the_integration_server_runs_what_a_person_runs() -> None:
    lines = (REPOSITORY / ".ci" / "run").read_text().splitlines()

    assert lines[-1] == 'exec ./test "$@"'
