"""What measures, interviews, exhibits and notices need: one condition a function."""

from datetime import datetime, timedelta

from heard.rules.casework._asked import (
    CONFIRMED,
    OFFICER,
    Asked,
    body,
    have_signed,
    is_adjusted,
    is_respondents,
    newest_found,
    protected,
)
from heard.rules.casework._needs_case import is_confirmed
from heard.rules.casework._state import Moved, Record, row
from heard.rules.casework._table import REPORTER, TABLE
from heard.rules.deadlines import parse

NOON = 12
_TERMS = {
    "case.share_draft": "comment",
    "interview.invite": "announced",
    "interview.send_transcript": "corrections",
    "notice.send": "reply",
    "party.tell_draft": "comment",
    "party.tell_outcome": "appeal",
}
_DECIDED = ("grant", "grant_other", "impose", "activate", "keep", "withhold")


def _role(asked: Asked, party: str) -> str:
    found = asked.state.get("party", party)
    return found.code if found else ""


def one_accused(asked: Asked) -> bool:
    """An allegation is of one act of one person, who is a party."""
    return _role(asked, asked.moved.party) == "respondent"


def burden_of_party(asked: Asked) -> bool:
    """What burdens her names her and nothing else does; the employer's names nobody."""
    party, burden = asked.moved.party, asked.moved.code
    if burden == "employer":
        return party == ""
    role = _role(asked, party)
    if burden == "other":
        return role not in {"", REPORTER, "respondent"}
    return role == burden


def respondent_burden_first(asked: Asked) -> bool:
    """What burdens her is granted where she asked for it, or his burden was decided before."""
    if asked.record.code != REPORTER or asked.record.past[0].actor == REPORTER:
        return True
    measures = asked.state.of("measure")
    return any(each.code == "respondent" and each.state != "requested" for each in measures)


def reporter_burden(asked: Asked) -> bool:
    """It burdens the reporter, and is for her alone to take up and to give up."""
    return asked.record.code == REPORTER


def respondent_burden(asked: Asked) -> bool:
    """It burdens the respondent, who is heard about it."""
    return asked.record.code == "respondent"


def not_reporter_burden(asked: Asked) -> bool:
    """What burdens the reporter becomes active by her own event and no other."""
    return asked.record.code != REPORTER


def may_be_imposed(asked: Asked) -> bool:
    """Respondent and employer may be bound without agreeing; nobody else."""
    return asked.record.code in {"respondent", "employer"}


def somebody_else(asked: Asked) -> bool:
    """Not somebody who decided it."""
    return asked.moved.actor not in {each.actor for each in asked.record.every(*_DECIDED)}


def not_who_reviewed(asked: Asked) -> bool:
    """Who said how it goes with a measure does not end it."""
    reviewed = asked.record.last("review")
    return reviewed is None or reviewed.actor != asked.moved.actor


def measures_decided(asked: Asked) -> bool:
    """Nothing that should protect somebody waits for a decision.

    What a respondent asks for is decided, too, but holds nothing up: or asking would.
    """
    waiting = (each for each in asked.state.of("measure") if each.state == "requested")
    return all(is_respondents(asked.state, each) for each in waiting)


def second_person(asked: Asked) -> bool:
    """Not somebody who drafted it."""
    return asked.moved.actor not in {each.actor for each in asked.record.every("draft", "revise")}


def not_the_decider(asked: Asked) -> bool:
    """Who decides does not plan; in a committee the same people do both."""
    return body(asked.state) != OFFICER or "decider" not in asked.parts


def one_main_interview(asked: Asked) -> bool:
    """She tells it once; a further interview has a reason that she sees."""
    if asked.moved.party != REPORTER or asked.moved.code != "main":
        return True
    return all(each.party != REPORTER for each in asked.state.of("interview"))


def party_known(asked: Asked) -> bool:
    """Two people confirmed whose keys these are."""
    return is_confirmed(asked, asked.record.party)


def announced_in_time(asked: Asked) -> bool:
    """Not before the day that a calendar gives; sooner only for others than the respondent."""
    if asked.moved.code == "sooner":
        return _role(asked, asked.record.party) != "respondent"
    return (
        asked.moved.due is not None and asked.moved.when >= asked.day(asked.moved.due).isoformat()
    )


def notice_before(asked: Asked) -> bool:
    """No respondent is asked about what was not put to them."""
    if _role(asked, asked.record.party) != "respondent":
        return True
    return _was_put(asked, asked.record.party)


def put_to_them(asked: Asked) -> bool:
    """Who was accused before nobody learns from a draft or an outcome that there is a case."""
    return asked.record.id == REPORTER or _was_put(asked, asked.record.id)


def knows_of_it(asked: Asked) -> bool:
    """Who was never told that there is a case does not learn it from its end."""
    return _knows(asked, asked.record)


def told_closed(asked: Asked) -> bool:
    """Nobody who was accused before is left waiting in a case that was stopped."""
    stopped = asked.state.case.last("stop")
    accused = (each for each in asked.state.of("party") if each.code == "respondent")
    told = (each.last("tell_closed") for each in accused if _knows(asked, each))
    return all(each and (stopped is None or each.at >= stopped.at) for each in told)


def _knows(asked: Asked, party: Record) -> bool:
    """Who came in by the words that they were handed, confirmed or not, knows of it."""
    came_in = party.state == CONFIRMED or party.last("open") is not None
    return came_in or _was_put(asked, party.id)


def _was_put(asked: Asked, party: str) -> bool:
    notices = (each for each in asked.state.of("notice") if each.party == party)
    return any(each.last("send") is not None for each in notices)


def of_whom(asked: Asked) -> bool:
    """What follows is for somebody of the case, and a sanction for nobody but who is accused."""
    party = asked.moved.party
    found = asked.state.get("party", party)
    if found is None:
        return party == ""
    return asked.moved.code != "respondent" or found.code == "respondent"


def day_come(asked: Asked) -> bool:
    """An interview is not held before the day to which somebody was invited."""
    invited = asked.record.last("invite")
    return invited is not None and asked.moved.at.date().isoformat() >= invited.when


def term_whole(asked: Asked) -> bool:
    """As many days that are worked as the time has, whoever reckoned them."""
    moved = asked.moved
    if moved.code == "sooner" or moved.due is None:
        return moved.due is not None
    name = _TERMS[f"{moved.object}.{moved.move}"]
    if name == "appeal" and _first_told(asked) is not None:
        return True  # it was whole when it began, and is never shortened
    if name == "announced" and _role(asked, asked.record.party) == "respondent":
        name = "announced_to_respondent"
    within = parse(TABLE.working[name])
    return within is not None and _worked_until(asked, moved.due) >= _lengthened(
        asked, within.count
    )


def _lengthened(asked: Asked, days: int) -> int:
    """Half as long again for who needs something to take part (process rule 46), never shorter."""
    record = asked.record
    party = {"case": REPORTER, "party": record.id}.get(record.object, record.party)
    return -(-days * TABLE.count["adjusted"] // 2) if is_adjusted(asked.state, party) else days


def appeal_not_shortened(asked: Asked) -> bool:
    """What an earlier letter gave somebody, no later one takes from them."""
    due, told = asked.moved.due, asked.record.every("tell_outcome")
    return due is not None and all(each.due is None or due >= each.due for each in told)


def within_longest_appeal(asked: Asked) -> bool:
    """Nobody keeps a case open for years by letters: the time counts from the first of them.

    A further one says the same day, or a later one while that is not over.
    """
    first, before = _first_told(asked), asked.record.last("tell_outcome")
    if first is None or before is None or before.due is None:
        return asked.is_within(asked.moved.at, "longest_appeal")
    is_longer = asked.moved.at <= before.due and asked.is_within(first.at, "longest_appeal")
    return asked.moved.due == before.due or is_longer


def _first_told(asked: Asked) -> Moved | None:
    """The letter by which the party was first told what was found last: their time began then."""
    since = newest_found(asked.state)
    told = asked.record.every("tell_outcome")
    return next((each for each in told if since is None or each.at >= since), None)


def _worked_until(asked: Asked, due: datetime) -> int:
    """How many days are worked after today, the last of them that of ``due``."""
    today = asked.moved.at.date()
    days = (asked.day(due) - today).days
    return sum(asked.calendar.is_worked(today + timedelta(days=n)) for n in range(1, days + 1))


def a_witness(asked: Asked) -> bool:
    """On paper only somebody without a device is heard, who is neither of the two sides."""
    return _role(asked, asked.record.party) not in {"", REPORTER, "respondent"}


def held_on_paper(asked: Asked) -> bool:
    """A signature on paper is for what was said on paper."""
    return asked.record.last("conduct_on_paper") is not None


def corrections_open(asked: Asked) -> bool:
    """Ten working days, by the date that went with the transcript, or with more time for it."""
    return not corrections_over(asked)


def corrections_over(asked: Asked) -> bool:
    """A transcript without an answer is final after these days."""
    sent = asked.record.last("send_transcript", "extend")
    return sent is not None and sent.due is not None and asked.moved.at > sent.due


def number_is_next(asked: Asked) -> bool:
    """Numbers of exhibits run from 1 and none comes twice, whatever became of it."""
    numbers = (each.number for each in asked.state.of("exhibit"))
    return asked.moved.number == max(numbers, default=0) + 1


def _received(asked: Asked) -> Moved | None:
    return asked.record.last("receive")


def same_digest(asked: Asked) -> bool:
    """It is the file that was received."""
    received = _received(asked)
    return received is not None and received.digest == asked.moved.digest


def was_verified(asked: Asked) -> bool:
    """Nothing is exhibited that nobody verified."""
    return asked.record.last("verify") is not None


def confirmed_before_citing(asked: Asked) -> bool:
    """What a party gave is cited once two people confirmed the party (design K11)."""
    return not asked.record.party or is_confirmed(asked, asked.record.party)


def not_privileged(asked: Asked) -> bool:
    """What was said with a lawyer is put to nobody, so nobody decides by it (process-rules 56)."""
    return asked.record.code != "privileged"


def intimate_stays(asked: Asked) -> bool:
    """An intimate picture is looked at, and not multiplied: by nobody, however many sign."""
    return asked.record.code != "intimate" or asked.moved.code not in {"copied", "exported"}


def two_for_intimate(asked: Asked) -> bool:
    """An intimate picture is opened by two."""
    second = row(asked.moved).second
    return asked.record.code != "intimate" or bool(
        have_signed(asked.state, asked.seconds, asked.record, second)
    )


def no_legal_hold(asked: Asked) -> bool:
    """Nothing leaves while it is held."""
    return "legal_hold" not in asked.state.flags


def legal_hold_stands(asked: Asked) -> bool:
    """There is something to look at again, or to release."""
    return "legal_hold" in asked.state.flags


def about_this_party(asked: Asked) -> bool:
    """A notice puts to somebody what that person is accused of."""
    return all(each is not None and each.party == asked.moved.party for each in asked.about())


def not_found_yet(asked: Asked) -> bool:
    """A finding is made once."""
    return all(each is not None and each.state != "found" for each in asked.about())


def safety_plan_stands(asked: Asked) -> bool:
    """Danger blocks a notice until something protects her: what protects others does not."""
    objection = asked.record.last("object")
    in_danger = objection is not None and objection.code == "danger"
    in_effect = (each for each in asked.state.of("measure") if each.state == "active")
    return not in_danger or any(protected(asked.state, each) == REPORTER for each in in_effect)


def previewed_long(asked: Asked) -> bool:
    """She has had the exact text for 72 hours."""
    shown = asked.record.last("preview")
    return shown is not None and asked.is_over(shown, "preview")


def days_follow(asked: Asked) -> bool:
    """Nobody is left alone with it over a weekend: none from noon of the last day but one."""
    today = asked.moved.at.date()
    is_worked = [asked.calendar.is_worked(today + timedelta(days=n)) for n in range(3)]
    return all(is_worked[: 2 if asked.moved.at.hour < NOON else 3])


def party_stands(asked: Asked) -> bool:
    """Nothing is sent to somebody whose way in is being replaced: they would not get it.

    Who does not come in by the new one in its time is reached on another way.
    """
    party = asked.state.get("party", asked.record.party)
    if party is None or party.state == CONFIRMED or party.last("invite_anew") is None:
        return True
    return party.due is not None and asked.moved.at > party.due


def two_routes(asked: Asked) -> bool:
    """Two attempts by two routes before silence counts, since they were last invited anew."""
    party = asked.state.get("party", asked.record.party)
    anew = party.last("invite_anew") if party else None
    routes = {
        each.code for each in asked.record.every("attempt") if anew is None or each.at >= anew.at
    }
    return len(routes) >= TABLE.count["attempts"]


def reply_over(asked: Asked) -> bool:
    """The time to reply is over."""
    return asked.record.due is not None and asked.moved.at > asked.record.due


def longer(asked: Asked) -> bool:
    """What is extended ends later."""
    due, before = asked.moved.due, asked.record.due
    return due is not None and before is not None and due > before


def extended_once(asked: Asked) -> bool:
    """More time is given once; and once more for what somebody needs to take part."""
    before = asked.record.every("extend")
    code = asked.moved.code
    return not before or (code == "adjustment" and all(each.code != code for each in before))


def adjustment_stands(asked: Asked) -> bool:
    """With ``adjustment``: something is arranged for the person whose time it is."""
    return asked.moved.code != "adjustment" or is_adjusted(asked.state, asked.record.party)


def silence_recent(asked: Asked) -> bool:
    """Who did not answer may do so for 30 days more."""
    declined = asked.record.last("decline", "record_silence")
    return declined is not None and not asked.is_over(declined, "late_reply")


def may_be_retracted(asked: Asked) -> bool:
    """An admission may be taken back for 48 hours."""
    admitted = asked.record.last("admit")
    return admitted is not None and not asked.is_over(admitted, "retracting")
