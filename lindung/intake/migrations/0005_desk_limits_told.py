"""Who told the limits of secrecy, and in which way."""

from django.db import migrations, models

from lindung.intake.codes import Channel


class Migration(migrations.Migration):
    """Two columns; what was told before keeps only its hour."""

    dependencies = [("intake", "0004_practice_is_never_late")]

    operations = [
        migrations.AddField("report", "limits_told_by", models.UUIDField(null=True)),
        migrations.AddField(
            "report",
            "limits_told_in",
            models.CharField(blank=True, choices=Channel.choices, max_length=12, default=""),
            preserve_default=False,
        ),
    ]
