"""What she wrote in the form, as the content of a report (docs/spec/sealing.md, section 5)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import combinations
from typing import Any, Final

from heard.formats import naming
from heard.rules import days
from heard.rules.days import Reading

SAFE: Final = ("yes", "no", "unsure", "")
ABOUT: Final = ("me", "someone", "both", "")
REVEAL: Final = ("anonymous", "confidential", "named")
TEXTS: Final = (
    "when",
    "where",
    "told",
    "helpful",
    "worries",
    "contact",
    "needs",
    "name",
    "disclosed",
)
NO_DAY: Final = "none"  # ticked to leave the day out
MAX_PEOPLE: Final = 100
LOOKED_UP: Final = 30  # lines of people
WORDS: Final = 8  # of a line
WIDEST: Final = 4  # words of a name


class AnswerMissingError(ValueError):
    """The form cannot be sent yet; the argument is the key of the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The form as it came, with every word kept so that a failed send can show it again."""

    words: str = ""
    safe: str = ""
    about: str = ""
    people: str = ""
    ongoing: str = ""
    reveal: str = "anonymous"
    texts: Mapping[str, str] = field(default_factory=dict)
    readers: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()  # who cannot be a reader, whatever was ticked
    first: Reading | None = None  # the day on which she first told somebody, if she wrote one

    def check(self) -> None:
        """Raises AnswerMissingError where what cannot be left out is missing or unreadable."""
        if not self.words.strip():
            raise AnswerMissingError("error.words")
        if not self.readers:
            raise AnswerMissingError("readers.error")
        if self.reveal != "anonymous" and not self.texts.get("name", "").strip():
            raise AnswerMissingError("error.name")
        self.disclosed  # noqa: B018 -- raises where the day must be asked about

    @property
    def disclosed(self) -> str | None:
        """The day of the first disclosure, ``YYYY-MM-DD``. Raises AnswerMissingError."""
        if self.first is None:
            return None
        if self.first.ask or self.first.day is None:
            raise AnswerMissingError("error.date")
        return self.first.day.isoformat()

    def names(self) -> list[str]:
        """What may be a name, an address or an id in the lines of people.

        What the usual page looks up, and each stretch of a few words beside it. Nobody is told of
        them: they are compared on this machine, which reads the form in any case.
        """
        found: dict[str, None] = {}
        for line in self.people.splitlines()[:LOOKED_UP]:
            said = line.strip()[:200].split()[:WORDS]
            stretches = combinations(range(len(said) + 1), 2)
            found |= {" ".join(said[a:b]): None for a, b in stretches if b - a <= WIDEST}
            found |= dict.fromkeys(naming.readings(line))
        return list(found)

    def without(self, left_out: Collection[str]) -> "Answers":
        """The same, with readers who are in a conflict taken out."""
        kept = tuple(each for each in self.readers if each not in left_out)
        return replace(self, readers=kept, left_out=frozenset(left_out))

    def content(self, language: str) -> dict[str, Any]:
        """The report's content; nothing that she left empty is invented."""
        lines = [line.strip() for line in self.people.splitlines() if line.strip()]
        text = self.texts.get("told", "").strip()
        return {
            "words": self.words,
            "about": self.about,
            "safe": self.safe,
            "people": [
                {"name": line, "role": "", "relation": "", "note": ""}
                for line in lines[:MAX_PEOPLE]
            ],
            "when": self.texts.get("when", ""),
            "where": self.texts.get("where", ""),
            "ongoing": self.ongoing,
            "told": [{"who": text, "when": self.disclosed or ""}] if text else [],
            "help": [],
            "help_words": self.texts.get("helpful", ""),
            "worries": self.texts.get("worries", ""),
            "contact": {
                "how": "",
                "detail": self.texts.get("contact", ""),
                "times": "",
                "name": "",
                "avoid": "",
            },
            "language": language,
            "needs": self.texts.get("needs", ""),
            "reveal": self.reveal,
        }


def read(form: Mapping[str, str], readers: Sequence[str], *, now: datetime) -> Answers:
    """The form's fields; what is not one of the offered answers counts as skipped."""
    written, first = _first_day(form, days.of_telling(now))
    return Answers(
        words=form.get("words", ""),
        safe=_one_of(SAFE, form.get("safe", "")),
        about=_one_of(ABOUT, form.get("about", "")),
        people=form.get("people", ""),
        ongoing=_one_of(SAFE, form.get("ongoing", "")),
        reveal=_one_of(REVEAL, form.get("reveal", "anonymous")) or "anonymous",
        texts={name: form.get(name, "") for name in TEXTS} | {"disclosed": written},
        readers=tuple(dict.fromkeys(readers)),
        first=first,
    )


def _first_day(form: Mapping[str, str], bounds: days.Bounds) -> tuple[str, Reading | None]:
    """What she wrote and how it is read.

    Where it was asked about before, what she ticked counts, unless she has written another since.
    """
    written = form.get("disclosed", "").strip()
    ticked = form.get("disclosed_is", "") if written == form.get("disclosed_was") else ""
    if ticked == NO_DAY:
        return "", None
    meant = days.read(ticked, bounds)
    if meant.day and bounds.hold(meant.day):
        return ticked, Reading(meant.day)
    return written, days.read(written, bounds) if written else None


def _one_of(offered: Sequence[str], given: str) -> str:
    return given if given in offered else ""
