"""`lindung doctor`: how this installation is."""

import json
from argparse import Namespace
from dataclasses import asdict

from lindung.running import counts
from lindung.running.doctor import examine
from lindung.running.findings import Calling, Findings
from lindung.running.home import Home
from lindung.running.house import reached
from lindung.running.sentences import show


def doctor(arguments: Namespace) -> int:
    """Print what was found. Only a root key that does not open these data fails the command."""
    home = Home.of_environment()
    with reached(home, any_key=True) as state:
        found = examine(home, state)
    show(json.dumps(asdict(found), indent=2) if arguments.json else _in_words(home, found))
    return 0 if found.keys.root == "ok" else 1


def _calling(calling: Calling) -> str:
    spoke = ", ".join(f"{name} {age} s" for name, age in calling.spoke_s_ago.items()) or "-"
    return f"{spoke}; +{calling.oldest_call_late_s} s"


def _in_words(home: Home, found: Findings) -> str:
    overdue = found.oldest_overdue
    waiting = f"{overdue.number} {overdue.kind} {overdue.overdue_s} s" if overdue else "-"
    place = f"{found.database.socket or found.database.host}:{found.database.port}"
    lines = [
        f"Versi · Versions       {', '.join(f'{n} {v}' for n, v in found.versions.items())}",
        f"Keadaan · House        {found.house}, {found.mode}, {home.path}",
        f"Jam · Clock            {found.clock.difference_s:+.3f} s",
        f"Ruang · Disk           {found.disk.free_bytes / 1e9:.1f} GB",
        f"Kunci · Keys           root {found.keys.root}",
        f"Basis data · Database  {found.database.name}, {found.database.role}, {place}",
        f"Jumlah · Counts        {counts.in_words(found.counts)}",
        f"Terlambat · Overdue    {waiting}",
        f"Pemanggil · Calling    {_calling(found.calling)}",
    ]
    for warned in found.warnings:
        lines += [f"! {warned.indonesian}", f"  {warned.english}"]
    return "\n".join(lines)
