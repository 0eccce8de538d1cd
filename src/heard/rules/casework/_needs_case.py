"""What the moves of a case, its team and its parties need: one condition a function."""

from datetime import datetime

from heard.rules.casework._asked import (
    COMMITTEE,
    CONFIRMED,
    DECLARED,
    LIVE,
    STRUCK,
    Asked,
    body,
    has_way_out,
    is_formed,
    newest_found,
    seats,
    worked,
)
from heard.rules.casework._state import OPEN_APPEALS, REOPENED, Moved, Record, all_found
from heard.rules.casework._table import LEADING, REPORTER, TABLE


def another_day(asked: Asked) -> bool:
    """Questions that nobody answers are asked on different days."""
    last = asked.state.case.last("ask_silent")
    return last is None or asked.moved.at.date() > asked.day(last.at)


def _asks_informal(asked: Asked) -> bool:
    return asked.moved.move == "ask_informal" or asked.moved.code == "informal"


def informal_not_for_assault(asked: Asked) -> bool:
    """No informal way where an assault is alleged (process-rules 3)."""
    alleged = {each.code for each in asked.state.of("allegation")}
    return not _asks_informal(asked) or "assault" not in alleged


def _asked_informally(asked: Asked) -> Moved | None:
    last = asked.state.case.last("ask_informal", "revoke_informal")
    return last if last is not None and last.move == "ask_informal" else None


def informal_asked(asked: Asked) -> bool:
    """Only the reporter starts it, and it ends when she says so."""
    return asked.moved.code != "informal" or _asked_informally(asked) is not None


def informal_cooled(asked: Asked) -> bool:
    """She had 72 hours to think it over."""
    began = _asked_informally(asked)
    return asked.moved.code != "informal" or (
        began is not None and asked.is_over(began, "informal")
    )


def silence_waited(asked: Asked) -> bool:
    """Insufficient: three questions on as many days, and 30 days since the first."""
    return asked.moved.code != "insufficient" or silence_waited_to_park(asked)


def silence_waited_to_park(asked: Asked) -> bool:
    """The same before a case is parked; what was asked before she came again does not count."""
    visits = asked.state.case.every("visit", "come_back")
    since = visits[-1].version if visits else 0
    questions = [each for each in asked.state.case.every("ask_silent") if each.version > since]
    enough = len(questions) >= TABLE.count["questions"]
    return enough and asked.is_over(questions[0], "silence")


def signed_afresh(asked: Asked) -> bool:
    """Silence is enough where somebody signs who asked nothing and decided nothing in it."""
    if asked.moved.move != "park" and asked.moved.code != "insufficient":
        return True
    before = {each.actor for each in asked.record.every("ask_silent", "triage", "park")}
    return before.isdisjoint(each.id for each in asked.seconds)


def _route(asked: Asked) -> str:
    triaged = asked.state.case.last("triage")
    return triaged.code if triaged else ""


def no_team_yet(asked: Asked) -> bool:
    """A case has one team; one that was closed without any, and reopened, gets it then."""
    return not is_formed(asked.state)


def route_investigate(asked: Asked) -> bool:
    """There is a team only where the case is to be investigated."""
    return _route(asked) == "investigate"


def route_without_inquiry(asked: Asked) -> bool:
    """Only a case that nobody investigates closes without a finding."""
    return _route(asked) != "investigate"


def team_whole(asked: Asked) -> bool:
    """An officer's team has lead, investigator and decider; a committee its seats (process 1)."""
    held = {each.code for each in seats(asked.state, *TABLE.parts["seats"])}
    if asked.moved.code != COMMITTEE:
        return held >= {"lead", "investigator", "decider"}
    together = seats(asked.state, *TABLE.parts["committee"])
    return held >= {"presiding", "external"} and len(together) >= TABLE.count["committee"]


def all_declared(asked: Asked) -> bool:
    """Nobody sits who has not said, after the conflict check, that they can judge."""
    open_ = [each for each in asked.state.of("seat") if each.state in LIVE]
    return all(each.state == DECLARED and each.digest for each in open_)


def checked_against_all(asked: Asked) -> bool:
    """Who sits, or finds, was checked since the last person was named (case-work 3)."""
    named = [each.at for party in asked.state.of("party") for each in party.every("note")]
    finding = {asked.moved.actor, *(each.id for each in asked.seconds)}
    own = (
        each
        for each in seats(asked.state, *TABLE.parts["seats"])
        if asked.moved.object != "finding" or each.holder in finding
    )
    return all(_is_checked(each, since=max(named)) for each in own) if named else True


def _is_checked(seat: Record, *, since: datetime) -> bool:
    return any(each.at >= since for each in seat.every("declare", "recheck"))


def not_an_older_table(asked: Asked) -> bool:
    """Nobody checks against a table of conflicts that another of the case has replaced."""
    used = [
        (each.at, each.digest)
        for seat in asked.state.of("seat")
        for each in seat.every("declare", "recheck")
    ]
    newest = {digest for at, digest in used if at == max(used)[0]}
    return asked.moved.digest in newest or asked.moved.digest not in {each for _, each in used}


def three_people(asked: Asked) -> bool:
    """Nobody has two seats."""
    holders = [each.holder for each in asked.state.of("seat") if each.state in LIVE]
    return len(set(holders)) == len(holders)


def waiting_outside(asked: Asked) -> bool:
    """Somebody outside the team waits: else the file is lost with the team (design K8)."""
    return bool(seats(asked.state, "outside"))


def no_other_seat(asked: Asked) -> bool:
    """Whoever has, or declared for, a seat takes none of another part; struck out, none at all."""
    own = [each for each in asked.state.of("seat") if each.holder == asked.moved.holder]
    return not any(_bars(each, asked.moved.code) for each in own)


def _bars(seat: Record, part: str) -> bool:
    declared = seat.last("declare") is not None
    return seat.state in LIVE or seat.state == STRUCK or (declared and seat.code != part)


def apart_from_the_case(asked: Asked) -> bool:
    """Those who ask her afterwards did not work the case."""
    return asked.moved.code != "checkin" or not worked(asked.state, asked.moved.holder)


def still_apart(asked: Asked) -> bool:
    """Who was apart when they were proposed may have come to work in the case since."""
    return "lead" in asked.parts or not worked(asked.state, asked.moved.actor)


def first_objection(asked: Asked) -> bool:
    """She may object once to each seat."""
    return asked.record.last("object") is None


def not_oneself(asked: Asked) -> bool:
    """Nobody decides about an objection to themselves."""
    return asked.moved.actor != asked.record.holder


def not_who_proposed(asked: Asked) -> bool:
    """Nor does who chose somebody decide about an objection to them."""
    return asked.moved.actor not in {each.actor for each in asked.record.every("propose")}


def not_the_last_outside(asked: Asked) -> bool:
    """The last who waits outside the team stays (design K8)."""
    if asked.record.code != "outside" or not is_formed(asked.state):
        return True
    return any(each.id != asked.record.id for each in seats(asked.state, "outside"))


def team_formed(asked: Asked) -> bool:
    """A party is invited by a team, to whose file key its letters go."""
    return is_formed(asked.state)


def not_the_reporter(asked: Asked) -> bool:
    """She has a way in of her own."""
    return asked.record.id != REPORTER


def not_a_holder(asked: Asked) -> bool:
    """No party has the id of somebody with a seat, or of who notes it: it would speak for both."""
    return asked.moved.id not in {
        asked.moved.actor,
        *(each.holder for each in asked.state.of("seat")),
    }


def may_leave(asked: Asked) -> bool:
    """Reporter and respondent are parties to the end: their rights are not anybody's to end."""
    return has_way_out(asked.record)


def a_respondent(asked: Asked) -> bool:
    """The draft is told to who is accused in it; who else was heard has no part in it."""
    return asked.record.code == "respondent"


def told_the_draft(asked: Asked) -> bool:
    """Nobody comments on what they were not given."""
    return asked.record.last("tell_draft") is not None


def invitation_open(asked: Asked) -> bool:
    """An invitation has an end."""
    return asked.record.due is not None and asked.moved.at <= asked.record.due


def something_to_find(asked: Asked) -> bool:
    """A draft is of something that is not found yet: else nothing could follow on it."""
    return any(each.state != "found" for each in asked.state.of("allegation"))


def every_allegation_answered(asked: Asked) -> bool:
    """Each allegation has a reply or a recorded refusal."""
    answered = {"answered", "refused", "found"}
    return all(each.state in answered for each in asked.state.of("allegation"))


def reopening_told(asked: Asked) -> bool:
    """Who was accused before is told that it is looked into again before more is made of it."""
    reopened = asked.state.case.last("reopen")
    if reopened is None:
        return True
    unfound = (each for each in asked.state.of("allegation") if each.state != "found")
    parties = (asked.state.get("party", each.party) for each in unfound)
    return all(party is None or _is_told_again(asked, party, reopened.at) for party in parties)


def _is_told_again(asked: Asked, party: Record, since: datetime) -> bool:
    notices = (each for each in asked.state.of("notice") if each.party == party.id)
    put = [sent for each in notices if (sent := each.last("send")) and sent.at < since]
    told = party.last("tell_reopened")
    return not put or (told is not None and told.at >= since)


def found_all(asked: Asked) -> bool:
    """A finding was made of each allegation."""
    return all_found(asked.state)


def both_letters(asked: Asked) -> bool:
    """She and everyone who was accused before anybody have their letter, since the last finding."""
    findings = asked.state.of("finding")
    weighed = [each for each in findings if each.code not in TABLE.unweighed and each.code]
    accused = {
        found.party
        for each in weighed
        for id in each.about
        if (found := asked.state.get("allegation", id))
    }
    newest = newest_found(asked.state)
    return all(_is_told(asked, each, newest) for each in {REPORTER, *accused})


def _is_told(asked: Asked, party: str, since: datetime | None) -> bool:
    found = asked.state.get("party", party)
    told = found.last("tell_outcome") if found else None
    return told is not None and (since is None or told.at >= since)


def outcomes_done(asked: Asked) -> bool:
    """Nothing that was proposed or decided is left."""
    return all(each.state in {"done", "waived"} for each in asked.state.of("outcome"))


def checkin_seat(asked: Asked) -> bool:
    """Somebody will ask her how it went on."""
    return bool(seats(asked.state, "checkin"))


def no_appeal_open(asked: Asked) -> bool:
    """No case closes over an appeal."""
    return not any(each.state in OPEN_APPEALS for each in asked.state.of("appeal"))


def appeal_terms_over(asked: Asked) -> bool:
    """No case closes while somebody who was told may still appeal."""
    told = (each.last("tell_outcome") for each in asked.state.of("party"))
    return all(each is None or each.due is None or asked.moved.at > each.due for each in told)


def reopened_by_whom(asked: Asked) -> bool:
    """Tier 2 for any reason; the lead where something new came or an appeal sent it back."""
    if "tier2" in asked.parts:
        return True
    remitted = any(each.state == "remitted" for each in asked.state.of("appeal"))
    new = {"new_evidence", "respondent_returned"} | ({"appeal"} if remitted else set())
    return asked.moved.code in new


def case_reopened(asked: Asked) -> bool:
    """What was found is asked again only in a case that was reopened."""
    return asked.state.phase == REOPENED


def _withdrawn(asked: Asked) -> Moved | None:
    return asked.state.case.last("withdraw")


def return_open(asked: Asked) -> bool:
    """For 72 hours she may take it back."""
    return not return_over(asked)


def return_over(asked: Asked) -> bool:
    """Nothing is done with a withdrawal before these hours are over."""
    began = _withdrawn(asked)
    return began is not None and asked.is_over(began, "returning")


def _since_withdrawal(asked: Asked, move: str) -> bool:
    began, last = _withdrawn(asked), asked.state.case.last(move)
    return began is not None and last is not None and last.version > began.version


def withdrawal_checked(asked: Asked) -> bool:
    """Somebody off the line asked whether she was asked to."""
    return _since_withdrawal(asked, "check_withdrawal")


def told_first(asked: Asked) -> bool:
    """The reporter is told before a case goes on without them, and for which of the grounds."""
    told = asked.state.case.last("announce_continuing")
    return _is_announced(asked) and told is not None and told.code == asked.moved.code


def _is_announced(asked: Asked) -> bool:
    return _since_withdrawal(asked, "announce_continuing")


def not_announced_otherwise(asked: Asked) -> bool:
    """The lead does not stop what a later tier has said goes on; they may think better of it."""
    return not asked.parts.isdisjoint({"tier2", "tier3"}) or not _is_announced(asked)


def off_the_line(asked: Asked) -> bool:
    """Not who leads the case, decided how it goes on, or took a seat but that of the key outside.

    Nobody is put on the line by being proposed, or a lead could so keep away who looks at it.
    """
    decided = any(each.actor == asked.moved.actor for each in asked.state.case.every("triage"))
    own = (each for each in asked.state.of("seat") if each.holder == asked.moved.actor)
    seated = any(each.code != "outside" and each.last("declare") for each in own)
    return not (LEADING in asked.parts or decided or seated)


def is_confirmed(asked: Asked, party: str) -> bool:
    """Whether somebody is a party whose keys two people confirmed."""
    found = asked.state.get("party", party)
    return found is not None and found.state == CONFIRMED


def found_together(asked: Asked) -> bool:
    """A committee finds with its quorum, who presides among them (process-rules 1)."""
    if body(asked.state) != COMMITTEE:
        return True
    signing = {asked.moved.actor, *(each.id for each in asked.seconds)}
    finding = [
        each for each in seats(asked.state, *TABLE.parts["committee"]) if each.holder in signing
    ]
    presides = any(each.code == "presiding" for each in finding)
    return presides and len({each.holder for each in finding}) >= TABLE.count["committee"]
