"""Who sees which rows of core's tables."""

from django.db import migrations

from lindung.core.walls import (
    door_function,
    door_reads,
    global_table,
    inside_unit,
    queue_table,
    tenant_table,
)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        tenant_table("core_kek"),
        tenant_table("core_datakey"),
        tenant_table("core_retentionrule"),
        tenant_table("core_disposal"),
        tenant_table("core_blocked"),
        tenant_table(
            "core_turn", subject="subject_id", rights="select, insert, update, delete"
        ),
        tenant_table("core_storedfile"),
        inside_unit("core_disposal", "key_id", "core_datakey"),
        inside_unit("core_disposal", "rule_id", "core_retentionrule"),
        inside_unit("core_storedfile", "data_key_id", "core_datakey"),
        queue_table("core_trail", rights="select, insert"),
        queue_table("core_outgoing", rights="select, insert, update"),
        global_table("core_link", rights="select, insert"),
        door_reads("core_trail", "id, at"),
        door_reads("core_link", "trail_id"),
        door_function(
            "door_unchained",
            "",
            "table(at timestamptz)",
            "select t.at from core_trail t left join core_link l on l.trail_id = t.id"
            " where l.trail_id is null order by t.id limit 1",
        ),
    ]
