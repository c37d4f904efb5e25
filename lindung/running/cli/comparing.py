"""`lindung compare`: two districts side by side, of public figures; no house need run."""

import os
from argparse import Namespace
from pathlib import Path

from lindung.running.sentences import Refusal, say, show


def compare(arguments: Namespace) -> int:
    """Print two districts side by side, or write them as a PDF."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindung.config.settings")
    import django

    django.setup()
    from django.utils import translation

    from lindung.core.errors import RuleBroken
    from lindung.stats.queries import compared
    from lindung.web import comparing, documents

    with translation.override(arguments.language):
        try:
            report = compared(arguments.area, arguments.other, arguments.period)
        except RuleBroken as broken:
            raise Refusal(broken.message, broken.message) from broken
        told = comparing.told(report)
        if arguments.out is None:
            show(_as_text(told))
            return 0
        path = Path(arguments.out).absolute()
        try:
            path.write_bytes(documents.comparison(told))
        except OSError as error:
            raise Refusal(
                f"Berkas tidak dapat ditulis: {path} ({error.strerror}).",
                f"The file cannot be written: {path} ({error.strerror}).",
            ) from error
    say(f"Tertulis: {path}", f"Written: {path}")
    return 0


def _as_text(told: dict[str, object]) -> str:
    lines = [str(told["title"]), str(told["period"]), str(told["warning"]), str(told["why"])]
    for side in told["sides"]:  # type: ignore[attr-defined]
        lines += ["", f"{side['name']} ({side['code']}, {side['people']})"]
        lines += [" · ".join(row) for row in side["rows"]] or [side["none"]]
        lines += [side["place"], f"{side['peers_title']}: {side['peers']}"]
        lines += [f"! {clash}" for clash in side["clashes"]]
    for part in ("alike", "ratios", "findings"):
        said = told[part]
        lines += ["", str(told[f"{part}_title"])]
        lines += [said] if isinstance(said, str) else list(said)  # type: ignore[call-overload]
    return "\n".join([*lines, "", str(told["foot"])])
