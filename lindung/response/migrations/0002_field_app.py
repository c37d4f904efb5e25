"""What phones write down in the field."""

import django.db.models.deletion
import lindung.core.frame
import lindung.core.seal
import uuid
from django.db import migrations, models

from lindung.core.walls import inside_unit, tenant_table


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_tally'),
        ('response', '0001_missions'),
    ]

    operations = [
        migrations.CreateModel(
            name='FieldEntry',
            fields=[
                ('unit_id', models.UUIDField(default=lindung.core.frame.this_unit, editable=False)),
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('subject_id', models.UUIDField()),
                ('seq', models.PositiveIntegerField()),
                ('device_id', models.UUIDField(null=True)),
                ('by', models.UUIDField()),
                ('kind', models.CharField(choices=[('stamp', 'Moment'), ('safe', 'Safe word: all is well'), ('duress', 'Sign of danger'), ('note', 'Note'), ('part', 'Part of a form'), ('consent', 'Consent'), ('document', 'Picture of a document')], max_length=8)),
                ('part', models.CharField(blank=True, choices=[('plan_signal', 'Does a phone work on the way and there?'), ('plan_return', 'Back by'), ('plan_route', 'The way'), ('plan_village', 'Whom the unit asks first in the village'), ('now_danger', 'Is she in danger now?'), ('now_injured', 'Is somebody injured?'), ('now_near', 'Is the person who did it near?'), ('now_children', 'Are children there?'), ('now_seen', 'What you see and hear'), ('now_needs', 'What she asks for first'), ('safe_place', 'Where she can go at once'), ('safe_person', 'Whom she can call'), ('safe_sign', 'Her sign that help is needed'), ('safe_things', 'What lies ready: papers, medicine, money'), ('safe_children', 'What the children know'), ('safe_steps', 'What she decided to do')], max_length=16)),
                ('base', models.UUIDField(null=True)),
                ('device_at', models.DateTimeField()),
                ('skew_s', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('applied', 'Taken over'), ('conflict', 'Two wrote different things'), ('taken', 'Chosen by a person'), ('left', 'Kept beside; the other counts'), ('refused', 'Kept, but it could not be taken over'), ('held', 'Kept from an ended phone; it counts nothing by itself')], max_length=8)),
                ('why', models.CharField(blank=True, max_length=32)),
                ('counts_from', models.PositiveIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.UUIDField(null=True)),
                ('words', lindung.core.seal.SealedTextField(key='data_key_id', null=True)),
                ('file_kind', models.CharField(blank=True, choices=[('image/jpeg', 'Picture (JPEG)'), ('image/png', 'Picture (PNG)'), ('image/webp', 'Picture (WebP)'), ('application/pdf', 'Document (PDF)'), ('audio/ogg', 'Sound (Ogg)'), ('audio/webm', 'Sound (WebM)'), ('audio/mpeg', 'Sound (MP3)'), ('audio/mp4', 'Sound (M4A)'), ('video/mp4', 'Video (MP4)')], max_length=16)),
                ('data_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.datakey')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='response.mission')),
            ],
            options={
                'indexes': [models.Index(fields=['mission', 'part', '-counts_from'], name='response_entry_counts')],
                'constraints': [models.UniqueConstraint(fields=('mission', 'seq'), name='response_entry_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'part'), models.Q(('part', ''), _negated=True)), models.Q(models.Q(('kind', 'part'), _negated=True), ('counts_from', None), ('part', '')), _connector='OR'), name='response_entry_part_iff_of_a_form'), models.CheckConstraint(condition=models.Q(('at__lte', models.F('received_at'))), name='response_entry_not_early'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('outcome', 'conflict')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('outcome__in', ['taken', 'left'])), models.Q(('decided_at', None), ('decided_by', None), ('outcome__in', ['applied', 'refused', 'held'])), _connector='OR'), name='response_entry_decided_by_a_person')],
            },
        ),
        tenant_table("response_fieldentry", subject="subject_id"),
        inside_unit("response_fieldentry", "mission_id", "response_mission"),
        inside_unit("response_fieldentry", "data_key_id", "core_datakey"),
        inside_unit("response_fieldentry", "file_id", "core_storedfile"),
    ]
