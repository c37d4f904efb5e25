"""The worker process: `lindung worker`, or `python -m lindung.jobs.worker`."""

import os

import django
from django.apps import apps


def main() -> None:
    """Work until told to stop; what is being done is finished first."""
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindung.config.settings")
        django.setup()
    from lindung.jobs.loop import run  # noqa: PLC0415  # it needs models that are not ready before

    run()


if __name__ == "__main__":
    main()
