"""The retaliation gate: new tables, and codes of events and alarms; no row of another table."""

import django.db.models.deletion
from django.db import migrations, models

import heard.records.fields
from heard.records.closed_sets import AlterCodes


def _choices(codes: str) -> list[tuple[str, str]]:
    return [(code, code) for code in codes.split()]


KINDS = _choices("""
adverse_action_decided adverse_action_filed adverse_actions_answered assent_given
case_acknowledged case_opened case_passed case_triaged case_unreadable case_withdrawn
channel_opened clock_accepted clock_resumed clock_suspended conflict_declared conflicts_declared
conflicts_published contact_changed directory_changed directory_imported duty_missed erased
evidence_checked evidence_lost evidence_noted exhibit_damaged exhibit_kept file_damaged
file_duty_missed file_key_given file_key_made file_letter_added file_received file_record_moved
gate_seat_changed identity_received identity_renewed keyring_changed keys_rotated late_on_arrival
letter_received log_created manifest_published matter_checked matter_linked matter_unlinked
note_added oversight_changed package_taken party_invited preservation_confirmed
preservation_ordered promises_lost record_moved report_received request_made roster_signed
tier_released warning_overridden
""")
ALARMS = _choices("clock epoch file gate witness")
SEATS = _choices("files looks")
ACTIONS = _choices(
    "demotion disciplinary_step dismissal forced_transfer lowered_appraisal non_renewal pay_cut"
)
DECISIONS = _choices("approved go overridden refused withdrawn")


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("heard", "0034_packages")]
    operations = [
        AlterCodes("event", "kind", models.CharField(choices=KINDS, max_length=32)),
        AlterCodes("alarm", "kind", models.CharField(choices=ALARMS, max_length=16)),
        migrations.CreateModel(
            name="WaitingListing",
            fields=[
                (
                    "sha256",
                    heard.records.fields.FixedField(
                        max_length=64, primary_key=True, serialize=False
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("day", models.DateField()),
                ("taken", models.DateField(null=True)),
                ("signature", models.CharField(default="", max_length=88)),
            ],
        ),
        migrations.CreateModel(
            name="GateStore",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("sha256", heard.records.fields.FixedField(max_length=64)),
                ("sealed", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_gate_store")
                ],
            },
        ),
        migrations.CreateModel(
            name="GateSeat",
            fields=[
                (
                    "holder",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="heard.holder",
                    ),
                ),
                ("seat", models.CharField(choices=SEATS, max_length=8)),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="heard.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GateToken",
            fields=[
                (
                    "id",
                    heard.records.fields.FixedField(
                        max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("sha256", heard.records.fields.FixedField(max_length=64, unique=True)),
                ("created", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("revoked", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="heard.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FiledAction",
            fields=[
                (
                    "id",
                    heard.records.fields.FixedField(
                        max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=ACTIONS, max_length=20)),
                ("effective", models.DateField()),
                ("filed", models.DateTimeField()),
                ("late", models.BooleanField()),
                ("due", models.DateTimeField()),
                ("answers_at", models.DateTimeField(null=True)),
                ("talk", models.BooleanField(default=False)),
                ("decision", models.CharField(choices=DECISIONS, default="", max_length=10)),
                ("why", models.TextField(default="")),
                ("asked", models.TextField(default="")),
                ("overruled", models.TextField(default="")),
                ("closed", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="heard.person",
                    ),
                ),
                (
                    "decider",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="heard.holder",
                    ),
                ),
                (
                    "filer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="heard.holder",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="heard.person",
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="heard.gatetoken",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeeperAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("keeper", heard.records.fields.FixedField(max_length=64)),
                ("talk", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="heard.filedaction",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="filedaction",
            index=models.Index(fields=["filed"], name="action_filed"),
        ),
        migrations.AddConstraint(
            model_name="filedaction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed", None)), fields=("person",), name="one_open_action"
            ),
        ),
        migrations.AddConstraint(
            model_name="keeperanswer",
            constraint=models.UniqueConstraint(
                fields=("action", "keeper"), name="one_answer_of_a_keeper"
            ),
        ),
        AlterCodes("gateseat", "seat", models.CharField(choices=SEATS, max_length=8)),
        AlterCodes("filedaction", "kind", models.CharField(choices=ACTIONS, max_length=20)),
        AlterCodes(
            "filedaction",
            "decision",
            models.CharField(choices=DECISIONS, default="", max_length=10),
        ),
    ]
