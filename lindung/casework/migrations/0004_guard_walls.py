"""Who sees which rows of what guards names against those who work here."""

from django.db import migrations

from lindung.core.walls import global_table, inside_unit, shared_table, tenant_table


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_guard")]

    operations = [
        tenant_table("casework_openinglimit"),
        tenant_table("casework_openedfile", rights="select, insert, delete"),
        global_table("casework_watchmark", rights="select, insert, update"),
        tenant_table("casework_decoy", subject="case_id"),
        inside_unit("casework_decoy", "data_key_id", "core_datakey"),
        inside_unit("casework_decoy", "case_id", "casework_case"),
        inside_unit("casework_decoy", "person_id", "people_person"),
        shared_table("casework_openingalarm", "from_unit_id", rights="select, insert, update"),
        inside_unit("casework_openingalarm", "data_key_id", "core_datakey"),
        shared_table("casework_namesexport", "from_unit_id", rights="select, insert, update"),
        inside_unit("casework_namesexport", "data_key_id", "core_datakey"),
    ]
