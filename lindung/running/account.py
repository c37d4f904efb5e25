"""Whom the database runs as: PostgreSQL refuses root, so root lends it another account."""

import os
import pwd
from pathlib import Path
from typing import TypedDict

from lindung.running.sentences import Refusal


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
    return known.get("lindung") or known.get("postgres") or known["nobody"]


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


def _can_cross(folder: Path, account: pwd.struct_passwd) -> bool:
    status = folder.stat()
    if status.st_uid == account.pw_uid:
        return bool(status.st_mode & 0o100)
    if status.st_gid == account.pw_gid:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)
