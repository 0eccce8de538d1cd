"""A case keeps country and zone by which it was taken, so that its law stays what it was.

No row is touched. One from before goes by the organisation's, which ``heard init`` wrote once.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns that may be null, which both engines add without copying the table."""

    dependencies = [("heard", "0020_case_numbers")]
    operations = [
        migrations.AddField("case", "country", models.CharField(max_length=2, null=True)),
        migrations.AddField("case", "zone", models.CharField(max_length=64, null=True)),
    ]
