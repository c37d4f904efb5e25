"""`lindung staff`, `token`, `areas` and `trail`."""

import json
import os
from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from lindung.running.cli.working import at_work
from lindung.running.sentences import Refusal, say, show

if TYPE_CHECKING:
    from lindung.directory.models import Area, Unit

HASH_SIGNS = 64
ROLES_OF_SCOPES = {"cases:read": "unit_head"}
"""Whose right a token of this scope has; all others need an operator's. Source: FRAME.md §7."""


def staff(arguments: Namespace) -> int:
    """Make an account, and its unit if this is the first of it."""
    with at_work():
        from lindung.access.services import add_first_staff

        _require_account(arguments)
        unit = _unit(arguments)
        name = arguments.name or _name_in(arguments.email)
        made, word = add_first_staff(arguments.email, unit.code, arguments.role, name)
        port = os.environ["LINDUNG_PORT"]
        address = os.environ.get("LINDUNG_ORIGIN") or f"http://localhost:{port}"
    show(
        f"{made.email} · {unit.code} {unit.name} · {', '.join(made.roles)}\n"
        f"Kata sandi sekali pakai · One-time password: {word}\n"
        f"Masuk · Sign in: {address}/masuk/"
    )
    return 0


def _require_account(arguments: Namespace) -> None:
    """Refuse an address or a role that is none, in both languages, before anything is made."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from lindung.access.codes import Role

    try:
        validate_email(arguments.email)
    except ValidationError:
        raise Refusal(
            f"Ini bukan alamat surel: {arguments.email}.",
            f"This is no e-mail address: {arguments.email}.",
        ) from None
    if not arguments.role or set(arguments.role) - set(Role.values):
        known = ", ".join(Role.values)
        raise Refusal(f"Peran yang dikenal: {known}.", f"The roles are: {known}.")


def _name_in(email: str) -> str:
    """Return what to call somebody whose name was not given."""
    return email.split("@", maxsplit=1)[0].replace(".", " ").replace("_", " ").title()


def _unit(arguments: Namespace) -> "Unit":
    """Return the unit of a code; a new one is opened for a district that is named clearly."""
    from lindung.core.errors import NotFound
    from lindung.directory import queries

    code = arguments.unit
    try:
        return queries.unit_by_code(code)
    except NotFound:
        area = _area(arguments.area or code)
    if area is None:
        raise Refusal(
            f"Unit {code} belum ada. Sebutkan kabupaten atau kotanya: --area 64.08 "
            f"(kodenya: lindung areas NAMA).",
            f"There is no unit {code} yet. Name its district: --area 64.08 "
            f"(its code: lindung areas NAME).",
        )
    return _open_unit(arguments, area)


def _open_unit(arguments: Namespace, area: "Area") -> "Unit":
    from django.utils.text import slugify

    from lindung.core.actor import MACHINE
    from lindung.directory import queries
    from lindung.directory.codes import Level, UnitKind
    from lindung.directory.services import open_unit

    named = arguments.area is not None
    code = (
        arguments.unit if named else slugify(area.name).removeprefix("kabupaten-")[:20].strip("-")
    )
    for unit in queries.units():
        if unit.code == code or (not named and unit.area_id == area.code):
            return unit
    kind = UnitKind.PROVINCE if area.level == Level.PROVINCE else UnitKind.UPTD
    name = arguments.unit_name or f"UPTD PPA {area.name}"
    unit = open_unit(MACHINE, area, code=code, name=name, kind=kind)
    say(f"Unit baru: {unit.code} ({unit.name}).", f"New unit: {unit.code} ({unit.name}).")
    return unit


def _area(text: str) -> "Area | None":
    """Return the one place a code or a name stands for; None when there is none, or several."""
    from django.utils.text import slugify

    from lindung.directory import queries

    try:
        return queries.check_code(text).area
    except ValueError:
        found = [area for area in queries.districts() if slugify(text) in _names(area.name)]
        return found[0] if len(found) == 1 else None


def _names(name: str) -> set[str]:
    """Return a district's name in an address, with and without what it is."""
    from django.utils.text import slugify

    whole = slugify(name)
    return {whole, whole.removeprefix("kabupaten-"), whole.removeprefix("kota-")}


def token(arguments: Namespace) -> int:
    """Make a token, which is shown once."""
    with at_work():
        from lindung.access.codes import Scope
        from lindung.access.services import create_token, machine_account
        from lindung.core.actor import MACHINE
        from lindung.core.frame import frame
        from lindung.directory.queries import unit_by_code

        unknown = set(arguments.scope) - set(Scope.values)
        if unknown:
            known = ", ".join(Scope.values)
            raise Refusal(f"Hak yang dikenal: {known}.", f"The scopes are: {known}.")
        unit = unit_by_code(arguments.unit)
        roles = {ROLES_OF_SCOPES.get(scope, "operator") for scope in arguments.scope}
        with frame(unit.pk):
            machine = machine_account(MACHINE, unit, roles=roles)
        with frame(unit.pk, machine.pk):
            made, raw = create_token(
                machine.actor(), machine, name=arguments.name, scopes=arguments.scope
            )
    show(f"{raw}\n{', '.join(made.scopes)} · {made.expires_at:%Y-%m-%d}")
    return 0


def areas(arguments: Namespace) -> int:
    """List places, or say what a code stands for in both numberings."""
    with at_work():
        from lindung.directory import queries

        try:
            verdict = queries.check_code(arguments.search)
        except ValueError:
            verdict = None
        if verdict is not None:
            here = verdict.area.name if verdict.area else "-"
            show(f"{arguments.search}: {verdict.system}, {here}")
            if verdict.mistaken_for:
                other = verdict.mistaken_for
                say(
                    f"Awas: angka yang sama di sistem lain adalah {other.name}.",
                    f"Mind: the same digits in the other system are {other.name}.",
                )
        found = queries.find_area(arguments.search)
        if verdict is None and not found:
            raise Refusal(
                f"Tidak ada daerah bernama atau berkode {arguments.search!r}.",
                f"No area has this name or code: {arguments.search!r}.",
            )
        for area in found:
            show(f"{area.code:<9} {area.bps_code or '-':<5} {area.level:<12} {area.name}")
        differ, shared = queries.codes_that_differ()
    say(
        f"Kemendagri dan BPS: {differ} kode berbeda, {shared} kode BPS menyebut daerah lain.",
        f"Kemendagri and BPS: {differ} codes differ, {shared} BPS codes name another district.",
    )
    return 0


def _kept_elsewhere(said: str | None) -> list[tuple[int, str]]:
    """Return the end of the chain that somebody kept on paper, as `head` printed it."""
    if said is None:
        return []
    seq, _, digest = said.partition(":")
    if not seq.isdigit() or len(digest) != HASH_SIGNS or set(digest) - set("0123456789abcdef"):
        raise Refusal(
            "Ujung rantai ditulis NOMOR:HASH, seperti dicetak oleh `lindung trail head`.",
            "The end of the chain is written NUMBER:HASH, as `lindung trail head` prints it.",
        )
    return [(int(seq), digest)]


def trail(arguments: Namespace) -> int:
    """Check the chain, print its signed end, or print all of it for an outsider."""
    with at_work():
        from lindung.core import trail as chain
        from lindung.core.frame import EVERY_UNIT, frame

        with frame(EVERY_UNIT):
            if arguments.what == "export":
                for line in chain.export():
                    show(line)
                return 0
            if arguments.what == "head":
                show(json.dumps(asdict(chain.head()), default=str, indent=2))
                return 0
            verdict = chain.verify(_kept_elsewhere(arguments.end))
    tail = f"{verdict.unchained} ({verdict.oldest_unchained.total_seconds():.1f} s)"
    if verdict.broken_at is None:
        say(
            f"Jejak utuh: {verdict.chained} baris; belum dirantai {tail}.",
            f"The trail is whole: {verdict.chained} lines; not chained yet {tail}.",
        )
        return 0
    raise Refusal(
        f"Jejak tidak cocok mulai nomor {verdict.broken_at}; belum dirantai {tail}.",
        f"The trail does not match from number {verdict.broken_at} on; not chained yet {tail}.",
    )
