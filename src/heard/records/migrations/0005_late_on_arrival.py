"""What was owed before a report came stands apart, and a duty may be of several tiers together.

What was missed under the rules before stays as it was logged: a duty of an old case that fell due
with its receipt reads on as missed.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("heard", "0004_never_ignored"),
    ]

    operations = [
        migrations.AddField(
            model_name="duty",
            name="from_tier",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="duty",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("done", "Done"),
                    ("missed", "Missed"),
                    ("before", "Before"),
                    ("cancelled", "Cancelled"),
                ],
                default="open",
                max_length=9,
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("state", "before")), fields=["case"], name="duty_before"
            ),
        ),
        migrations.RunSQL('UPDATE "heard_duty" SET "from_tier" = "tier"', migrations.RunSQL.noop),
    ]
