"""What signing in needs. Staff are visible to every unit: a unit is known only afterwards."""

from django.db import migrations

from lindung.core.walls import global_table, shared_table

EVERYTHING = "select, insert, update, delete"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("core", "0002_walls"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        global_table("access_staff", rights="select, insert, update"),
        global_table("access_apitoken", rights="select, insert, update"),
        global_table("access_witness", rights="select, insert, update"),
        shared_table("access_approval", "from_unit_id", rights="select, insert, update"),
        global_table("django_session", rights=EVERYTHING),
        global_table("django_content_type", rights="select"),
        global_table("account_emailaddress", rights=EVERYTHING),
        global_table("account_emailconfirmation", rights=EVERYTHING),
        global_table("mfa_authenticator", rights=EVERYTHING),
        global_table("usersessions_usersession", rights=EVERYTHING),
    ]
