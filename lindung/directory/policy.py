"""Who may open units and set their limits."""

from django.db.models import Q

from lindung.core.policy import Condition, Policy, has_role, own_unit
from lindung.directory.models import Unit

machine = has_role("machine")  # the command line of the machine itself
administrator = has_role("administrator")
head = has_role("unit_head")
real: Condition[Unit] = Condition(
    name="is no place of practice itself",
    holds=lambda _, unit: unit.practice_of_id is None,
    rows=lambda _: Q(practice_of=None),
)

POLICY: Policy[Unit] = Policy(
    module="directory",
    rules={
        "open_unit": ((machine,), (administrator,)),
        "change_unit": ((machine,), (administrator, own_unit)),
        "set_limit": ((administrator, own_unit), (head, own_unit)),
        "open_practice": ((own_unit, real),),
        "renew_practice": ((own_unit, real),),
    },
)
