"""Places and units are known to everyone; a unit's own limits are its own."""

from django.db import migrations

from lindung.core.walls import global_table, tenant_table


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [
        global_table("directory_area", rights="select, insert, update"),
        global_table("directory_unit", rights="select, insert, update"),
        tenant_table("directory_unitlimit"),
    ]
