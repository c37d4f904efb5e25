"""The list of places that comes with this version: 514 districts, their provinces, some kecamatan.

Facts compiled from public lists: names and Kemendagri codes, BPS codes, population by sex of
December 2024 (Dukcapil).
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lindung.directory.codes import AreaCode, BpsCode, Level
from lindung.directory.models import Area

LIST_OF = date(2024, 12, 31)
"""The day the list describes. What it names is known to be valid from then on; when a place began
before that day, the list does not say."""

_FOLDER = Path(__file__).parent / "data"


def packaged_areas() -> tuple[list[Area], list[Area], list[Area]]:
    """Return provinces, districts and kecamatan, not saved; parents come before children."""
    lines = list(_lines("districts.csv"))
    return _provinces(lines), [_district(line) for line in lines], list(_subdistricts())


def _provinces(lines: list[dict[str, str]]) -> list[Area]:
    """Provinces have no line of their own: they are what their districts say."""
    found: dict[str, Area] = {}
    for line in lines:
        code = AreaCode(line["provinsi_kode"]).text
        found[code] = Area(
            code=code,
            bps_code=BpsCode(line["kode_bps"][:2]).text,
            level=Level.PROVINCE,
            name=line["provinsi"],
            valid_from=LIST_OF,
        )
    return [found[code] for code in sorted(found)]


def _district(line: dict[str, str]) -> Area:
    code = AreaCode(line["kode"])
    return Area(
        code=code.text,
        bps_code=BpsCode(line["kode_bps"]).text,
        level=Level.DISTRICT,
        name=line["nama"],
        parent_id=code.text[:2],
        n_women=int(line["perempuan"]),
        n_men=int(line["laki_laki"]),
        valid_from=LIST_OF,
    )


def _subdistricts() -> Iterator[Area]:
    for line in _lines("kecamatan_demo.csv"):
        code = AreaCode(line["kode"])
        yield Area(
            code=code.text,
            level=Level.SUBDISTRICT,
            name=line["nama"],
            parent_id=code.district.text,
            valid_from=LIST_OF,
        )


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
