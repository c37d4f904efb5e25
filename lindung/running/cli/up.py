"""`lindung up`: the whole house under one command."""

import os
from argparse import Namespace

from lindung.running import keys, telephony
from lindung.running.account import give_up_root
from lindung.running.home import Home
from lindung.running.house import root_is_lost
from lindung.running.installation import Installation, bind, read_installation
from lindung.running.postgres import server_of
from lindung.running.sentences import Stopped, say, show
from lindung.running.supervisor import House, stop_on_signals

JOURNAL = "JOURNAL_STREAM"
"""Set by systemd: what is said there is kept for years, so the key is not said there."""

READY_WITHIN_S = 180.0
PORT_FREES_WITHIN_S = 2.5
"""After a house that was killed: the kernel ends its children within two seconds (FRAME.md §8)."""


def up(arguments: Namespace) -> int:
    """Check everything, start everything, and keep it running until a signal."""
    installation = read_installation(demo=arguments.demo, port=arguments.port)
    telephony.read_line()
    home = Home.of_environment()
    home.require_free()
    home.require_whole()
    killed = home.told() is not None  # an orderly end forgets what it told
    with bind(installation, patience_s=PORT_FREES_WITHIN_S if killed else 0.0):
        pass  # a port that is taken is told before anything is made
    give_up_root(home)
    stop_on_signals()
    try:
        home.prepare()
        with home.held():
            _run(home, installation)
    except Stopped:
        say("Lindung berhenti.", "Lindung has stopped.")
    return 0


def _run(home: Home, installation: Installation) -> None:
    if keys.lost_root(home):
        raise root_is_lost(home)
    home.check_mode(installation.mode)
    killed = home.told() is not None  # an orderly end forgets what it told
    with bind(installation, patience_s=PORT_FREES_WITHIN_S if killed else 0.0) as listening:
        server = server_of(home)
        house = House(home, installation, server, listening.fileno())
        try:
            say("Menyalakan Lindung…", "Starting Lindung…")
            recovery_key = keys.make_keys(home)
            house.prepare()
            home.settle(installation.mode)
            if installation.mode == "demo" and not home.filled_file.exists():
                house.once("demo", "--if-empty")
            house.open()
            house.await_ready(READY_WITHIN_S)
            _welcome(home, installation, recovery_key)
            house.watch()
        except Stopped:
            say("Menutup dengan rapi…", "Stopping…")
            raise
        finally:
            house.close()


def _welcome(home: Home, installation: Installation, recovery_key: str | None) -> None:
    """Say where the pages are and how to get in."""
    lines = [
        "",
        "Lindung siap · Lindung is ready",
        f"  Melapor · Report     {installation.url}/",
        f"  Masuk · Sign in      {installation.url}/masuk/",
        f"  Data                 {home.path}",
        "  Berhenti · Stop      Ctrl-C",
        "",
    ]
    if installation.mode == "demo":
        lines += _demo_accounts()
    else:
        lines += [
            "Akun pertama · First account:",
            "  .venv/bin/lindung staff add EMAIL --unit KODE --role administrator",
            "  (KODE: 64.08, …; .venv/bin/lindung areas NAMA)",
            "",
        ]
    lines += _recovery(home, recovery_key)
    show("\n".join(lines))


def _demo_accounts() -> list[str]:
    from lindung.demo.accounts import ACCOUNTS, PASSWORD

    width = max(len(account.email) for account in ACCOUNTS)
    return [
        "Akun demo, semua rekaan · Demo accounts, all invented:",
        *(f"  {a.email:<{width}}  {PASSWORD}  {', '.join(a.roles)}" for a in ACCOUNTS),
        "",
    ]


def _recovery(home: Home, made_now: str | None) -> list[str]:
    """Show the recovery key once, and remind of its file until somebody has removed it."""
    if made_now is not None and JOURNAL not in os.environ:
        return [
            "Kunci pemulihan, ditampilkan sekali ini saja; cetak dari berkasnya, lalu hapus:",
            "Recovery key, shown only this once; print it from its file, then remove the file:",
            f"  {made_now}",
            f"  {home.keys / keys.RECOVERY_PRIVATE}",
            "",
        ]
    if (lying := keys.unprinted(home)) is not None:
        return [
            f"Kunci pemulihan masih di mesin ini: cetak, lalu hapus {lying}.",
            f"The recovery key still lies on this machine: print it, then remove {lying}.",
            "",
        ]
    return []
