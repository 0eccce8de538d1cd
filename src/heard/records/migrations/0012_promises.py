"""What an event was promised by, and whose key makes promises. What was logged before has none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("heard", "0011_leaf")]
    operations = [
        migrations.AddField(
            model_name="opening",
            name="after",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="opening",
            name="by",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="promise",
            field=models.CharField(default="", max_length=400),
        ),
    ]
