"""The commands, their arguments, and what `--help` says about them in both languages."""

from argparse import ArgumentParser, HelpFormatter, Namespace
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, NoReturn

from lindung import __version__
from lindung.running.installation import PORTS

Body = Callable[[Namespace], int]


class _Formatter(HelpFormatter):
    """Says `usage` in both languages."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[Any],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(
            usage, actions, groups, "pemakaian · usage: " if prefix is None else prefix
        )


class _Parser(ArgumentParser):
    """An argument parser that speaks both languages."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, formatter_class=_Formatter, add_help=False, allow_abbrev=False)
        self._positionals.title = "isian · arguments"
        self._optionals.title = "pilihan · options"
        self.add_argument(
            "-h", "--help", action="help", help="tampilkan bantuan ini · show this help"
        )

    def error(self, message: str) -> NoReturn:
        """Say what was not understood, and where the help is."""
        self.exit(2, f"Perintah tidak dimengerti · Not understood: {message}\n{self.prog} --help\n")


def parser() -> ArgumentParser:
    """Return the whole command line."""
    whole = _Parser(
        prog="lindung",
        description="Menjalankan dan merawat Lindung. · Runs and looks after Lindung.",
    )
    whole.add_argument(
        "--version",
        action="version",
        version=f"lindung {__version__}",
        help="tampilkan versi · show the version",
    )
    commands = whole.add_subparsers(
        title="perintah · commands", metavar="PERINTAH", required=True, parser_class=_Parser
    )

    def add(name: str, body: str, words: str) -> ArgumentParser:
        command: ArgumentParser = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=_later(body))
        return command

    _add_running(add)
    _add_keeping(add)
    _add_people(add)
    _add_trying(add)
    return whole


def _add_running(add: Callable[[str, str, str], ArgumentParser]) -> None:
    command = add(
        "up",
        "up:up",
        "Menyalakan semuanya sampai Ctrl-C. · Start everything, until Ctrl-C.",
    )
    command.add_argument(
        "--demo",
        action="store_true",
        help="dua unit rekaan, hanya di mesin ini · two invented units, on this machine only",
    )
    _add_port(command)
    _add_port(add("web", "serve:web", "Melayani halaman saja. · Serve the pages only."))
    add("worker", "serve:worker", "Mengerjakan antrean saja. · Work through the queue only.")
    add("telephony", "serve:telephony", "Mendengar sentral saja. · Listen to the switchboard only.")
    add("auditor", "serve:auditor", "Mengawasi panggilan saja. · Watch the calling only.")
    add("migrate", "serve:migrate", "Memperbarui tabel. · Bring the tables up to date.")


def _add_keeping(add: Callable[[str, str, str], ArgumentParser]) -> None:
    command = add(
        "doctor",
        "doctor:doctor",
        "Memeriksa keadaan pemasangan. · Check how this installation is.",
    )
    command.add_argument("--json", action="store_true", help="untuk program · for a program")
    command = add(
        "backup",
        "keeping:backup",
        "Membuat satu berkas cadangan tersandi. · Make one encrypted backup file.",
    )
    command.add_argument(
        "path", help="berkas baru; yang ada tidak ditimpa · new file; never overwritten"
    )
    command = add(
        "restore",
        "keeping:restore",
        "Memulihkan cadangan ke folder data kosong. · Restore a backup into an empty data folder.",
    )
    command.add_argument("path", help="berkas cadangan · backup file")
    command.add_argument(
        "--key",
        required=True,
        metavar="FILE",
        help="berkas kunci pemulihan · file with the recovery key",
    )
    command = add("keys", "keeping:rotate_keys", "Kunci pembungkus. · Wrapping keys.")
    command.add_argument(
        "what", choices=["rotate"], help="ganti dan bungkus ulang · renew and rewrap"
    )


def _add_people(add: Callable[[str, str, str], ArgumentParser]) -> None:
    command = add("staff", "people:staff", "Akun petugas. · Staff accounts.")
    command.add_argument("what", choices=["add"], help="buat akun · make an account")
    command.add_argument("email")
    command.add_argument(
        "--unit", required=True, metavar="KODE", help="kode unit · code of the unit"
    )
    command.add_argument("--area", metavar="KODE", help="daerah unit baru · area of a new unit")
    command.add_argument("--unit-name", metavar="NAMA", help="nama unit baru · name of a new unit")
    command.add_argument("--name", metavar="NAMA", help="nama petugas · name of the person")
    command.add_argument(
        "--role",
        action="append",
        required=True,
        metavar="PERAN",
        help="peran, boleh berulang · role, may be repeated",
    )
    command = add("token", "people:token", "Token untuk API. · Tokens for the API.")
    command.add_argument("what", choices=["create"], help="buat token · make a token")
    command.add_argument(
        "--unit", required=True, metavar="KODE", help="kode unit · code of the unit"
    )
    command.add_argument("--name", required=True, metavar="NAMA", help="untuk apa · what it is for")
    command.add_argument(
        "--scope",
        action="append",
        required=True,
        metavar="HAK",
        help="hak, boleh berulang · scope, may be repeated",
    )
    command = add("areas", "people:areas", "Daerah dan kodenya. · Areas and their codes.")
    command.add_argument("search", nargs="?", default="", help="nama atau kode · name or code")
    command = add(
        "compare",
        "comparing:compare",
        "Dua daerah berdampingan, dari angka publik. · Two districts side by side.",
    )
    command.add_argument(
        "--area", required=True, metavar="KODE", help="daerah kita: 64.08 · our district"
    )
    command.add_argument(
        "--with", required=True, dest="other", metavar="KODE", help="daerah lain · the other one"
    )
    command.add_argument("--period", required=True, metavar="BULAN", help="2025 · 2025-01..2025-05")
    command.add_argument("--out", metavar="PDF", help="tulis PDF · write a PDF")
    command.add_argument("--language", choices=["id", "en"], default="id", help="bahasa · language")
    command = add("trail", "people:trail", "Jejak tindakan. · The trail of acts.")
    command.add_argument(
        "what",
        choices=["verify", "head", "export"],
        help="periksa, ujung rantai, salinan · check, end of the chain, copy",
    )
    command.add_argument(
        "--head",
        dest="end",
        metavar="NOMOR:HASH",
        help="ujung rantai yang disimpan di luar · an end of the chain kept elsewhere",
    )


def _add_trying(add: Callable[[str, str, str], ArgumentParser]) -> None:
    command = add("demo", "trying:demo", "Mengisi unit rekaan. · Fill invented units.")
    command.add_argument("--seed", type=int, default=1, metavar="N", help="benih · seed")
    command.add_argument(
        "--cases", type=_count, default=None, metavar="N", help="banyak kasus · cases"
    )
    command.add_argument(
        "--if-empty", action="store_true", help="hanya bila kosong · only when there is nothing"
    )
    command = add("bench", "trying:bench", "Mengukur kecepatan. · Measure speed.")
    command.add_argument(
        "--cases", type=_count, default=100_000, metavar="N", help="banyak kasus · cases"
    )
    command.add_argument("--json", metavar="FILE", help="tulis hasil · write the results")


def _add_port(command: ArgumentParser) -> None:
    command.add_argument("--port", type=_port, metavar="N", help="port (8000)")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) in PORTS):
        raise ValueError
    return int(text)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number


_port.__name__ = "port"
_count.__name__ = "N"


def _later(body: str) -> Body:
    """Return a command that imports its body when it runs."""
    module, function = body.split(":")

    def run(arguments: Namespace) -> int:
        found: Body = getattr(import_module(f"lindung.running.cli.{module}"), function)
        return found(arguments)

    return run
