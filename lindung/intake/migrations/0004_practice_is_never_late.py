"""The watcher of the house asks what is late in real life: invented reports are nobody's delay."""

from django.db import migrations

from lindung.core.walls import door_reads

OLDEST = """
create or replace function door_oldest_unlooked() returns table(look_due_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
    select r.look_due_at from intake_report r join directory_unit u on u.id = r.unit_id
    where r.looked_at is null and r.ended_at is null and u.practice_of_id is null
    order by r.look_due_at limit 1
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_paper_number"), ("directory", "0003_practice")]

    operations = [
        door_reads("directory_unit", "id, practice_of_id"),
        # Only its owner may change the function, and the owner may make nothing in the schema.
        migrations.RunSQL(
            [
                "grant create on schema public to lindung_lookup",
                "set local role lindung_lookup",
                OLDEST,
                "reset role",
                "revoke create on schema public from lindung_lookup",
            ],
            migrations.RunSQL.noop,
        ),
    ]
