"""What screens of channels begin with: somebody who writes, and a courier that remembers."""

from tests.hotline.lines.conftest import opens, postman, unit, writes  # noqa: F401  # for all
