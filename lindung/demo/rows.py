"""Many rows at once: one statement a table, its columns as arrays. COPY is refused behind walls."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

SPECIAL = ("jsonb", "[]")  # sent as text and cast: an array of arrays would be flattened


def insert_many(model: type[models.Model], rows: Sequence[models.Model]) -> int:
    """Write `rows` of `model`, sealed columns already sealed. Return how many. One statement."""
    if not rows:
        return 0
    fields = model._meta.concrete_fields
    kinds = [str(field.db_type(connection)) for field in fields]
    columns = [
        [_ready(field, kind, row) for row in rows]
        for field, kind in zip(fields, kinds, strict=True)
    ]
    names = ", ".join(f'"{field.column}"' for field in fields)
    arrays = ", ".join(f"%s::{_sent_as(kind)}[]" for kind in kinds)
    taken = ", ".join(
        f'"{field.column}"::{kind}' for field, kind in zip(fields, kinds, strict=True)
    )
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({names}) select {taken} from unnest({arrays}) as t({names})",  # noqa: S608  # names of our own tables
            columns,
        )
    return len(rows)


def _sent_as(kind: str) -> str:
    if kind.endswith(SPECIAL):
        return "text"
    return (
        kind.split("(", maxsplit=1)[0]
        .replace("character varying", "text")
        .replace("varchar", "text")
    )


def _ready(field: models.Field[Any, Any], kind: str, row: models.Model) -> Any:
    value = (
        field.pre_save(row, True) if getattr(field, "key", None) else row.__dict__[field.attname]
    )
    if value is None:
        return None
    if kind.endswith("[]"):
        return "{" + ",".join(str(item) for item in value) + "}"
    if kind == "jsonb":
        return json.dumps(value)
    if isinstance(field, models.BinaryField):
        return field.get_db_prep_value(value, connection)
    return str(value) if kind.startswith(("varchar", "character")) else value
