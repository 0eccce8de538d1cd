"""Of what names a person it is erased for each by themselves: which party is a column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Copies no table."""

    dependencies = [("heard", "0045_lendings")]
    operations = [
        migrations.AddField("erasure", "record", models.CharField(max_length=32, null=True)),
    ]
