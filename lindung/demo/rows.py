"""Many rows at once: one statement a table, its columns as arrays. COPY is refused behind walls."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models

from lindung.core.seal import SealedTextField

Take = Callable[[models.Model], Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rows of one model are written."""

    statement: str
    takes: tuple[Take, ...]


def insert_many(model: type[models.Model], rows: Sequence[models.Model]) -> int:
    """Write `rows` of `model`, sealing what is sealed. Return how many. One statement."""
    if not rows:
        return 0
    plan = plan_of(model)
    columns = [[take(row) for row in rows] for take in plan.takes]
    with connection.cursor() as cursor:
        cursor.execute(plan.statement, columns)
    return len(rows)


@cache
def plan_of(model: type[models.Model]) -> Plan:
    """Return the statement for `model` and, for each column, how a row gives its value."""
    fields = model._meta.concrete_fields
    kinds = [str(field.db_type(connection)) for field in fields]
    names = ", ".join(f'"{field.column}"' for field in fields)
    arrays = ", ".join(f"%b::{_sent_as(kind)}[]" for kind in kinds)
    taken = ", ".join(
        f'"{field.column}"::{kind}' for field, kind in zip(fields, kinds, strict=True)
    )
    table = model._meta.db_table
    statement = f"insert into {table} ({names}) select {taken} from unnest({arrays}) as t({names})"  # noqa: S608  # names of our own tables
    return Plan(statement, tuple(_take(*pair) for pair in zip(fields, kinds, strict=True)))


def _sent_as(kind: str) -> str:
    """Return the type of the array: of arrays and JSON as text, which is cast for each row."""
    if kind.endswith(("jsonb", "[]")):
        return "text"
    plain = kind.partition("(")[0]
    return "text" if plain in {"varchar", "character varying"} else plain


def _take(field: models.Field[Any, Any], kind: str) -> Take:
    name = field.attname
    if isinstance(field, SealedTextField):

        def sealed(row: models.Model) -> bytes | None:
            return None if row.__dict__[name] is None else field.pre_save(row, add=True).box  # type: ignore[union-attr]  # it was just sealed

        return sealed
    if kind.endswith("[]"):
        return lambda row: "{" + ",".join(map(str, row.__dict__[name])) + "}"
    if kind == "jsonb":
        return lambda row: json.dumps(row.__dict__[name])
    if kind.startswith(("varchar", "character")):
        return lambda row: None if row.__dict__[name] is None else str(row.__dict__[name])
    return lambda row: row.__dict__[name]
