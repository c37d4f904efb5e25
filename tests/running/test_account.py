"""Whom a house runs as when root starts it."""

import os
import pwd
import stat
import sys
from pathlib import Path

import pytest

from lindung.running import account as accounts
from lindung.running.home import Home

NOBODY = pwd.getpwnam("nobody")
ROOT = os.geteuid() == 0


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> pwd.struct_passwd:
    """A machine with an account of the house's own, which can read this program."""
    entry = pwd.struct_passwd(("lindung", "x", NOBODY.pw_uid, NOBODY.pw_gid, "", "/", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwall", lambda: [entry])
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return entry


def test_without_an_account_of_its_own_a_house_stays_what_it_was_started_as(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwall", lambda: [NOBODY])

    assert accounts.own_account() is None


def test_a_program_that_the_account_cannot_read_is_not_left_to_it(
    own: pwd.struct_passwd, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    closed = tmp_path / "closed" / "program"
    closed.mkdir(parents=True)
    closed.parent.chmod(0o700)
    monkeypatch.setattr(accounts, "REPOSITORY", closed)

    assert accounts.own_account() is None


def test_whoever_is_not_root_gives_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert accounts.own_account() is None


@pytest.mark.skipif(not ROOT, reason="only root can become another account")
def test_a_house_started_by_root_becomes_its_own_account_and_owns_its_home(
    own: pwd.struct_passwd, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    home.prepare()
    (home.log / "web.log").write_text("")
    outside = tmp_path / "outside"
    outside.write_text("")
    (home.run / "link").symlink_to(outside)
    monkeypatch.setattr(accounts, "own_account", lambda: own)
    seen = tmp_path / "seen"
    seen.touch()
    seen.chmod(0o666)
    say = f"import os; open({str(seen)!r}, 'w').write(f'{{os.getresuid()}} {{os.getgroups()}}')"
    for folder in (tmp_path, *tmp_path.parents):
        folder.chmod(folder.stat().st_mode | stat.S_IXOTH) if folder != Path("/") else None
    monkeypatch.setattr(sys, "executable", "/usr/bin/env")
    monkeypatch.setattr(sys, "orig_argv", ["env", "python3", "-c", say])

    child = os.fork()
    if child == 0:
        try:
            accounts.give_up_root(home)
        finally:
            os._exit(1)
    _, code = os.waitpid(child, 0)

    uid = own.pw_uid
    assert code == 0
    assert seen.read_text() == f"({uid}, {uid}, {uid}) []"
    assert (home.log / "web.log").stat().st_uid == uid
    assert home.path.stat().st_uid == uid
    assert outside.stat().st_uid == 0
