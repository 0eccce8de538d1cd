"""The directory read through twice: where everybody stands, then names of those in a conflict."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models.functions import Lower

from heard.formats import names, naming, roster
from heard.records.models import Holder, Person
from heard.rules import conflicts as rules

CHUNK = 5_000  # rows
Told = tuple[str, rules.Pairs]  # a key, and whom it cannot be told to


class Named(NamedTuple):
    """A key that is looked for among people, by whom."""

    holder: int
    declared: bool


@dataclass(slots=True)
class Wanted:
    """Whom holders are and whom they declared: keys that people of the directory may have."""

    keys: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    emails: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    named: dict[int, list[rules.Candidate]] = field(default_factory=lambda: defaultdict(list))
    spelled: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_name: bool = False

    def add(self, key: str, by: Named) -> None:
        """Look for a key."""
        if key:
            self.keys[key].append(by)
            self.by_name = self.by_name or key.startswith("name:")

    def meet(self, row: "Row") -> None:
        """Note it where somebody has a key that is looked for."""
        for key in row.found_by(names_too=self.by_name) & self.keys.keys():
            for holder, declared in self.keys[key]:
                if declared:
                    for spelling in row.spellings():
                        self.spelled[spelling].add(holder)
                elif key.startswith("email:"):
                    self.emails[holder].append(row.id)
                else:
                    same = key == f"name:{names.name_form(row.name)}"
                    one = rules.Candidate(row.id, row.active, row.unit or "", same)
                    self.named[holder].append(one)


class Row(NamedTuple):
    """A person as the table has them."""

    id: str
    name: str
    other_names: str
    email: str
    unit: str | None
    manager: str | None
    active: bool

    def found_by(self, *, names_too: bool = True) -> set[str]:
        """Every key under which they are found."""
        said = self._names() if names_too else []
        return names.keys(id=self.id, email=self.email, names=said)

    def spellings(self) -> set[str]:
        """The keys of their names alone."""
        return names.keys(id="", email="", names=self._names())

    def _names(self) -> list[str]:
        return [self.name, *filter(None, self.other_names.split(";"))]


_COLUMNS = ("id", "name", "other_names", "email", "unit_id", "manager_id", "active")


def _everybody() -> Iterator[Row]:
    rows = Person.objects.order_by().values_list(*_COLUMNS)
    return (Row(*row) for row in rows.iterator(chunk_size=CHUNK))


def gather(
    entries: Sequence[roster.Entry], declared: Mapping[str, Sequence[str]]
) -> Iterator[Told]:
    """Every key of somebody whom some holder cannot judge; a key may come several times.

    ``declared``: by the holder's id, as they wrote it.
    """
    emails = _emails()
    yield from _own(entries, emails, declared)
    wanted = _wanted(entries, emails, declared)
    people = {}
    one: dict[str, str] = {}  # a manager's id and a unit's name stand in many rows
    for row in _everybody():
        manager, unit = row.manager or "", row.unit or ""
        people[row.id] = rules.Placed(one.setdefault(manager, manager), one.setdefault(unit, unit))
        wanted.meet(row)
    for key, holders in wanted.spelled.items():
        yield from ((key, ((holder, "declared"),)) for holder in sorted(holders))
    found = rules.conflicts(people, _judges(entries, wanted))
    del people
    if not found:
        return
    for row in _everybody():
        if pairs := found.get(row.id):
            yield from ((key, pairs) for key in row.found_by())


def matched(entries: Sequence[roster.Entry]) -> list[bool]:
    """Whether each holder was found in the directory."""
    wanted = _wanted(entries, _emails(), {})
    for row in _everybody():
        wanted.meet(row)
    return [bool(judge.people) for judge in _judges(entries, wanted)]


def _emails() -> dict[str, str]:
    return dict(Holder.objects.exclude(email="").values_list("id", "email"))


def _own(
    entries: Sequence[roster.Entry],
    emails: Mapping[str, str],
    declared: Mapping[str, Sequence[str]],
) -> Iterator[Told]:
    """What holds without a directory: a holder's own name, and what they wrote themselves."""
    for number, entry in enumerate(entries):
        for key in names.keys(id="", email=emails.get(entry.id, ""), names=[entry.name]):
            yield key, ((number, "self"),)
        for text in declared.get(entry.id, ()):
            yield from ((key, ((number, "declared"),)) for key in naming.keys_of(text))


def _wanted(
    entries: Sequence[roster.Entry],
    emails: Mapping[str, str],
    declared: Mapping[str, Sequence[str]],
) -> Wanted:
    wanted, known = Wanted(), _known(emails.values())
    for number, entry in enumerate(entries):
        me = Named(number, declared=False)
        email = emails.get(entry.id, "")
        if email:
            wanted.add(f"email:{names.plain_form(email)}", me)
        if not email or email.lower() not in known:
            wanted.add(f"name:{names.name_form(entry.name)}", me)
        # A name counts in every spelling that the directory has of it. Whatever else were added to
        # what a holder wrote would tell them, in a public table, whose number or address it is.
        for text in declared.get(entry.id, ()):
            for key in naming.keys_of(text):
                if key.startswith("name:"):
                    wanted.add(key, Named(number, declared=True))
    return wanted


def _known(emails: Iterable[str]) -> set[str]:
    """Which addresses the database finds by itself: their holders' names need not be looked for.

    Looking for a name means to spell everybody's, which is most of the work.
    """
    wanted = {email.lower() for email in emails if email.isascii()}
    lowered = Person.objects.annotate(lowered=Lower("email"))
    return set(lowered.filter(lowered__in=wanted).values_list("lowered", flat=True))


def _judges(entries: Sequence[roster.Entry], wanted: Wanted) -> list[rules.Judge]:
    return [
        rules.Judge(
            people=rules.same_person(wanted.emails[n], wanted.named[n], entry.unit),
            unit=entry.unit,
        )
        for n, entry in enumerate(entries)
    ]
