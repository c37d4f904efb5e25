"""How a figure is said: pure, so that no screen, letter or export says it differently."""

LEAST_FOR_PERCENT = 30
"""Below it no percentage is shown. Source: PRODUCT, twelve figures; HOTLINE section 3."""


def percent(part: int, whole: int) -> int | None:
    """Return the whole percentage, or None where `whole` is too small for one to mean anything."""
    if whole < LEAST_FOR_PERCENT:
        return None
    return round(100 * part / whole)
