"""What walks through referrals begin with."""

from tests.referral.conftest import agreed, her_case, hospital, prepared, unit

__all__ = ["agreed", "her_case", "hospital", "prepared", "unit"]
