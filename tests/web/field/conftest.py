"""The missions of `tests/response` and the browsers of the desk, for the screens of the field."""

from tests.response.conftest import high, mission, sends, unit  # noqa: F401  # fixtures
from tests.web.desk.conftest import go  # noqa: F401  # fixtures
