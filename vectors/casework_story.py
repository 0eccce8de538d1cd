"""Cases as they are worked, move by move: what make_casework.py asks its questions about."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta, timezone
from typing import Any

from heard.rules.casework import Actor, Casework, Moved, after, allowed, fold
from heard.rules.deadlines import Calendar

Json = dict[str, Any]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))
# Who is something without a seat; the others have seats, or are parties.
STANDING = {
    "ada": ["lead", "leading"], "tess": ["tier2"], "tim": ["tier2"], "thea": ["tier3"],
    "teo": ["lead", "leading", "tier2"], "tea": ["lead", "tier2"],
}  # fmt: skip
SEATS = {"lead": "ada", "investigator": "ivo", "decider": "dora", "outside": "olu"}
_EMPTY = ("", (), 0, None)
ABOUT: Json = {"party": "gao", "about": ("a1",)}


def actor(id: str) -> Actor:
    return Actor(id, frozenset(STANDING.get(id, ())))


def weeks(said: Json) -> Calendar:
    """Days that are worked, out of their JSON; of an empty one, Monday to Friday."""
    if not said:
        return Calendar()
    listed = {name: set(map(date.fromisoformat, said[name])) for name in ("holidays", "worked")}
    return Calendar(weekend=set(said["weekend"]), **listed)


def written(moved: Moved) -> Json:
    """A move as JSON, without what it does not say."""
    said = {key: each for key, each in asdict(moved).items() if each not in _EMPTY}
    for name in ("at", "due"):
        if name in said:
            said[name] = said[name].isoformat()
    return said


class Story:
    """What happened in one case. ``base``: the story that it goes on from, and after how much."""

    def __init__(self, name: str, base: Story | None = None) -> None:
        self.name, self.base = name, base
        self.moves: list[Moved] = list(base.moves) if base else []
        self.state: Casework = base.state if base else Casework()
        self.at: datetime = base.at if base else MONDAY

    def wait(self, hours: float) -> Story:
        self.at += timedelta(hours=hours)
        return self

    def until(self, day: int, hour: int = 9) -> Story:
        """On to the next such day of the week; 0 is Monday."""
        at = self.at.replace(hour=hour)
        while at <= self.at or at.weekday() != day:
            at += timedelta(days=1)
        self.at = at
        return self

    def asks(self, what: str, id: str, by: str, *seconds: str, **said: Any) -> Moved:
        object, move = what.split(".")
        record = self.state.get(object, id)
        due = said.pop("days", None)
        if due is not None:
            said["due"] = self.at + timedelta(days=due)
        said.setdefault("version", (record.version if record else 0) + 1)
        return Moved(object=object, id=id, move=move, actor=by, at=self.at, agreed=seconds, **said)

    def do(self, what: str, id: str, by: str, *seconds: str, **said: Any) -> Story:
        moved = self.asks(what, id, by, *seconds, **said)
        refusal = allowed(self.state, actor(by), moved, seconds=list(map(actor, seconds)))
        if refusal:
            raise ValueError(f"{self.name}: {what} by {by}: {refusal}")
        return self.take(moved)

    def force(self, what: str, id: str, by: str, **said: Any) -> Story:
        """As ``do``, though it is not allowed."""
        return self.take(self.asks(what, id, by, **said))

    def take(self, moved: Moved) -> Story:
        self.moves.append(moved)
        self.state = after(self.state, moved)
        return self

    def on(self, name: str = "") -> Story:
        """Another that goes on from here."""
        return Story(name or self.name, self)


def seat(story: Story, part: str, holder: str) -> Story:
    story.do("seat.propose", f"s-{holder}", "ada", code=part, holder=holder)
    return story.do("seat.declare", f"s-{holder}", holder, digest="c" * 64)


def party(story: Story, id: str, role: str) -> Story:
    if story.state.get("party", id) is None:
        story.do("party.note", id, "ada", code=role)
    story.do("party.invite", id, "ivo", days=3, digest="d" * 64)
    story.do("party.open", id, id)
    return story.do("party.confirm", id, "ivo", "ada")


WEEKS = (2, 6, 12, 26, 52)


def checkins(story: Story, last: str = "unchanged") -> Story:
    """A year after the letters, or the stop: laid down, asked, answered, reviewed."""
    told = story.state.case.last("send_letters", "stop")
    assert told is not None
    due = [told.at + timedelta(weeks=each) for each in WEEKS]
    for number, each in enumerate(due, start=1):
        said = {"party": "reporter", "number": number, "due": each}
        story.do("checkin.lay_down", f"c{number}", "cleo", **said)
    if told.move == "send_letters":
        story.do("case.start_aftercare", "case", "ada")
    for number, story.at in enumerate(due, start=1):
        story.do("checkin.ask", f"c{number}", "cleo")
        code = last if number == len(due) else "unchanged"
        story.do("checkin.answer", f"c{number}", "reporter", code=code)
        story.do("checkin.review", f"c{number}", "cleo", code="unchanged")
    return story


def empty() -> Story:
    return Story("empty")


def noted() -> Story:
    """A respondent and an allegation."""
    story = empty().on("noted")
    story.do("party.note", "gao", "ada", code="respondent")
    story.do("allegation.note", "a1", "ada", code="sexual_harassment", party="gao", when="2026-Q1")
    return story


def reported() -> Story:
    """And what he has to bear meanwhile."""
    story = noted().on("reported")
    story.do("measure.request", "m1", "ada", code="respondent", party="gao")
    story.do("measure.grant", "m1", "ada")
    return story.do("measure.impose", "m1", "ada", days=14)


def triaged() -> Story:
    return reported().on("triaged").do("case.triage", "case", "ada", code="investigate")


def declared() -> Story:
    story = triaged().on("declared")
    for part, holder in SEATS.items():
        seat(story, part, holder)
    return story


def staffed() -> Story:
    story = declared().on("staffed").do("case.form_team", "case", "ada", code="officer")
    seat(story, "reviewer", "rena")
    party(story, "gao", "respondent")
    party(story, "wei", "witness")
    return party(story, "sun", "supporter")


def planned() -> Story:
    story = staffed().on("planned").do("plan.draft", "p1", "ivo")
    return story.do("plan.approve", "p1", "ada")


def previewed() -> Story:
    story = planned().on("previewed").until(3, 10)
    story.do("notice.draft", "n1", "ivo", code="first", party="gao", about=("a1",))
    story.do("notice.check", "n1", "tess")
    return story.do("notice.preview", "n1", "ivo")


def sent() -> Story:
    story = previewed().on("sent").until(0, 11)
    return story.do("notice.send", "n1", "ivo", days=14, holder="ada")


def interviewed() -> Story:
    story = sent().on("interviewed")
    story.do("interview.plan", "i1", "ivo", code="main", party="reporter")
    story.do("interview.invite", "i1", "ivo", code="in_time", when="2026-03-12", days=2)
    story.do("interview.confirm", "i1", "reporter").wait(72)
    story.do("interview.conduct", "i1", "ivo")
    return story.do("interview.send_transcript", "i1", "ivo", days=14)


def answered() -> Story:
    story = interviewed().on("answered")
    story.do("exhibit.note", "e1", "ivo", code="ordinary", number=1, party="wei")
    story.do("exhibit.receive", "e1", "ivo", digest="e" * 64)
    story.do("notice.read", "n1", "gao")
    return story.do("notice.reply", "n1", "gao")


def drafted() -> Story:
    story = answered().on("drafted")
    story.do("case.share_draft", "case", "ivo", days=7)
    story.do("party.tell_draft", "gao", "ivo", days=7)
    story.do("case.comment", "case", "reporter")
    story.do("seat.recheck", "s-dora", "dora", digest="c" * 64)
    return story.do("finding.draft", "f1", "dora", about=("a1",)).wait(24 * 7 + 1)


def found() -> Story:
    story = drafted().on("found")
    story.do("finding.make", "f1", "dora", code="substantiated", basis="evidence")
    story.do("outcome.propose", "o1", "ivo", code="respondent", party="gao")
    return story.do("outcome.decide", "o1", "dora", holder="hr", days=20)


def told() -> Story:
    story = found().on("told")
    for each in ("reporter", "gao"):
        story.do("party.tell_outcome", each, "dora", days=14)
    return story.do("case.send_letters", "case", "dora")


def appealed() -> Story:
    story = told().on("appealed").wait(24)
    return story.do("appeal.lodge", "ap1", "gao", code="procedure", **ABOUT)


def closed() -> Story:
    story = appealed().on("closed")
    story.do("appeal.hear", "ap1", "rena").do("appeal.dismiss", "ap1", "rena")
    story.do("outcome.do", "o1", "hr")
    seat(story, "checkin", "cleo")
    checkins(story)
    return story.do("case.close", "case", "cleo", when="2029-03-31")


def withdrawn() -> Story:
    return staffed().on("withdrawn").do("case.withdraw", "case", "reporter")


def committee() -> Story:
    """Three find together, and one of them presides."""
    story = triaged().on("committee")
    seats = {"pia": "presiding", "cora": "committee", "ext": "external", "olu": "outside"}
    for holder, part in seats.items():
        seat(story, part, holder)
    return story.do("case.form_team", "case", "ada", "tess", code="committee")


STORIES = (
    empty, noted, reported, triaged, declared, staffed, planned, previewed, sent, interviewed,
    answered, drafted, found, told, appealed, closed, withdrawn, committee,
)  # fmt: skip


def again(story: Story) -> Casework:
    return fold(story.moves)
