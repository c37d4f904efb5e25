"""Says which sealed columns of a house hold one of the words that stand on standard input.

Run in a process of its own, as a command in the house: `python -m tests.proof.opened UNIT < words`.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lindung.running.cli.working import at_work


def main() -> None:
    """Print the names of the columns as JSON."""
    words = json.load(sys.stdin)
    with at_work():
        from lindung.core.frame import frame  # noqa: PLC0415  # needs Django set up
        from lindung.directory.models import Unit  # noqa: PLC0415

        with frame(Unit.objects.get(code=sys.argv[1]).pk):
            found = sorted({name for name, text in _texts() if any(w in text for w in words)})
    json.dump(found, sys.stdout)


def _texts() -> Iterator[tuple[str, str]]:
    from django.apps import apps  # noqa: PLC0415  # needs Django set up

    from lindung.core.seal import SealedTextField  # noqa: PLC0415

    for model in apps.get_models():
        sealed = [f for f in model._meta.local_fields if isinstance(f, SealedTextField)]
        for row in _rows(model) if sealed else ():
            for field in sealed:
                value = getattr(row, field.name)
                with suppress(KeyError):  # only the reporter's code holds this key
                    yield str(field), value.reveal() if value is not None else ""


def _rows(model: Any) -> list[Any]:
    """Return all rows, or none of a table that staff may not read."""
    from django.db import ProgrammingError, transaction  # noqa: PLC0415  # needs Django set up

    with suppress(ProgrammingError), transaction.atomic():
        return list(model._default_manager.order_by("-pk"))
    return []


if __name__ == "__main__":
    main()
