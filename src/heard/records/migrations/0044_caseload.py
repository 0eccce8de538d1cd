"""How many cases somebody has a place in is found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Copies no table."""

    dependencies = [("heard", "0043_withdrawals")]
    operations = [
        migrations.AddIndex(
            model_name="move",
            index=models.Index(
                condition=models.Q(("move", "propose"), ("object", "seat")),
                fields=["holder"],
                name="move_seating",
            ),
        ),
    ]
