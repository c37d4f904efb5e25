"""Who sees which rows of casework's tables."""

from django.db import migrations

from lindung.core.walls import inside_unit, tenant_table

OF_CASE = (
    "casereport", "companion", "caseparty", "incident", "consent", "planline", "servicerecord",
    "note", "assignment", "caseriskchange", "closing", "breakglass",
)
WITH_KEY = (
    "incident", "consent", "planline", "servicerecord", "note", "caseriskchange", "closing",
    "breakglass",
)


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_initial"),
        ("intake", "0002_walls"),
        ("people", "0002_walls"),
        ("core", "0002_walls"),
    ]

    operations = [
        tenant_table("casework_case", subject="id"),
        *(tenant_table(f"casework_{name}", subject="case_id") for name in OF_CASE),
        *(inside_unit(f"casework_{name}", "case_id", "casework_case") for name in OF_CASE),
        *(inside_unit(f"casework_{name}", "data_key_id", "core_datakey") for name in WITH_KEY),
        inside_unit("casework_case", "data_key_id", "core_datakey"),
        inside_unit("casework_casereport", "report_id", "intake_report"),
        inside_unit("casework_caseparty", "person_id", "people_person"),
        inside_unit("casework_servicerecord", "plan_line_id", "casework_planline"),
    ]
