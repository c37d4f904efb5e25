"""A process that tells one report for each key it is given, and says which were acknowledged.

`python -m tests.intake.teller KEY…` prints `KEY NUMBER CODE` after each receipt. Its parent kills
it whenever it likes.
"""

import os
import sys

import django


def main(keys: list[str]) -> None:
    """Tell, and acknowledge each telling on its own line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindung.config.settings")
    django.setup()
    from lindung.directory.queries import unit_by_code  # noqa: PLC0415  # after the set-up
    from lindung.intake.services import Telling, tell  # noqa: PLC0415

    unit = unit_by_code("kutim")
    say("ready")
    for key in keys:
        telling = Telling(about="other", words=f"Pengaduan {key}")
        receipt = tell(unit, telling, idempotency_key=key, network="203.0.113.7")
        say(f"{key} {receipt.number} {receipt.code}")


def say(line: str) -> None:
    """Say one line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
