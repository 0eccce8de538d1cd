"""Whether an account may be used in another case is a record of the case whose account it is.

A code is added and none is taken away, so no row is looked at.
"""

from django.db import migrations

from heard.records.closed_sets import AlterCodes
from heard.records.fields import code_field

OBJECT = """
allegation appeal case checkin data_notice exhibit finding interview law_choice leak lending
measure notice outcome party plan preliminary referral seat task
"""


class Migration(migrations.Migration):
    """Copies no table."""

    dependencies = [("heard", "0044_caseload")]
    operations = [
        AlterCodes(model, "object", code_field(OBJECT.split(), max_length=16))
        for model in ("move", "assent")
    ]
