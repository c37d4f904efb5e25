"""How many lines into the house nobody hears any more, for watchers that know no unit."""

from django.db import migrations

from lindung.core.walls import door_function, door_reads


class Migration(migrations.Migration):
    dependencies = [("hotline", "0006_lines")]

    operations = [
        door_reads("hotline_pbxline", "up, seen_at"),
        door_reads("hotline_channelline", "opened_at, up, seen_at"),
        door_function(
            "door_lines_unheard",
            "within interval",
            "bigint",
            "select (select count(*) from hotline_pbxline l"
            "   where not l.up or l.seen_at < statement_timestamp() - within)"
            " + (select count(*) from hotline_channelline l where l.opened_at is not null"
            "   and (not l.up or l.seen_at is null or l.seen_at < statement_timestamp() - within))",
        ),
    ]
