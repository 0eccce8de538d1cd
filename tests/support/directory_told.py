"""``python directory_told.py``: what the directory and the log say of people, as JSON.

In the Heard that the environment's settings name: who is here, what was counted and is not logged
yet, and the sums of the log's events, before and after what was counted is logged.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

KINDS = ("directory_changed", "directory_imported")


def logged() -> dict[str, int]:
    """The sums of all that the log says."""
    from heard.records.models import Event, Opening

    sums: Counter[str] = Counter()
    places = Event.objects.filter(kind__in=KINDS).values("index")
    for text in Opening.objects.filter(index__in=places).values_list("fields", flat=True):
        said = json.loads(text)["fields"]
        sums.update({name: int(said[name]["value"]) for name in ("joined", "left", "changed")})
    return dict(sums)


def main() -> None:
    """Tell."""
    import django

    django.setup()
    from heard.actions import scim
    from heard.ledger import writer
    from heard.records.models import Person, Synced

    people = sorted(Person.objects.values_list("id", flat=True))
    names = sorted(set(Person.objects.values_list("name", flat=True)))
    counted = Synced.objects.values("joined", "left", "changed").first()
    before = logged()
    scim.log_changes(now=datetime.now(UTC) + timedelta(hours=2))
    left = Synced.objects.values("joined", "left", "changed").first()
    told = {"people": people, "names": names, "counted": counted, "before": before}
    print(json.dumps({**told, "after": logged(), "left": left}))
    writer.stop()


if __name__ == "__main__":
    main()
