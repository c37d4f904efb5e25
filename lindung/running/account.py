"""Whom a house runs as when root starts it: an account that may do little on this machine.

PostgreSQL refuses root, so root lends it another account. Where the account `lindung` exists the
whole house becomes it: what answers strangers must not be able to do everything here.
"""

import os
import pwd
import sys
from pathlib import Path
from typing import TypedDict

from lindung.running.home import REPOSITORY, Home
from lindung.running.sentences import Refusal

OWN = "lindung"


class Lowered(TypedDict, total=False):
    """Arguments of `subprocess` that lower a child's rights."""

    user: int
    group: int
    extra_groups: list[int]


def database_account() -> pwd.struct_passwd | None:
    """Return whom PostgreSQL runs as when we are root; None when it runs as ourselves.

    Source: FRAME.md §8: `lindung` if it exists, else `postgres`, else `nobody`.
    """
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get(OWN) or known.get("postgres") or known["nobody"]


def own_account() -> pwd.struct_passwd | None:
    """Return whom the whole house runs as when we are root: `lindung`, if it can read the program.

    None: it runs as whoever started it, and `doctor` says so of root.
    """
    if os.geteuid() != 0:
        return None
    account = next((entry for entry in pwd.getpwall() if entry.pw_name == OWN), None)
    needed = (REPOSITORY, Path(sys.executable), Path(sys.executable).resolve(), Path(sys.prefix))
    if account is None or not all(_reaches(path, account) for path in needed):
        return None
    return account


def give_up_root(home: Home) -> None:
    """Become the house's own account, with the home as its property, and begin again as it.

    Beginning again keeps the process and its output; without it the kernel would go on showing a
    process that was root's as root's.
    """
    account = own_account()
    if account is None:
        return
    home.prepare()
    hand_over(home.path, account)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    told = os.environ | {
        "HOME": account.pw_dir,
        "USER": account.pw_name,
        "LOGNAME": account.pw_name,
    }
    os.execve(sys.executable, sys.orig_argv, told)  # noqa: S606  # the same program, as before


def hand_over(home: Path, account: pwd.struct_passwd) -> None:
    """Make the account the owner of everything in a home; a link is handed over, never followed."""
    for folder, folders, files in os.walk(home):
        for name in (".", *folders, *files):
            path = os.path.join(folder, name)
            if os.lstat(path).st_uid != account.pw_uid:
                os.lchown(path, account.pw_uid, account.pw_gid)


def lowered(account: pwd.struct_passwd | None) -> Lowered:
    """Return how `subprocess` starts a child of that account."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def check_way_to(path: Path, account: pwd.struct_passwd | None) -> None:
    """Refuse when the account could not reach `path` through the folders above it."""
    if account is None:
        return
    for folder in reversed(path.parents):
        if folder.exists() and not _can_cross(folder, account):
            raise Refusal(
                f"Akun {account.pw_name} tidak dapat melewati {folder}: "
                f"pilih folder data lain dengan LINDUNG_HOME.",
                f"The account {account.pw_name} cannot cross {folder}: "
                f"choose another data folder with LINDUNG_HOME.",
            )


def _reaches(path: Path, account: pwd.struct_passwd) -> bool:
    return all(_can_cross(folder, account) for folder in path.parents) and (
        path.stat().st_uid == account.pw_uid or bool(path.stat().st_mode & 0o004)
    )


def _can_cross(folder: Path, account: pwd.struct_passwd) -> bool:
    status = folder.stat()
    if status.st_uid == account.pw_uid:
        return bool(status.st_mode & 0o100)
    if status.st_gid == account.pw_gid:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)
