"""Who sees which rows of intake's tables, and what the public door may look up."""

from django.db import migrations

from lindung.core.walls import (
    door_function,
    door_reads,
    global_table,
    inside_unit,
    tenant_table,
)

OF_REPORT = ("party", "screening", "riskchange", "message", "reporterrequest", "attachment")


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
        ("people", "0002_walls"),
        ("core", "0002_walls"),
    ]

    operations = [
        tenant_table("intake_report", subject="id"),
        *(tenant_table(f"intake_{name}", subject="report_id") for name in OF_REPORT),
        *(inside_unit(f"intake_{name}", "report_id", "intake_report") for name in OF_REPORT),
        inside_unit("intake_report", "data_key_id", "core_datakey"),
        inside_unit("intake_report", "mailbox_key_id", "core_datakey"),
        inside_unit("intake_report", "joined_to_id", "intake_report"),
        inside_unit("intake_party", "person_id", "people_person"),
        inside_unit("intake_riskchange", "data_key_id", "core_datakey"),
        inside_unit("intake_message", "data_key_id", "core_datakey"),
        inside_unit("intake_attachment", "data_key_id", "core_datakey"),
        inside_unit("intake_attachment", "original_id", "core_storedfile"),
        inside_unit("intake_attachment", "clean_copy_id", "core_storedfile"),
        global_table("intake_draft", rights="select, insert, update, delete"),
        global_table("intake_draftfile", rights="select, insert, update, delete"),
        global_table("intake_doorevent", rights="select, insert, delete"),
        door_reads("intake_report", "id, unit_id, lookup, decoy_lookup, idem, idem_body, look_due_at,"
                   " looked_at, ended_at, number, entered_at, mailbox_closes_at"),
        door_function(
            "door_report",
            "wanted bytea",
            "table(unit_id uuid, report_id uuid, decoy boolean)",
            "select r.unit_id, r.id, false from intake_report r where r.lookup = wanted"
            " and r.mailbox_closes_at > statement_timestamp()"
            " union all"
            " select r.unit_id, r.id, true from intake_report r where r.decoy_lookup = wanted"
            " and r.mailbox_closes_at > statement_timestamp()",
        ),
        door_function(
            "door_idem",
            "wanted bytea",
            "table(unit_id uuid, report_id uuid, number text, body bytea, entered_at timestamptz)",
            "select r.unit_id, r.id, r.number::text, r.idem_body, r.entered_at"
            " from intake_report r where r.idem = wanted",
        ),
        door_function(
            "door_oldest_unlooked",
            "",
            "table(look_due_at timestamptz)",
            "select r.look_due_at from intake_report r"
            " where r.looked_at is null and r.ended_at is null order by r.look_due_at limit 1",
        ),
    ]
