"""Phones of the field. Visible to every unit: a phone shows itself before a unit is known."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from lindung.core.walls import global_table


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0002_walls'),
    ]

    operations = [
        migrations.CreateModel(
            name='FieldDevice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('hash', models.BinaryField(unique=True)),
                ('made_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('wiped_at', models.DateTimeField(null=True)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', '-made_at'], name='access_fielddevice_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('wiped_at', None), ('revoked_at__isnull', False), _connector='OR'), name='access_fielddevice_wiped_after_revoked')],
            },
        ),
        global_table("access_fielddevice", rights="select, insert, update"),
    ]
