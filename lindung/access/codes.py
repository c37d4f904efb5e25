"""The words of access: what someone may be asked to do."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What someone may be asked to do. One person may hold several."""

    OPERATOR = "operator", _("Complaints officer")
    CASE_MANAGER = "case_manager", _("Case manager")
    UNIT_HEAD = "unit_head", _("Head of the unit")
    SUPERVISOR = "supervisor", _("Supervisor")
    COMPANION = "companion", _("Companion")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    COUNSEL = "counsel", _("Legal counsel")
    DATA_OFFICER = "data_officer", _("Data officer")
    SHELTER_KEEPER = "shelter_keeper", _("Shelter keeper")
    OFFICE_HEAD = "office_head", _("Head of the office")
    ADMINISTRATOR = "administrator", _("Administrator")
    APPROVER = "approver", _("Outside approver")


class Sex(TextChoices):
    """Sex as the official lists have it."""

    FEMALE = "F", _("Female")
    MALE = "M", _("Male")


class Scope(TextChoices):
    """What an API token may do."""

    REPORTS_READ = "reports:read", _("Read reports")
    REPORTS_WRITE = "reports:write", _("Enter reports")
    CASES_READ = "cases:read", _("Read cases")
    SEARCH = "search", _("Search")
    TASKS_READ = "tasks:read", _("Read tasks")


class Ask(TextChoices):
    """What somebody else must agree to."""

    LOWER_RISK = "lower_risk", _("Lower a risk")
    CLOSE_CASE = "close_case", _("Close a case")
    BREAK_GLASS = "break_glass", _("Read a case with a reason")
