import django.contrib.postgres.fields
from django.db import migrations, models

from lindung.core.walls import door_function, door_reads


class Migration(migrations.Migration):

    dependencies = [
        ('hotline', '0009_dialling'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='alarm',
            name='hotline_alarm_one_a_report',
        ),
        migrations.AddField(
            model_name='alarm',
            name='mission_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='alarm',
            name='danger',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='alarm',
            name='out_there',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('mission_id', None)), fields=('report_id',), name='hotline_alarm_one_a_report'),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('mission_id',), name='hotline_alarm_one_a_mission'),
        ),
        door_reads("hotline_alarm", "mission_id"),
        migrations.RunSQL("drop function door_alarm_audit()", migrations.RunSQL.noop),
        door_function(
            "door_alarm_audit",
            "",
            "table(late_s double precision, unwatched_s double precision)",
            # As before; an alarm of those in the field is none of their report.
            "select coalesce((select extract(epoch from statement_timestamp() - min(a.next_due))"
            "   from hotline_alarm a where a.ended_at is null), 0)::double precision,"
            " coalesce((select extract(epoch from statement_timestamp() - min(r.entered_at))"
            "   from intake_report r join directory_unit u on u.id = r.unit_id"
            "   where r.ended_at is null and r.handled_by is null and r.responded_at is null"
            "   and u.practice_of_id is null"
            "   and (r.state in ('received', 'read')"
            "        or (r.state = 'triaged' and (r.emergency or r.risk = 'high')))"
            "   and not exists (select from hotline_alarm a"
            "                   where a.report_id = r.id and a.mission_id is null"
            "                   and a.ended_at is null)), 0)"
            "::double precision",
        ),
    ]
