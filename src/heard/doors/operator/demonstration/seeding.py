"""Fill an empty Heard: everything goes through the formats and actions that real people use."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypedDict

from heard.actions import conflicts, oversight, rosters
from heard.actions import directory as people
from heard.actions.operations import setup
from heard.doors.operator import ceremony, console, machine
from heard.doors.operator.demonstration import receiving, story
from heard.formats import note, report, returncode, roster
from heard.formats.ids import new_id

CARD = "sign-ins.json"
PEOPLE = "people.csv"


class SignIn(TypedDict):
    """What a person needs: their twelve words, and what they are called."""

    name: str
    role: str
    code: str


class Card(TypedDict):
    """What the demonstration prints; kept in its directory, so that it stays the same."""

    people: list[SignIn]
    reports: list[SignIn]


def seed(*, directory: Path, site: str, now: datetime) -> Card:
    """Organisation, people with real keys, a signed roster, sealed reports."""
    root_file = directory / "root.key"
    root_file.unlink(missing_ok=True)  # of a seeding that broke off
    vkey = ceremony.new_root(site=site, path=root_file)
    ready = setup.set_up(name=story.COMPANY, root=vkey, country=story.COUNTRY, now=now)
    ids = {person.key: new_id() for person in story.PEOPLE}
    people = [
        _enrol(person, ids[person.key], site=site, ready=ready, now=now) for person in story.PEOPLE
    ]
    people.append(_oversee(story.OVERSEER, site=site, ready=ready, now=now))
    _sign(ceremony.read_root(root_file), now)
    machine.publish_pages()
    reports = [_send(each, ids, site=site, now=now) for each in story.REPORTS]
    card = Card(people=people, reports=reports)
    text = json.dumps(card, indent=1, ensure_ascii=False)
    console.write_new(directory / CARD, text + "\n", secret=True)
    return card


def employ(*, directory: Path, now: datetime) -> None:
    """Take in who works with whom, so that reports go around those near the named."""
    path = directory / PEOPLE
    console.write_new(path, story.DIRECTORY, secret=False)
    wish = people.Wish(most_leavers=0.0, partial=False, trial=False, show=0)
    people.take_in(path=path, wish=wish, now=now, progress=console.Progress())
    conflicts.publish(now=now, at_once=True)


def read_card(directory: Path) -> Card | None:
    """The card of a directory that was seeded before."""
    path = directory / CARD
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def _enrol(
    person: story.Person, holder: str, *, site: str, ready: setup.Ready, now: datetime
) -> SignIn:
    """Keys as a browser makes them, sealed to a printed recovery code and to no passkey."""
    code = returncode.generate()
    ring = receiving.new_ring(holder=holder, root=ready.root, log=ready.log)
    keys = returncode.derive(code, site, domain=returncode.RECOVERY)
    rosters.enrol(
        holder=rosters.NewHolder(
            id=holder, name=person.name, role=person.role, unit=person.unit, tier=person.tier
        ),
        recipient=ring.recipient,
        signing=ring.signing,
        keyring=ring.sealed_to(keys.recipient),
        recovery=keys.stored,
        now=now,
    )
    return SignIn(
        name=person.name,
        role=f"{person.role}, tier {person.tier}",
        code=" ".join(returncode.words(code)),
    )


def _oversee(person: story.Person, *, site: str, ready: setup.Ready, now: datetime) -> SignIn:
    """Somebody who sees the figures alone."""
    holder = new_id()
    created = _enrol(person, holder, site=site, ready=ready, now=now)
    oversight.allow(holder=holder, may=True, now=now)
    return SignIn(name=created["name"], role=f"{person.role}, oversight", code=created["code"])


def _sign(root: note.Signer, now: datetime) -> None:
    rosters.accept(signed=roster.sign(rosters.draft(now=now, quorum=None), root), now=now)
    conflicts.publish(now=now, at_once=True)


def _send(each: story.Story, ids: dict[str, str], *, site: str, now: datetime) -> SignIn:
    secrets = report.Secrets.generate(site, language=each.language)
    struck = {ids[key] for key in each.without}
    readers = [entry for entry in rosters.current().entries if entry.id not in struck]
    told = (now - timedelta(days=each.told)).date().isoformat() if each.told else None
    body: dict[str, Any] = report.seal(
        secrets,
        roster=rosters.current_digest(),
        holders=readers,
        content=each.content,
        now=now,
        disclosed=told,
    )
    receiving.accept(body, now=now)
    words = returncode.words(secrets.code, each.language)
    glue = "" if each.language.startswith("chinese") else " "
    return SignIn(name=each.title, role="", code=glue.join(words))


def the_time() -> datetime:
    """Now, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
