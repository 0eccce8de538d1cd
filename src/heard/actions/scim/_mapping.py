"""A person as a SCIM user, and what a SCIM user makes of a person.

``Person`` is the truth: imports write it too. What a provider said beside it (``Provisioned``) is
given back as long as the person still is what it made of them.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from scim2_models import (
    InvalidValueException,
    Meta,
    NotFoundException,
    Reference,
    default_comparison_key,
)
from scim2_models.path import Path

from heard.actions.scim._ids import inside, outside
from heard.actions.scim._schema import EnterpriseUser, Manager, Model, User, Work
from heard.records.models import Person, Provisioned
from heard.rules import directory as rules
from heard.rules.countries import CODES

MAX_NAMES = 400  # characters of all other names
SAID = ("userName", "name", "displayName", "nickName", "active", "emails", "addresses")
_USER_NAME = Path[Model]("userName").resolve()
_HOME = ("home", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What a user comes to in ``Person``; ``manager``: an employee id, or empty."""

    name: str
    email: str
    unit: str
    country: str
    manager: str
    other_names: str
    active: bool


def compared(user_name: str) -> str:
    """``userName`` as it is compared (RFC 7643, 4.1.1: not by case)."""
    assert _USER_NAME is not None
    return default_comparison_key(_USER_NAME, user_name)


def columns(user: Model, *, id: str) -> Columns:
    """What this user comes to. Raises InvalidValueException, as an import would refuse the row."""
    names = _names(user)
    work = user[EnterpriseUser] or EnterpriseUser()
    country = _country(user)
    if (work.employee_number or id) != id:
        names.append(str(work.employee_number))  # so that who names them by it finds them
    found = Columns(
        name=names[0],
        email=_email(user),
        unit=(work.department or "").strip(),
        country=country if country in CODES else "",
        manager=_manager(work),
        other_names=_joined(names[1:]),
        active=user.active is not False,
    )
    told: tuple[str, ...] = (
        id,
        found.name,
        found.email,
        found.unit,
        user.user_name or "",
        user.external_id or "",
    )
    told = (*told, str(work.employee_number or ""))
    if why := rules.wrong(id, found.name, found.email, found.country, told):
        raise InvalidValueException(detail=f"{why}. Correct it where the user comes from.")
    return found


def said(user: Model) -> str:
    """What is kept of it beside ``Person``: at work only, and of addresses the country."""
    whole = user.model_dump(mode="json", exclude_none=True)
    kept = {name: whole[name] for name in SAID if whole.get(name)}
    for name in ("emails", "addresses"):
        kept[name] = [each for each in kept.get(name, []) if each.get("type") not in _HOME]
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def user(person: Person, row: Provisioned | None) -> Model:
    """A person as a SCIM user."""
    told: dict[str, Any] = json.loads(row.said) if row and row.key else {}
    found = Model.model_validate({"userName": user_name(person, None), **told})
    if not told or _names(found)[0] != person.name:
        found.name, found.display_name = None, person.name
    if _email(found) != person.email:
        found.emails = _one("emails", "value", person.email)
    if person.country not in {"", _country(found)}:
        found.addresses = _one("addresses", "country", person.country)
    found.id = outside(person.id)
    found.external_id = (row.external or None) if row else person.id
    if not told or "active" in told or not person.active:
        found.active = person.active
    found[EnterpriseUser] = _work(person, row)
    found.meta = _meta(found, row)
    return found


def user_name(person: Person, row: Provisioned | None) -> str:
    """What a person is asked for by: what the provider said, or the work e-mail, or the id."""
    if row and row.key:
        return str(json.loads(row.said)["userName"])
    return person.email or person.id


def _work(person: Person, row: Provisioned | None) -> EnterpriseUser:
    above = person.manager_id or (row.manager if row else "")
    manager = None
    if above:
        here = Reference[User[Any]](f"Users/{outside(above)}") if person.manager_id else None
        manager = Manager(value=outside(above), ref=here)
    return EnterpriseUser(
        employee_number=(row.number or None) if row else person.id,
        department=person.unit_id or None,
        manager=manager,
    )


def _meta(found: Model, row: Provisioned | None) -> Meta:
    """Version: a digest of the whole, so that an import that changed somebody shows too."""
    digest = sha256(found.model_dump_json(exclude={"meta"}).encode()).hexdigest()[:32]
    return Meta(
        resource_type="User",
        created=row.created if row else None,
        last_modified=row.changed if row else None,
        version=f'W/"{digest}"',
    )


def _one(name: str, part: str, value: str) -> Any:  # noqa: ANN401 a list of either kind
    if not value:
        return None
    kind = Model.get_field_root_type(name)
    assert kind is not None
    return [kind(**{part: value}, type=Work.work, primary=True)]


def _names(user: Model) -> list[str]:
    """The name first, then every other spelling, each once."""
    name = user.name
    both = f"{name.given_name or ''} {name.family_name or ''}" if name else ""
    given = (user.display_name, name.formatted if name else "", both, user.nick_name)
    found = dict.fromkeys(text.strip() for text in given if text and text.strip())
    return list(found) or [(user.user_name or "").strip()]


def _joined(names: list[str]) -> str:
    joined = ""
    for name in names:
        more = f"{joined}; {name.replace(';', ',')}" if joined else name.replace(";", ",")
        joined = more if len(more) <= MAX_NAMES else joined
    return joined


def _email(user: Model) -> str:
    """The address at work: the primary one, else the first; else a userName that is an address."""
    at_work = [each for each in user.emails or [] if each.value and each.type not in _HOME]
    at_work.sort(key=lambda each: not each.primary)
    if at_work:
        return str(at_work[0].value).strip()
    name = (user.user_name or "").strip()
    return name if "@" in name else ""


def _country(user: Model) -> str:
    here = [each for each in user.addresses or [] if each.country and each.type not in _HOME]
    here.sort(key=lambda each: not each.primary)
    return str(here[0].country).strip().upper() if here else ""


def _manager(work: EnterpriseUser) -> str:
    if not work.manager or not work.manager.value:
        return ""
    try:
        return inside(work.manager.value)
    except NotFoundException:
        raise InvalidValueException(
            detail="manager: this is not the id of a user. Map the manager's id, not a name."
        ) from None
