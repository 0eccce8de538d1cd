"""What a provider does to the directory. Each is an action of the writer and fit to run twice.

All that can be refused is refused before the first row is written, so that a refusal undoes
nothing of the actions that share its commit.
"""

from datetime import datetime
from functools import partial

from django.db import connection
from scim2_models import (
    InvalidValueException,
    NotFoundException,
    PreconditionFailedException,
    UniquenessException,
)

from heard.actions.scim._filters import by_user_name
from heard.actions.scim._ids import inside, outside
from heard.actions.scim._mapping import Columns, columns, compared, said, user, user_name
from heard.actions.scim._schema import EnterpriseUser, Model
from heard.formats.ids import new_id
from heard.ledger.directory_lock import lock_directory
from heard.records.models import Person, Provisioned, Unit

_CIRCLE = """
WITH RECURSIVE line (depth, id) AS (
    SELECT 1, CAST(%s AS varchar(64))
    UNION ALL
    SELECT depth + 1, CAST(coalesce(p.manager_id, nullif(v.manager, '')) AS varchar(64))
    FROM line JOIN heard_person p ON p.id = line.id
    LEFT JOIN heard_provisioned v ON v.person_id = p.id
    WHERE coalesce(p.manager_id, nullif(v.manager, '')) IS NOT NULL AND depth < 200
)
SELECT 1 FROM line WHERE id = %s LIMIT 1
"""
_COUNT = """
INSERT INTO heard_synced (id, joined, "left", changed, since) VALUES (1, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET joined = heard_synced.joined + excluded.joined,
    "left" = heard_synced."left" + excluded."left",
    changed = heard_synced.changed + excluded.changed,
    since = coalesce(heard_synced.since, excluded.since)
"""


def create(new: Model, *, now: datetime) -> str:
    """Add somebody, or bring back whom the provider had deleted. Gives the SCIM id."""
    lock_directory()
    work = new[EnterpriseUser]
    id = (work.employee_number if work else "") or new.external_id or new_id()
    found = columns(new, id=id)
    old = Person.objects.filter(pk=id).first()
    if old is not None:
        row = Provisioned.objects.filter(pk=id).first()
        if old.active or row is None or not row.gone:
            raise UniquenessException(detail="Somebody with this employee id is here already.")
    _check(new, id, found, named="")
    _store(id, new, found, now)
    _count(now, joined=int(found.active), changed=int(not found.active))
    return outside(id)


def update(new: Model, *, expected: str | None, now: datetime) -> str:
    """Make somebody what ``new`` says. Gives the SCIM id."""
    lock_directory()
    id = inside(str(new.id))
    person, named = _current(id, expected)
    found = columns(new, id=id)
    _check(new, id, found, named=named)
    was = person.active
    _store(id, new, found, now)
    joined, left = int(found.active and not was), int(was and not found.active)
    _count(now, joined=joined, left=left, changed=int(not joined and not left))
    return str(new.id)


def leave(given: str, *, expected: str | None, now: datetime) -> str:
    """Somebody left, and is not to be found any more. Gives the SCIM id."""
    lock_directory()
    id = inside(given)
    person, _ = _current(id, expected)
    if person.active:
        Person.objects.filter(pk=id).update(active=False, left=now.date())
    Provisioned.objects.update_or_create(
        pk=id,
        defaults={"key": "", "external": "", "number": "", "manager": "", "said": "{}"}
        | {"changed": now, "gone": True},
        create_defaults={"said": "{}", "created": now, "changed": now, "gone": True},
    )
    _count(now, left=int(person.active), changed=int(not person.active))
    return given


def _current(id: str, expected: str | None) -> tuple[Person, str]:
    """A person, and their userName as it is compared.

    Raises NotFoundException, PreconditionFailedException.
    """
    person = Person.objects.filter(pk=id).first()
    row = Provisioned.objects.filter(pk=id).first()
    if person is None or (row and row.gone and not person.active):
        raise NotFoundException(detail="There is no such user.")
    here = user(person, row).meta
    if expected is not None and (here is None or here.version != expected):
        raise PreconditionFailedException
    return person, compared(user_name(person, row))


def _check(new: Model, id: str, found: Columns, *, named: str) -> None:
    """What the other rows forbid. Raises UniquenessException, InvalidValueException.

    ``named``: the userName so far. Two people of an import may share an address and keep it.
    """
    asked = str(new.user_name)
    if compared(asked) != named and set(by_user_name(asked)) - {id}:
        raise UniquenessException(detail="This userName is somebody else's already.")
    if found.manager and _turns_back(id, found.manager):
        raise InvalidValueException(
            detail=f"{found.manager} cannot be the manager of {id}: the line of managers would go"
            " in a circle. Change the other one first."
        )


def _turns_back(id: str, manager: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_CIRCLE, [manager, id])
        return cursor.fetchone() is not None


def _store(id: str, new: Model, found: Columns, now: datetime) -> None:
    above = Person.objects.filter(pk=found.manager).values_list("pk", flat=True).first()
    unit = Unit.objects.get_or_create(name=found.unit)[0] if found.unit else None
    held = partial(Person.objects.filter(pk=id).values_list, "left", flat=True)
    left = None if found.active else held().first() or now.date()
    Person.objects.update_or_create(
        pk=id,
        defaults={"name": found.name, "email": found.email, "unit": unit, "manager_id": above}
        | {"country": found.country, "other_names": found.other_names}
        | {"active": found.active, "left": left},
    )
    row = {"key": compared(str(new.user_name)), "external": new.external_id or ""}
    work = new[EnterpriseUser]
    row |= {"number": (work.employee_number if work else "") or ""}
    row |= {"manager": "" if above else found.manager, "said": said(new)}
    Provisioned.objects.update_or_create(
        pk=id,
        defaults={**row, "changed": now, "gone": False},
        create_defaults={**row, "created": now, "changed": now},
    )
    _adopt(id)


def _adopt(id: str) -> None:
    """Those who waited for this manager have one now."""
    waiting = Provisioned.objects.filter(manager=id).exclude(manager="")  # so that it is indexed
    ids = list(waiting.values_list("pk", flat=True))
    if ids:
        Person.objects.filter(pk__in=ids, manager=None).update(manager_id=id)
        waiting.update(manager="")


def _count(now: datetime, *, joined: int = 0, left: int = 0, changed: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [joined, left, changed, now])
