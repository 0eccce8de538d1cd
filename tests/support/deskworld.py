"""A world for tests of the desk: holders joined by passkey, a signed roster, sealed cases."""

import json
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import UTC, datetime

import cast
import msgspec
from deskhand import Desk, invited
from filekeys import CaseFile
from renewing import Renewed

from heard.actions import rosters
from heard.actions.intake.report import Report, accept_report
from heard.actions.operations import setup
from heard.formats import agefile, letter, report, wrap
from heard.formats.ids import new_id
from heard.formats.note import Signer
from heard.formats.roster import sign
from heard.records.models import CaseKey, Duty, Event, Holder, Opening, RosterVersion, Wrap

SITE = "localhost:8000"
# Of a case that is nobody's here: what addresses are asked with that must not look inside.
ELSEWHERE = cast.Reporter(SITE)
CASE_RECIPIENT = ELSEWHERE.recipient
SEALED = b64decode(
    ELSEWHERE.letter("message", {"words": "Not yours."}, now=datetime.now(UTC))["sealed"]
)
WRAP, NEW_WRAP = (report.wrap_for(ELSEWHERE.secrets, cast.BO.recipient) for _ in range(2))


@dataclass
class World:
    """An organisation; ``desks`` by name, each signed in; ``files`` by case."""

    now: datetime
    root: Signer = field(default_factory=lambda: cast.root_key(SITE))
    desks: dict[str, Desk] = field(default_factory=dict)
    reporters: dict[str, cast.Reporter] = field(default_factory=dict)
    files: dict[str, CaseFile] = field(default_factory=dict)

    def __post_init__(self):
        setup.set_up(name="Meridian", root=self.root.verifier.vkey, country="CN", now=self.now)

    def become(self, other):
        """The world that another is, a copy of this one in which more has happened."""
        vars(self).update(vars(other))

    def join(self, name, tier=1):
        """A holder with keys whom no roster names yet."""
        desk = Desk()
        _, token = invited(self.now, name=name, tier=tier)
        desk.join(token)
        self.desks[name] = desk
        return desk

    def sign_roster(self):
        """Everyone who has joined is active from here."""
        drafted = rosters.draft(now=self.now, quorum=None)
        rosters.accept(signed=sign(drafted, self.root), now=self.now)

    def active(self, name, tier=1):
        desk = self.join(name, tier)
        self.sign_roster()
        return desk

    def remove(self, desk):
        Holder.objects.filter(id=desk.id).update(state=Holder.State.REMOVED)

    def case(self, released=(), waiting=(), *, urgent=False, received=None, case=""):
        """The reference of a new report, sealed to these desks, the first of whom read it at once.

        Who does follows from their tiers, as the server sees it; its reporter is in ``reporters``.
        """
        at, lin = received or self.now, cast.Reporter(SITE, case)
        body = lin.report(
            RosterVersion.objects.latest("version").note,
            to=(*released, *waiting),
            now=at,
            safe="no" if urgent else "yes",
        )
        accept_report(report=msgspec.convert(body, Report), now=at)
        rows = Wrap.objects.filter(case__id=lin.case, holder__isnull=False, released__isnull=False)
        assert set(rows.values_list("holder", flat=True)) == {each.id for each in released}
        self.reporters[lin.case] = lin
        return lin.case

    def letter(self, desk, case, kind="message", seq=0, words="We are here.", **more):
        """What the pages of ``desk`` send for a letter: sealed to the case, signed by its user."""
        lin, at = self.reporters[case], datetime.now(UTC)
        return desk.letter(lin, words, seq=seq, now=at, kind=kind) | more

    def note(self, desk, case, seq=0, words="For us alone."):
        """The same of what goes with an action: a note has no kind of its own there."""
        posted = self.letter(desk, case, "note", seq, words)
        return {name: posted[name] for name in ("id", "seq", "sealed")}

    def decision(self, desk, case, route="support_only", seq=0, version=1, **more):
        """What the pages of ``desk`` send where it is decided how a case goes on."""
        lin, at = self.reporters[case], datetime.now(UTC)
        return desk.decision(lin, route, seq=seq, now=at, version=version) | more

    def passing(self, desk, case, to, generations=(0,)):
        """What the pages of ``desk`` send to pass a case on: its keys, sealed to ``to``."""
        keys = dict(enumerate(keys_of(case, desk)))
        made = [
            wrap.Wrap(case, number, keys.get(number, agefile.generate_identity()))
            for number in generations
        ]
        wraps = [
            {"generation": each.generation, "wrap": cast.b64(wrap.seal(each, to.recipient))}
            for each in made
        ]
        return {"id": new_id(), "to": to.id, "wraps": wraps}

    def renewal(self, case, people, exclude=(), generation=1):
        """A new case identity for ``people``, as the desk's pages send it."""
        new = Renewed(self.reporters[case], people, exclude, generation=generation)
        made = new.identity
        return {
            "id": new.id,
            "generation": generation,
            "case_recipient": made.case_recipient,
            "wraps": [{"holder": e.holder, "sealed": cast.b64(e.sealed)} for e in made.wraps],
            "reporter_wrap": cast.b64(made.reporter_wrap),
            "exclude": list(made.exclude),
            "letter": None,
        }

    def words(self, desk, case, sealed):
        """What a letter of the case says, to whoever sits there; the case key is their own."""
        return letter.unseal(sealed, keys_of(case, desk)).content["words"]


def wrap_of(case, desk, generation=0):
    """The case key as it is sealed to whoever sits there."""
    row = Wrap.objects.get(case__id=case, holder=desk.id, generation=generation)
    return bytes(row.sealed)


def keys_of(case, desk):
    """The case identities that whoever sits there has, oldest first."""
    recipients = CaseKey.objects.filter(case__id=case).order_by("generation")
    return [
        wrap.unseal(
            wrap_of(case, desk, each.generation),
            [desk.identity],
            case=case,
            generation=each.generation,
            case_recipient=each.recipient,
        ).identity
        for each in recipients
    ]


def leaf_of(index: int) -> str:
    """By what name an event is told of."""
    return Opening.objects.get(index=index).leaf


def events(case):
    """What the log says of a case: kinds with actors, in order."""
    return list(Event.objects.filter(case=case).order_by("index").values_list("kind", "actor"))


def duties(case):
    return list(Duty.objects.filter(case__id=case).order_by("due").values_list("kind", "state"))


def opened(kind):
    """What the log's events of this kind say, oldest first."""
    indices = Event.objects.filter(kind=kind).order_by("index").values_list("index", flat=True)
    return [_values(index) for index in indices]


def _values(index):
    fields = json.loads(Opening.objects.get(index=index).fields)["fields"]
    return {name: each["value"] for name, each in fields.items()}
