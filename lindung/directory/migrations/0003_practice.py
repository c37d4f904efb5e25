"""A place of practice beside an office: no door leads to it, and what it is never changes."""

import django.db.models.deletion
from django.db import migrations, models

# A practice place made real would bring invented cases into figures; a real office made a place of
# practice would hide every report in it. So the database itself refuses both.
FIXED = """
create function directory_practice_is_fixed() returns trigger language plpgsql as $$
begin
    if new.practice_of_id is distinct from old.practice_of_id then
        raise exception 'whether a unit is for practice never changes';
    end if;
    if new.practice_of_id is not null and old.ended_at is not null and new.ended_at is null then
        raise exception 'practice that was given up does not begin again';
    end if;
    return new;
end $$;
create trigger directory_practice_is_fixed before update on directory_unit
    for each row execute function directory_practice_is_fixed();
create function directory_practice_has_an_office() returns trigger language plpgsql as $$
begin
    if exists (
        select from directory_unit
        where id in (new.practice_of_id, new.approver_id) and practice_of_id is not null
    ) then
        raise exception 'a place of practice belongs to an office and decides for none';
    end if;
    return new;
end $$;
create trigger directory_practice_has_an_office before insert or update on directory_unit
    for each row execute function directory_practice_has_an_office();
"""
FREE = """
drop trigger directory_practice_has_an_office on directory_unit;
drop function directory_practice_has_an_office();
drop trigger directory_practice_is_fixed on directory_unit;
drop function directory_practice_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_walls")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="practice_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.unit",
            ),
        ),
        migrations.AddField(
            model_name="unit", name="ended_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("practice_of",),
                name="directory_one_practice_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("practice_of", None),
                    models.Q(
                        ("approver", None),
                        ("host", ""),
                        ("is_default", False),
                        ("phone", ""),
                        ("whatsapp", ""),
                    ),
                    _connector="OR",
                ),
                name="directory_practice_has_no_door",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at", None), ("practice_of__isnull", False), _connector="OR"
                ),
                name="directory_only_practice_ends",
            ),
        ),
        migrations.RunSQL(FIXED, FREE),
    ]
