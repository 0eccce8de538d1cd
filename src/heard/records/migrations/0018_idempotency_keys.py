"""The table of repeated requests is called by its name; nothing in it changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("heard", "0017_lost_entries")]
    operations = [migrations.RenameModel("Deed", "IdempotencyKey")]
