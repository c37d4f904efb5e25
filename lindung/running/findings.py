"""What an examination of an installation tells, and what of it a person should look at."""

from dataclasses import dataclass, field

from lindung.running.home import FREE_BYTES

MOST_CLOCK_DIFFERENCE_S = 2.0
"""Source: FRAME.md §8, two clocks."""

LATE_CHAIN_S = 5.0
"""Source: FRAME.md §4: an older unchained line means that no chainer runs."""

NEARLY_FULL_BYTES = 5 * FREE_BYTES


@dataclass(frozen=True, slots=True)
class Clock:
    """By how much our clock is ahead of the database's."""

    difference_s: float


@dataclass(frozen=True, slots=True)
class Disk:
    """Room where the home lies."""

    free_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class KeyState:
    """Whether the keys do their work and are kept from others."""

    root: str  # ok, missing, damaged, or wrong: it does not open this installation's data
    generations: dict[str, int]  # the newest of each kind of wrapping key
    recovery_removed: bool  # its private half was printed and removed from the machine
    open_to_others: list[str]


@dataclass(frozen=True, slots=True)
class Database:
    """How the house works with its database."""

    socket: str
    host: str
    port: int
    name: str
    role: str
    sees_past_walls: bool
    owns_tables: bool


@dataclass(frozen=True, slots=True)
class Overdue:
    """What has waited longest beyond its time."""

    number: str
    kind: str
    overdue_s: int


@dataclass(frozen=True, slots=True)
class Calling:
    """Whether the calling goes on. Seconds and codes; no number of a report."""

    oldest_call_late_s: int
    spoke_s_ago: dict[str, int]  # each part of the calling: when it last said that it is alive
    wrong: list[str]  # parts that are silent for a minute, or see something wrong
    lines_unheard: int  # switchboards and opened channels to which nobody listens now


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should look at."""

    code: str
    indonesian: str
    english: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All of it. Figures and numbers only: no name, no word of a report."""

    house: str  # running or standing
    mode: str
    version: str
    versions: dict[str, str]
    clock: Clock
    disk: Disk
    keys: KeyState
    database: Database
    counts: dict[str, int]
    n_units: int
    as_root: bool  # whether what answers strangers may do everything on this machine
    unchained_s: float
    oldest_overdue: Overdue | None
    calling: Calling
    warnings: list[Warned] = field(default_factory=list)


CLOCK = Warned(
    "clock",
    "Jam mesin dan jam basis data berbeda lebih dari 2 detik.",
    "The machine's clock and the database's differ by more than 2 seconds.",
)
DISK = Warned("disk", "Ruang penyimpanan hampir penuh.", "The disk is nearly full.")
ROOT = Warned(
    "root",
    "Kunci induk hilang, rusak, atau bukan kunci data ini.",
    "The root key is missing, damaged, or not the key of these data.",
)
PERMISSIONS = Warned(
    "permissions", "Akun lain dapat membaca kunci.", "Other accounts can read a key."
)
RECOVERY = Warned(
    "recovery",
    "Kunci pemulihan masih di mesin ini: cetak, lalu hapus berkasnya.",
    "The recovery key still lies on this machine: print it, then remove its file.",
)
ROLE = Warned(
    "role",
    "Peran basis data terlalu kuat: dinding antarunit tidak berlaku.",
    "The database role is too powerful: the walls between units do not hold.",
)
AS_ROOT = Warned(
    "as_root",
    "Halaman dan pekerja berjalan sebagai root: jalankan sebagai akun lindung (docs/recipes).",
    "Pages and worker run as root: start them as the account lindung (docs/recipes).",
)
NO_UNIT = Warned(
    "no_unit",
    "Belum ada unit: pengaduan tidak dapat diterima. Isi satu: `lindung staff add --help`.",
    "There is no unit yet: no report can be taken. Enter one: `lindung staff add --help`.",
)
MOST_LATE_CALL_S = 60
"""Source: HOTLINE section 4: health red if the oldest overdue call is later."""

CALLING = Warned(
    "calling",
    "Pemanggil berhenti, diam, atau terlambat lebih dari 60 detik.",
    "The caller stands still, is silent, or is late by more than 60 seconds.",
)
LINES = Warned(
    "lines",
    "Ada saluran (sentral telepon, SMS, surel, …) yang tidak didengar siapa pun.",
    "There is a line (switchboard, SMS, e-mail, …) to which nobody listens.",
)
CHAIN = Warned("chain", "Jejak tidak dirantai.", "The trail is not being chained.")


def warnings(found: Findings) -> list[Warned]:
    """Return what a person should look at."""
    judged = [
        (CLOCK, abs(found.clock.difference_s) > MOST_CLOCK_DIFFERENCE_S),
        (DISK, found.disk.free_bytes < NEARLY_FULL_BYTES),
        (ROOT, found.keys.root != "ok"),
        (PERMISSIONS, bool(found.keys.open_to_others)),
        (AS_ROOT, found.as_root),
        (RECOVERY, not found.keys.recovery_removed),
        (ROLE, found.database.sees_past_walls or found.database.owns_tables),
        (NO_UNIT, found.n_units == 0),
        (
            CALLING,
            found.house == "running"
            and (bool(found.calling.wrong) or found.calling.oldest_call_late_s > MOST_LATE_CALL_S),
        ),
        (LINES, found.house == "running" and found.calling.lines_unheard > 0),
        (CHAIN, found.house == "running" and found.unchained_s > LATE_CHAIN_S),
    ]
    return [warned for warned, holds in judged if holds]
