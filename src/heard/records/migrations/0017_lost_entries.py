"""What was promised and is lost is logged by whichever machine closes the next epoch."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("heard", "0016_pending")]
    operations = [
        migrations.CreateModel(
            name="LostEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("entry", models.BinaryField(max_length=33, unique=True)),
            ],
        ),
    ]
