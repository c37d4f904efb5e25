"""Asks, in a process of its own, whether a root key opens a data key: exit 0 if it does.

Of its own, since whoever asks has not told Django yet where this home is.
"""

import base64
import json
import os
import sys
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag


def main() -> int:
    """Read a data key as JSON, and try the root key of the file that is named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindung.config.settings")
    import django

    django.setup()
    from lindung.core.keys import InProcessKeeper
    from lindung.core.models import DataKey

    root = base64.b64decode(Path(sys.argv[1]).read_text().strip(), validate=True)
    row = json.load(sys.stdin)
    row["wrapped"] = base64.b64decode(row["wrapped"])
    row |= {name: UUID(row[name]) for name in ("id", "unit_id")}
    try:
        return 0 if row["id"] in InProcessKeeper(root).open([DataKey(**row)]) else 1
    except InvalidTag:
        return 1


if __name__ == "__main__":
    sys.exit(main())
