"""What screens of channels begin with: somebody who writes, a courier that remembers, Meta."""

from tests.hotline.cloud.conftest import connected, line, meta, posts, settings_of_line
from tests.hotline.lines.conftest import opens, postman, unit, writes

__all__ = [
    "connected",
    "line",
    "meta",
    "opens",
    "postman",
    "posts",
    "settings_of_line",
    "unit",
    "writes",
]
