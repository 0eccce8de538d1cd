"""``python found.py``: found Meridian Group in the Heard that the environment's settings name.

For tests that need a server of their own: it prints the signed roster.
"""

import datetime as dt
import sys

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    from meridian import found

    sys.stdout.write(found(now=dt.datetime.now(dt.UTC)).roster)
