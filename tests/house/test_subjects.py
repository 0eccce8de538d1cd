"""One subject has one name in every room: the table says which stands where."""

from pathlib import Path

import pytest

HEARD = Path(__file__).parents[2] / "src/heard"
ROOMS = ("rules", "records/models", "access", "actions", "doors/desk")

# subject: the rooms in which it has a file or folder of its name
SUBJECTS = {
    "alarms": "records/models",
    "caseload": "access",
    "cases": "rules records/models actions doors/desk",
    "casework": "rules records/models access actions doors/desk",
    "channel": "records/models",
    "clocks": "rules",
    "codes": "rules",
    "conflicts": "rules records/models actions doors/desk",
    "contacts": "access",
    "countries": "rules",
    "deadlines": "rules actions",
    "directory": "rules records/models actions",
    "duties": "rules",
    "escalation": "rules",
    "events": "rules",
    "evidence": "rules actions doors/desk",
    "exhibits": "records/models",
    "exits": "rules",
    "gate": "rules records/models actions doors/desk",
    "headings": "rules",
    "idempotency": "records/models",
    "intake": "actions",
    "keyring": "records/models",
    "law": "access",
    "lawpack": "rules",
    "limits": "rules",
    "log": "records/models",
    "matters": "rules access",
    "notifications": "rules records/models actions doors/desk",
    "operations": "actions",
    "oversight": "rules actions doors/desk",
    "parties": "records/models access actions doors/desk",
    "publication": "actions",
    "referrals": "rules",
    "requests": "rules",
    "retention": "rules records/models actions",
    "roster": "access",
    "rosters": "rules actions",
    "scim": "actions",
    "services": "access actions",
    "sign_in": "actions doors/desk",
    "site": "records/models",
    "suppression": "rules",
    "suspension": "rules",
    "timekeeping": "rules",
    "tokens": "access",
}
# room: what it is made with, not what it is about
TRADE = {
    "access": (
        "case_access case_answers case_view casework_answers closings conflict_tables erasures"
        " exhibit_copies file_copies file_key file_letters file_store gate_listings generations"
        " kept_letters kept_until letters notify_key own_keys permission second_wraps sides tiers"
        " updates"
    ),
    "actions": "transports",
    "doors/desk": "answers bodies confirming dispatch party session urls",
    "rules": "days places refusals",
}
# a name that was given up: what it is called
GIVEN_UP = {
    "declaring": "conflicts",
    "fast": "middleware",
    "figures": "oversight",
    "notices": "notifications",
    "outbox": "notifications",
    "overseers": "oversight",
    "preserving": "evidence",
    "suspending": "suspension",
    "suspensions": "suspension",
    "telling": "notifications",
    "ways": "views",
}


def stems(room: Path) -> set[str]:
    """The names of a room's files and packages, without those of its own under an underscore."""
    return {
        each.stem
        for each in room.iterdir()
        if each.stem[0] != "_" and (each.suffix == ".py" or (each / "__init__.py").is_file())
    }


def strangers(room: str, found: set[str]) -> list[str]:
    """What stands in a room and not in the table, or in the table and not in the room."""
    listed = {name for name, rooms in SUBJECTS.items() if room in rooms.split()}
    return sorted(found ^ (listed | set(TRADE.get(room, "").split())))


def given_up(files: list[str]) -> list[str]:
    return [f"{each}: say {GIVEN_UP[each]}" for each in files if each in GIVEN_UP]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_the_subjects_of_the_table(room: str) -> None:
    found = stems(HEARD / room)
    assert strangers(room, found) == [], (
        f"{room}: not the same as in this file's tables. A subject has one plain word in every room"
        " and its row in SUBJECTS; what serves one subject alone stands in that subject's file or"
        " package, under an underscore."
    )
    assert strangers(room, found | {"helpers"}) == ["helpers"]
    assert strangers(room, found - {min(found)}) == [min(found)]


def test_a_name_that_was_given_up_stays_so() -> None:
    files = sorted(each.stem for each in HEARD.rglob("*.py") if "migrations" not in each.parts)
    assert given_up(files) == []
    assert given_up([*files, "outbox"]) == ["outbox: say notifications"]
