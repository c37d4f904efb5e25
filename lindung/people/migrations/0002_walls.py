"""Who sees which rows of people's tables."""

from django.db import migrations

from lindung.core.walls import inside_unit, tenant_table


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("core", "0002_walls")]

    operations = [
        tenant_table("people_person", subject="id"),
        tenant_table("people_safecontact", subject="person_id"),
        inside_unit("people_person", "data_key_id", "core_datakey"),
        inside_unit("people_safecontact", "data_key_id", "core_datakey"),
        inside_unit("people_safecontact", "person_id", "people_person"),
    ]
