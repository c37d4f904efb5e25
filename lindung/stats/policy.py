"""Who may see figures."""

from typing import TYPE_CHECKING

from lindung.access.codes import Role
from lindung.core.policy import Policy, has_role

if TYPE_CHECKING:
    from lindung.directory.models import Unit

POLICY: "Policy[Unit]" = Policy(
    module="stats",
    rules={
        "view_figures": (
            (has_role(Role.OFFICE_HEAD),),
            (has_role(Role.UNIT_HEAD),),
            (has_role(Role.SUPERVISOR),),
            (has_role(Role.DATA_OFFICER),),
        ),
        "compare": (
            (has_role(Role.OFFICE_HEAD),),
            (has_role(Role.UNIT_HEAD),),
            (has_role(Role.SUPERVISOR),),
            (has_role(Role.DATA_OFFICER),),
        ),
    },
)
