"""What walks through the law begin with."""

from tests.legal.conftest import tpks_case

__all__ = ["tpks_case"]
