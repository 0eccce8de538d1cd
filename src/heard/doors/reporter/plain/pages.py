"""The pages' HTML: templates of our own, no middleware, no cookie, headers that allow nothing."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.http import HttpResponse
from django.template import Context, Engine

import heard
from heard.actions import publication
from heard.actions.intake.inbox import (
    CaseView,
    DutyView,
    EvidenceView,
    HolderView,
    TimelineView,
)
from heard.actions.publication import exit_url
from heard.doors._http.answers import UNKEPT
from heard.doors.reporter.plain.answers import ABOUT, NO_DAY, REVEAL, SAFE, Answers
from heard.doors.reporter.plain.back import Decision, Inbox, Message
from heard.doors.reporter.plain.send import Sent
from heard.doors.reporter.plain.times import day, when
from heard.doors.reporter.plain.words import Words, by_area, in_a_row, prefix, words
from heard.formats import entry
from heard.formats.ids import new_id
from heard.formats.returncode import CodeError
from heard.formats.roster import Entry
from heard.languages import LANGUAGES, of
from heard.rules.days import FAR, Reading
from heard.rules.events.cases import Erased

STATIC: Final = Path(heard.__file__).parent / "static"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
# Field -> its label and its hint, of which some have none.
ASKED: Final = {
    "people": ("people.title", "people.hint"),
    "when": ("when.when", ""),
    "where": ("when.where", ""),
    "told": ("told.title", "told.hint"),
    "disclosed": ("disclosed.title", "disclosed.hint"),
    "helpful": ("helpful.title", ""),
    "worries": ("worries.title", ""),
    "contact": ("contact.title", "contact.hint"),
    "needs": ("contact.needs", "contact.needs_hint"),
    "name": ("reveal.name", "reveal.name_hint"),
}
NAMED: Final = 3  # words of a code that are pointed out at once
_engine = Engine(dirs=[str(Path(__file__).with_name("templates"))], autoescape=True)


def page(name: str, language: str, status: int = 200, **context: object) -> HttpResponse:
    """One page in one language."""
    common = {
        "w": by_area(words(language)),
        "lang": language,
        "dir": of(language).direction,
        "prefix": prefix(language),
        "languages": [(tag, one.name) for tag, one in LANGUAGES.items() if tag != language],
        "styles": _styles(),
        "exit": exit_url() or of(language).exit,
    }
    html = _engine.get_template(f"plain/{name}.html").render(Context({**common, **context}))
    response = HttpResponse(html, status=status)
    for header, value in {**UNKEPT, "Content-Security-Policy": POLICY}.items():
        response.headers[header] = value
    return response


@cache
def _styles() -> list[str]:
    """The style sheets, in order, by the names that the build gave them; none before a build."""
    manifest = STATIC / "manifest.json"
    listed = json.loads(manifest.read_bytes())["files"] if manifest.exists() else {}
    return [
        f"/{name}"
        for sheet in ("heard", "answering")
        for name in listed
        if name.startswith(f"static/{sheet}-") and name.endswith(".css")
    ]


def form(
    language: str, readers: list[Entry], answers: Answers, *, error: str = "", status: int = 200
) -> HttpResponse:
    """The report's form, with everything that was filled in."""
    w = words(language)
    return page(
        "report",
        language,
        status,
        error=w[error] if error else "",
        case=new_id(),
        opening=_words(w, answers),
        choices=_choices(w, answers),
        fields=_fields(w, answers),
        readers=_readers(w, readers, answers),
        must=[
            {"says": w[f"must.{each.id}"], "law": each.law, "verified": each.verified}
            for each in publication.must_report()
        ],
        files={
            "name": "files",
            "label": w["files.title"],
            "hint": w["files.hint"],
            "type": "file",
        },
    )


def _words(w: Words, answers: Answers) -> dict[str, Any]:
    return {
        "name": "words",
        "label": w["words.title"],
        "hint": w["words.hint"],
        "rows": 14,
        "long": True,
        "required": True,
        "value": answers.words,
    }


def _choices(w: Words, answers: Answers) -> list[dict[str, Any]]:
    asked = (
        ("safe", SAFE, answers.safe, "answer"),
        ("about", ABOUT, answers.about, "about"),
        ("ongoing", SAFE, answers.ongoing, "answer"),
        ("reveal", REVEAL, answers.reveal, "reveal"),
    )
    return [
        {
            "name": name,
            "label": w[f"{name}.title"],
            "hint": w.get(f"{name}.hint", ""),
            "options": [
                {
                    "value": value,
                    "label": w[f"{area}.{value}"] if value else w["answer.skip"],
                    "chosen": value == given,
                }
                for value in offered
            ],
        }
        for name, offered, given, area in asked
    ]


def _fields(w: Words, answers: Answers) -> list[dict[str, Any]]:
    rows = {"people": 4, "told": 3, "helpful": 3, "worries": 3, "contact": 2, "needs": 2}
    kinds = {"disclosed": _day_kind(answers)}
    return [
        {
            "name": name,
            "label": w[key],
            "hint": w.get(hint, ""),
            "rows": rows.get(name),
            "type": kinds.get(name, "text"),
            "value": answers.people if name == "people" else answers.texts.get(name, ""),
            "asked": _asked(w, answers.first) if name == "disclosed" else None,
        }
        for name, (key, hint) in ASKED.items()
    ]


def _day_kind(answers: Answers) -> str:
    """A calendar shows only days: what is none stays as she wrote it."""
    return "text" if answers.first and answers.first.day is None else "date"


def _asked(w: Words, first: Reading | None) -> dict[str, Any] | None:
    """What is to be asked about a day before it counts, and what she may tick."""
    if first is None or not first.ask:
        return None
    days = [(each.isoformat(), day(w, each)) for each in first.offers]
    if first.ask == FAR and first.day:
        days = [(first.day.isoformat(), w["day.right"].format(day=day(w, first.day)))]
    return {
        "name": "disclosed_is",
        "prefix": "disclosed-is",
        "question": w[f"day.{first.ask}"],
        "meant": w["day.meant"] if first.offers else "",
        "options": [*days, (NO_DAY, w["day.leave"])],
    }


def _readers(w: Words, readers: list[Entry], answers: Answers) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "name": each.name,
            "role": each.role,
            "tier": w[f"tier.{each.tier}"],
            "chosen": not answers.words or each.id in answers.readers,
            "left_out": w["readers.left_out"] if each.id in answers.left_out else "",
        }
        for each in sorted(readers, key=lambda each: (each.tier, each.name))
    ]


def case(
    language: str,
    opened: Inbox,
    code: str,
    *,
    now: datetime,
    draft: str = "",
    said: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """What has become of her report, as it stands ``now``."""
    w, listed = words(language), opened.listed
    names = {each.id: each.name for each in listed.holders}
    return page(
        "case",
        language,
        status,
        error=w[error] if error else "",
        said=w[said] if said else "",
        code=code,
        letter=new_id(),
        draft=draft,
        duties=[_duty(w, each, now) for each in listed.duties],
        then=_then(w, listed),
        withdraw=_withdraw(w, listed),
        withdrawn=_withdrawn(w, listed, now),
        erased=list(_erased(w, listed)),
        evidence=[_evidence(w, each) for each in listed.evidence],
        holders=[_holder(w, each) for each in listed.holders if each.released],
        timeline=[{"at": when(w, each.at), "label": _event(w, each)} for each in listed.timeline],
        messages=[_message(w, each, names) for each in opened.messages],
        decisions=[_decision(w, each, names) for each in opened.decisions],
    )


def _erased(w: Words, listed: CaseView) -> Iterator[str]:
    """What of it was erased, when and by which rule."""
    for each in listed.timeline:
        if each.event == Erased.event:
            said = entry.parse(each.opening).values
            what = w[f"retained.{said['what']}"].format()
            yield w["erased.part"].format(what=what, when=when(w, each.at), ground=said["ground"])


def code_error(w: Words, error: Exception) -> str:
    """What is wrong with the words she typed, and with which of them."""
    if not isinstance(error, CodeError):
        return str(w["error.code"])
    wrong = [
        w["code_fault.word_at"].format(number=number, word=word) for number, word in error.wrong[:3]
    ]
    said = w[f"code_fault.{error.kind}"]
    return said.format(count=error.count, words=in_a_row(w, wrong))


def _message(w: Words, message: Message, names: dict[str, str]) -> dict[str, Any]:
    reason = message.reason
    return {
        "mine": message.author == "reporter",
        "who": names.get(message.author, w["word.you"]),
        "at": when(w, message.at),
        "words": message.words,
        "bad": message.bad,
        "asks": reason is not None,
        "reason": w["ask.reason"].format(reason=reason) if reason else "",
    }


def _decision(w: Words, decision: Decision, names: dict[str, str]) -> dict[str, Any]:
    return {
        "who": names.get(decision.author, ""),
        "at": when(w, decision.at),
        "route": w.get(f"decided.{decision.route}", w["decided.any"]),
        "words": decision.words,
        "bad": decision.bad,
    }


def promise(w: Words, done: Sent, *, told: str | None) -> str:
    """By when a person must answer. ``told``: the day on which she first told somebody."""
    due = when(w, done.due.isoformat())
    if not done.late or told is None:
        return w["promise.by"].format(due=due)
    said = ["promise.late", *(["promise.late_readers"] if done.shared else []), "promise.late_by"]
    first = day(w, date.fromisoformat(told))
    return " ".join(w[each].format(day=first, due=due) for each in said)


def _duty(w: Words, duty: DutyView, now: datetime) -> dict[str, str]:
    paused, due = duty.suspended, when(w, duty.due)
    state = duty.state
    if state == "missed" and duty.done:
        state = "made_good"
    elif state == "open" and paused:
        state = "paused"
    elif state == "open" and datetime.fromisoformat(duty.due) <= now:
        state = "late"  # at once, though the clock that moves it comes round a little later
    until = when(w, paused.until) if paused else ""
    text = w[f"duty_state.{state}"].format(due=due, until=until)
    return {"label": w.get(f"duty.{duty.kind}", duty.kind), "state": text}


def _then(w: Words, listed: CaseView) -> str:
    """Whom a broken promise lets in, by itself; where else she can turn when nobody is left."""
    following, duties = listed.next, listed.duties
    if following is None:
        last = max((each.tier for each in duties), default=0)
        over = [each for each in duties if each.tier == last and each.state == "missed"]
        left = listed.state in {"withdrawn", "stopped"} or all(each.done for each in over)
        return "" if left else str(w["back.nobody"])
    names = in_a_row(w, (f"{each.name} ({each.role})" for each in following.holders))
    return w["back.next"].format(names=names)


# Once something is found, that stands: nothing can be taken back any more.
_FOUND = frozenset({"decided", "acting", "aftercare", "closed"})


def _withdrawn(w: Words, listed: CaseView, now: datetime) -> str:
    """How it stands with a report that was taken back; empty where it was not."""
    until = listed.returns_until
    if until is not None:
        is_open = now < datetime.fromisoformat(until)
        return w["back.withdrawn" if is_open else "back.over"].format(until=when(w, until))
    over = listed.course in {"stopped", "continues_without"}
    return str(w[f"back.{listed.course}"]) if over else ""


def _withdraw(w: Words, listed: CaseView) -> str:
    """How a report is taken back, which no page without a script can do."""
    may = listed.course == "open" and listed.state != "stopped" and listed.phase not in _FOUND
    return str(w["back.withdraw"]) if may else ""


def _evidence(w: Words, item: EvidenceView) -> dict[str, str]:
    gone = item.overwritten if item.state in {"needed", "ordered"} else None
    said = day(w, date.fromisoformat(gone)) if gone else ""
    until = w["evidence_state.until"].format(day=said) if gone else ""
    kind = item.kind
    label = w["kept.other"] if kind == "other" else w.get(f"evidence_kind.{kind}", w["kept.other"])
    return {"label": label, "state": w[f"evidence_state.{item.state}"], "until": until}


def _holder(w: Words, holder: HolderView) -> dict[str, str]:
    state = "opened" if holder.opened else "not_opened"
    state = "lapsed" if holder.lapsed else state
    state = "left" if holder.left else state
    left = when(w, holder.left) if holder.left else ""
    text = w[f"holder.{state}"].format(when=left)
    return {"name": holder.name, "role": holder.role, "state": text}


def _event(w: Words, event: TimelineView) -> str:
    message = w.get(f"event.{event.event}")
    if message is None:
        return str(event.event)
    return message.format(who=f"{event.name} ({event.role})" if event.name else "")
