"""What somebody did lately that is of no case is counted, and so found by an index.

And by which request a keyring was replaced: the same one again, for a lost answer, is done once.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("heard", "0009_rounds"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("case", "")), fields=["actor", "at"], name="event_of_none"
            ),
        ),
        migrations.AddField(
            model_name="keptkeyring",
            name="about",
            field=models.CharField(default="", max_length=64),
        ),
    ]
