"""An open WhatsApp line, as the tests of its own have it."""

from tests.hotline.cloud.conftest import (
    connected,
    line,
    meta,
    posts,
    settings_of_line,
    unit,
)

__all__ = ["connected", "line", "meta", "posts", "settings_of_line", "unit"]
