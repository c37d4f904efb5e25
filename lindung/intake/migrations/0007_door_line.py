"""The line of guessers and the rain of misses, seen by all web processes."""

from django.db import migrations, models

from lindung.core.walls import global_table


class Migration(migrations.Migration):
    """A table without a unit: whoever waits has not said which report they mean."""

    dependencies = [("intake", "0006_channels_connected")]

    operations = [
        migrations.CreateModel(
            name="DoorWait",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("network", models.BigIntegerField()),
                ("due_at", models.DateTimeField(db_index=True)),
                ("used", models.BooleanField(default=False)),
            ],
        ),
        global_table("intake_doorwait", rights="select, insert, update, delete"),
        migrations.AddIndex(
            "doorevent",
            models.Index(
                fields=["at"],
                name="intake_door_misses",
                condition=models.Q(event="miss"),
            ),
        ),
    ]
