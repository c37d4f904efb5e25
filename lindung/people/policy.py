"""Who may read and write people.

People knows neither reports nor cases, which stand above it: a person is reached through one of
them, whose own policy was asked first. What is said here bounds that once more: roles that never
work with people by name open no person at all, and `Blocked` hides one from a colleague.
"""

from lindung.access.codes import Role
from lindung.core.policy import Policy, has_role
from lindung.people.models import Person

WITH_NAMES = (
    Role.OPERATOR,
    Role.CASE_MANAGER,
    Role.UNIT_HEAD,
    Role.COMPANION,
    Role.PSYCHOLOGIST,
    Role.COUNSEL,
    Role.APPROVER,
)
WITH_INITIALS = (*WITH_NAMES, Role.SUPERVISOR, Role.DATA_OFFICER, Role.SHELTER_KEEPER)

names = tuple((has_role(role),) for role in WITH_NAMES)
initials = tuple((has_role(role),) for role in WITH_INITIALS)
reporter = has_role("reporter")
machine = has_role("machine")

POLICY: Policy[Person] = Policy(
    module="people",
    rules={
        "write_person": (*names, (reporter,), (machine,)),
        "change_person": names,
        "state_safe_contact": (*names, (reporter,), (machine,)),
        "read_person": names,
        "check_code_word": ((reporter,),),  # compared, never shown
        "read_initials": initials,
        "export_name": ((has_role(Role.UNIT_HEAD),),),  # after a second person agreed: casework
        "find_person": (*names, (machine,)),
        "match_person": (*names, (machine,)),  # by the number a message came from
        "contact_person": (*names, (machine,)),  # asked again when something leaves
        "contact_in_danger": names,
        "index_names": ((machine,),),
    },
)
