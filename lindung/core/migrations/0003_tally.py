"""What all web processes remember together for a while."""

from django.db import migrations, models

from lindung.core.walls import global_table


class Migration(migrations.Migration):
    """One table without a unit: tries at signing in come before a unit is known."""

    dependencies = [("core", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BinaryField(primary_key=True, serialize=False)),
                ("value", models.JSONField()),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
        global_table("core_tally", rights="select, insert, update, delete"),
    ]
