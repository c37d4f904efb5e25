import uuid

import django.db.models.deletion
from django.db import migrations, models

import lindung.core.frame
from lindung.core.walls import inside_unit, tenant_table


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_tally'),
        ('hotline', '0010_field_alarms'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChatImport',
            fields=[
                ('unit_id', models.UUIDField(default=lindung.core.frame.this_unit, editable=False)),
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('subject_id', models.UUIDField()),
                ('taken_at', models.DateTimeField()),
                ('taken_by', models.UUIDField()),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('n_new', models.PositiveIntegerField()),
                ('n_known', models.PositiveIntegerField()),
                ('n_files', models.PositiveIntegerField(default=0)),
                ('n_held', models.PositiveIntegerField(default=0)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('deleted_by', models.UUIDField(null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chats', to='hotline.contact')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('raw', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hotline.raw')),
            ],
            options={
                'indexes': [models.Index(fields=['contact', '-taken_at'], name='hotline_chatimport_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('deleted_at', None), ('deleted_by', None)), models.Q(('deleted_at__isnull', False), ('deleted_by__isnull', False)), _connector='OR'), name='hotline_chatimport_deleted_by_somebody')],
            },
        ),
        tenant_table("hotline_chatimport", subject="subject_id"),
        inside_unit("hotline_chatimport", "contact_id", "hotline_contact"),
        inside_unit("hotline_chatimport", "raw_id", "hotline_raw"),
        inside_unit("hotline_chatimport", "file_id", "core_storedfile"),
    ]
