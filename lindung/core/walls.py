"""The walls between units: row-level security, said once and used by every module's migrations.

FORCE holds the table's owner back too, so a backfill without a frame changes no row. An applied
migration must keep its meaning: never change what these functions return, add another one.
"""

from django.db.migrations import RunSQL

from lindung.core.frame import EVERY_UNIT

UNIT = "nullif(current_setting('app.unit', true), '')::uuid"
STAFF = "nullif(current_setting('app.staff', true), '')::uuid"


def tenant_table(
    table: str, *, subject: str | None = None, rights: str = "select, insert, update"
) -> RunSQL:
    """Show a unit's rows to that unit alone.

    Args:
        table: its name in the database; it has a column `unit_id`.
        subject: the column naming the case, report or person a row is about. Whoever is blocked
            from that one does not see the row.
        rights: what the web role may do; deleting only where a row is no record of anything.
    """
    shown = f"unit_id = {UNIT}"
    if subject:
        shown += (
            " and not exists (select from core_blocked"
            f" where subject_id = {table}.{subject} and staff_id = {STAFF})"
        )
    return _wall(table, shown, rights)


def queue_table(table: str, rights: str) -> RunSQL:
    """Show a unit's rows to that unit, and all rows to a loop that must learn whose turn it is."""
    return _wall(table, f"unit_id = {UNIT} or {UNIT} = '{EVERY_UNIT}'", rights)


def shared_table(table: str, other: str, rights: str) -> RunSQL:
    """Show a row to its own unit and to the other unit it names: an approval, a hand-over.

    Args:
        table: its name in the database; it has a column `unit_id`.
        other: the column with the second unit's id.
        rights: what the web role may do.
    """
    return _wall(table, f"unit_id = {UNIT} or {other} = {UNIT}", rights)


def inside_unit(table: str, column: str, target: str) -> RunSQL:
    """Let `column` of `table` name only rows of `target` that belong to the same unit.

    Key checks go round row-level security: without this, unit B could name unit A's case.
    """
    return RunSQL(
        [
            f"create unique index if not exists {target}_in_unit on {target} (unit_id, id)",
            (
                f"alter table {table} add constraint {table}_{column}_in_unit"
                f" foreign key (unit_id, {column}) references {target} (unit_id, id)"
                " deferrable initially deferred"
            ),
        ],
        RunSQL.noop,
    )


def door_function(name: str, arguments: str, returns: str, query: str) -> RunSQL:
    """Make a look-up that works before a unit is known, owned by a role that does nothing else."""
    return RunSQL(
        [
            (
                f"create function {name}({arguments}) returns {returns} language sql stable"
                f" security definer set search_path = pg_catalog, public as $$ {query} $$"
            ),
            f"revoke all on function {name} from public",
            "grant create on schema public to lindung_lookup",
            f"alter function {name} owner to lindung_lookup",
            "revoke create on schema public from lindung_lookup",
            f"grant execute on function {name} to lindung_web, lindung_door",
        ],
        RunSQL.noop,
    )


def door_reads(table: str, columns: str) -> RunSQL:
    """Let the look-up role read these columns of `table`, and no other."""
    return RunSQL(f"grant select ({columns}) on {table} to lindung_lookup", RunSQL.noop)


def global_table(table: str, rights: str) -> RunSQL:
    """Show all rows to everyone: places, code lists, sign-in. Never a word about a client."""
    return RunSQL(f"grant {rights} on {table} to lindung_web", RunSQL.noop)


def _wall(table: str, shown: str, rights: str) -> RunSQL:
    return RunSQL(
        [
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy wall on {table} using ({shown})",
            f"grant {rights} on {table} to lindung_web",
        ],
        RunSQL.noop,
    )
