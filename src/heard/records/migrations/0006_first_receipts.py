"""Each event keeps the checkpoint that its commit signed, so that no receipt tells the live size.

Events that an epoch holds already need none. Those of the last hour before the upgrade share the
checkpoint that was the newest then: it says how large the log was at the upgrade and no more.
"""

from django.db import migrations, models

NEWEST = """
UPDATE "heard_opening" SET "checkpoint" = (SELECT "note" FROM "heard_head")
WHERE EXISTS (SELECT 1 FROM "heard_head")
AND "index" >= (SELECT COALESCE(MAX("size"), 0) FROM "heard_cosignature")
"""


class Migration(migrations.Migration):
    dependencies = [("heard", "0005_late_on_arrival")]

    operations = [
        migrations.AddField(
            model_name="opening",
            name="checkpoint",
            field=models.TextField(default=""),
        ),
        migrations.RunSQL(NEWEST, migrations.RunSQL.noop),
    ]
