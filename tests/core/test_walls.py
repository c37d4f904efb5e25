"""The walls between units, and before colleagues with a conflict of interest."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from lindung.access.models import Staff
from lindung.core.clock import Moment
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.keys import new_key
from lindung.core.models import Blocked, DataKey, KeyKind, OfUnit, Turn
from lindung.core.turns import set_turn
from lindung.people.models import Person, SafeContact
from tests.conftest import NEIGHBOUR, UNIT, at_work

GLOBAL = {
    "access_fielddevice": "hashes of the secrets of field phones; read before a unit is known",
    "access_apitoken": "hashes of machines' tokens; read before a unit is known",
    "access_staff": "signing in comes before a unit is known",
    "access_witness": "hashes of codes; read before a unit is known",
    "account_emailaddress": "allauth's own, of staff; nobody's mail is checked here",
    "account_emailconfirmation": "allauth's own, unused",
    "casework_watchmark": "how far openings are counted: one number, nobody's",
    "core_link": "numbers and hashes, one chain over all units",
    "core_tally": "counts and marks under keyed hashes; tries at signing in come before a unit",
    "directory_area": "places",
    "directory_unit": "offices",
    "django_session": "signed-in browsers; read before a unit is known",
    "hotline_calendarkey": "hashes of calendar addresses; read before a unit is known",
    "hotline_heartbeat": "when each part of the calling was last alive; of the whole house",
    "intake_doorevent": "counts by a blind digest of a network, before a unit is known",
    "intake_doorwait": "places in the line of guessers, by a blind digest of a network",
    "intake_draft": "ciphertext under what only the cookie knows, before a unit is known",
    "intake_draftfile": "ciphertext, as its draft",
    "mfa_authenticator": "second keys of staff, sealed; read at sign-in",
    "usersessions_usersession": "signed-in browsers",
} | dict.fromkeys(
    (
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_migrations",
    ),
    "Django's own, unused here",
)


def tenant_models() -> Iterator[type[models.Model]]:
    """Yield each model whose rows belong to one unit."""
    return (model for model in apps.get_models() if issubclass(model, OfUnit))


def test_the_tests_run_as_a_role_that_cannot_climb_the_walls(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == ("lindung_web", False, False)
        cursor.execute("select count(*) from pg_tables where tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_every_table_is_walled_even_from_its_owner_or_global_with_a_reason(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity and relforcerowsecurity from pg_class"
            " where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        tables = dict(cursor.fetchall())

    assert {name for name, walled in tables.items() if not walled} == set(GLOBAL)
    assert {model._meta.db_table for model in tenant_models()} <= {
        name for name, walled in tables.items() if walled
    }


def test_every_relation_between_rows_of_units_stays_inside_a_unit(db: None) -> None:
    tenants = {model: model._meta.db_table for model in tenant_models()}
    wanted = {
        (table, field.column, tenants[field.related_model])
        for model, table in tenants.items()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in tenants
        if table not in {"core_trail", "core_outgoing"}
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text"
            " from pg_constraint c join pg_attribute a"
            " on a.attrelid = c.conrelid and a.attnum = c.conkey[2]"
            " where c.contype = 'f' and array_length(c.conkey, 1) = 2"
        )
        held = set(cursor.fetchall())

    assert wanted - held == set()


def test_a_unit_sees_only_its_own(nita: Staff, her: Person) -> None:
    with at_work(nita):
        assert not Person.objects.exists()
        assert not DataKey.objects.exists()
    with frame(UNIT):
        assert Person.objects.get() == her


def test_a_row_cannot_be_slipped_into_another_unit(her: Person) -> None:
    with (
        frame(NEIGHBOUR),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Blocked.objects.create(subject_id=her.id, staff_id=her.id, unit_id=UNIT)


def test_a_row_cannot_name_a_row_of_another_unit(her: Person) -> None:
    with frame(NEIGHBOUR), transaction.atomic():
        contact = SafeContact(
            person_id=her.id,
            channel="call",
            data_key=new_key(KeyKind.IDENTITY),
            stated_at=Moment(),
        )
        contact.save(force_insert=True)
        with (
            pytest.raises(IntegrityError, match="in_unit"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("set constraints all immediate")
        transaction.set_rollback(True)


def test_the_worker_sees_queues_across_units_and_no_person(her: Person) -> None:
    with frame(EVERY_UNIT):
        assert not Person.objects.exists()
        assert not DataKey.objects.exists()


def test_a_blocked_head_sees_neither_the_person_nor_whose_turn_it_is(
    dewi: Staff, sari: Staff, her: Person
) -> None:
    with frame(UNIT):
        Blocked.objects.create(subject_id=her.id, staff_id=dewi.id)
        set_turn(
            her.id, "call", kind="people.person", number="-", next_at=Moment(), role="supervisor"
        )

    with at_work(sari):
        assert Person.objects.count() == Turn.objects.count() == 1
    with at_work(dewi):
        assert Person.objects.count() == Turn.objects.count() == 0


@pytest.mark.parametrize(
    "attempt",
    [
        "update core_trail set refused = false",
        "delete from core_trail",
        "update core_link set hash = ''",
        "delete from people_person",
        "delete from intake_report",
        "delete from casework_case",
    ],
)
def test_records_can_only_grow(attempt: str, db: None) -> None:
    with (
        frame(UNIT),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attempt)


@pytest.mark.parametrize(
    "attempt",
    [
        "select * from intake_report",
        "select * from casework_case",
        "select * from people_person",
        "select * from core_trail",
        "select * from access_staff",
    ],
)
def test_the_public_doors_own_rights_read_no_record(attempt: str, db: None) -> None:
    with (
        frame(UNIT),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"set local role lindung_door; {attempt}")


def test_the_look_up_role_reads_a_few_columns_and_never_words(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name || '.' || column_name from information_schema.column_privileges"
            " where grantee = 'lindung_lookup'"
        )
        columns = {name for (name,) in cursor.fetchall()}

    sealed = {"words", "place", "needs", "named", "source"}
    assert not {name for name in columns if name.split(".")[1] in sealed}


@pytest.fixture
def her(units: object) -> Person:
    """Somebody of the home unit."""
    with frame(UNIT):
        person = Person(
            data_key=new_key(KeyKind.IDENTITY),
            name="Melati",
            made_at=Moment(),
            changed_at=Moment(),
        )
        person.save(force_insert=True)
        return Person.objects.get(pk=person.pk)
