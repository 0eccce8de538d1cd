"""What findings, outcomes and appeals need: one condition a function."""

from heard.rules.casework._asked import COMMITTEE, CONFIRMED, Asked, body
from heard.rules.casework._needs_case import found_together
from heard.rules.casework._state import OPEN_APPEALS, Moved, Record
from heard.rules.casework._table import TABLE

_JUDGED = frozenset({"investigator", "decider", "committee", "presiding", "external"})
_INQUIRY = ("allegation", "plan", "notice", "interview", "finding")
_INQUIRED = ("plan", "notice", "interview")


def _is_unweighed(asked: Asked) -> bool:
    return asked.moved.code in TABLE.unweighed


def one_allegation(asked: Asked) -> bool:
    """A finding is of one allegation."""
    return len(asked.moved.about) == 1


def notice_or_refusal(asked: Asked) -> bool:
    """Nothing is weighed that was not put to the respondent and answered or refused."""
    answered = {"answered", "refused"}
    states = {each.state for each in asked.about() if each is not None}
    return _is_unweighed(asked) or states <= answered


def retraction_heard(asked: Asked) -> bool:
    """Who took an admission back has given no answer by it, and has all their time for one."""
    of_case = asked.moved.object == "case"
    about = asked.state.of("allegation") if of_case else filter(None, asked.about())
    put = (asked.state.get("notice", each.put_by) for each in about if each.state == "answered")
    waiting = (each for each in put if each is not None and _is_only_retracted(each))
    over = all(each.due is not None and asked.moved.at > each.due for each in waiting)
    return _is_unweighed(asked) or over


def _is_only_retracted(notice: Record) -> bool:
    retracted = notice.state == "replied" and notice.last("retract") is not None
    return retracted and notice.last("reply", "reply_late") is None


def draft_shared(asked: Asked) -> bool:
    """Both sides have seen the draft, with what is found in it, before anything is decided."""
    drafted = asked.state.phase == "draft"
    return _is_unweighed(asked) or (
        drafted and all(_is_in_draft(asked, each) for each in asked.about())
    )


def _is_in_draft(asked: Asked, allegation: Record | None) -> bool:
    """What was put, or put anew, after the draft stands in none."""
    notice = asked.state.get("notice", allegation.put_by) if allegation else None
    put = notice.last("send") if notice else None
    shared = asked.state.case.last("share_draft")
    return put is not None and shared is not None and put.at <= shared.at


def _told_in_draft(asked: Asked) -> list[Moved | None]:
    """Of each who is accused and can be written to, that they were told the newest draft."""
    accused = {each.party for each in asked.about() if each is not None}
    parties = (asked.state.get("party", each) for each in sorted(accused))
    reached = (each for each in parties if each is not None and each.state == CONFIRMED)
    shared = asked.state.case.last("share_draft")
    told = (each.last("tell_draft") for each in reached)
    return [each if each and shared and each.at >= shared.at else None for each in told]


def draft_told(asked: Asked) -> bool:
    """Who is accused has the draft as the reporter has it; who never came in gets none."""
    return _is_unweighed(asked) or None not in _told_in_draft(asked)


def comments_over(asked: Asked) -> bool:
    """They had their working days to comment, each since they were told."""
    told = [asked.state.case.last("share_draft"), *_told_in_draft(asked)]
    over = all(each and each.due and asked.moved.at > each.due for each in told)
    return _is_unweighed(asked) or over


def admission_stands(asked: Asked) -> bool:
    """On an admission of 48 hours that was not taken back, of what was put last."""
    if asked.moved.basis != "admission":
        return True
    notices = (each for each in asked.state.of("notice") if each.state == "admitted")
    return any(_admits(asked, each) for each in notices)


def _admits(asked: Asked, notice: Record) -> bool:
    admitted = notice.last("admit")
    covers = all(each is not None and each.put_by == notice.id for each in asked.about())
    return covers and admitted is not None and asked.is_over(admitted, "retracting")


def weighed_before(asked: Asked) -> bool:
    """What was not weighed was put to nobody: an appeal sends it back, and weighs it not itself."""
    made = asked.record.last("make")
    return _is_unweighed(asked) or (made is not None and made.code not in TABLE.unweighed)


def appeal_varied(asked: Asked) -> bool:
    """A reviewer changes what an appeal is about that was decided so, once for each of them."""
    about = set(asked.record.about)
    varied = [each for each in asked.state.of("appeal") if each.state == "varied"]
    decided = [each for each in varied if about <= set(each.about)]
    return len(asked.record.every("vary")) < len(decided)


def newest_finding(asked: Asked) -> bool:
    """What was found anew in a case that was reopened has replaced this."""
    made = asked.record.last("make")
    others = (
        other.last("make")
        for other in asked.state.of("finding")
        if other.id != asked.record.id and other.about == asked.record.about
    )
    return made is not None and all(each is None or each.at <= made.at for each in others)


def one_draft(asked: Asked) -> bool:
    """Two drafts of one allegation are two truths, and who decides takes either."""
    return not any(
        each.state == "drafted" and each.about == asked.moved.about
        for each in asked.state.of("finding")
    )


def decider_apart(asked: Asked) -> bool:
    """Who inquired does not decide, by whichever part they did it; a committee does both."""
    if asked.moved.object == "seat" and asked.moved.code != "decider":
        return True
    past = (moved for name in _INQUIRED for each in asked.state.of(name) for moved in each.past)
    deciding = asked.moved.holder or asked.moved.actor
    return body(asked.state) == COMMITTEE or all(each.actor != deciding for each in past)


def reporter_withdrew(asked: Asked) -> bool:
    """Withdrawn is what the reporter withdrew, and nobody else."""
    return asked.moved.code != "withdrawn" or asked.state.course == "continues_without"


def appeal_open(asked: Asked) -> bool:
    """Only an appeal stays anything."""
    return "appealed" in asked.state.flags


def stayed_together(asked: Asked) -> bool:
    """A reviewer alone; those who find together also stay together, and let it go on."""
    return "reviewer" in asked.parts or found_together(asked)


def stay_may_end(asked: Asked) -> bool:
    """What a reviewer stayed goes on when the appeal is over, or the reviewer says so."""
    stayed = asked.record.last("stay")
    return not appeal_open(asked) or (stayed is not None and stayed.actor == asked.moved.actor)


def a_sanction(asked: Asked) -> bool:
    """What protects or repairs is never stayed."""
    return asked.record.code == "respondent"


def of_oneself(asked: Asked) -> bool:
    """Each party appeals for itself."""
    return asked.moved.party == asked.moved.actor


def _told(asked: Asked) -> Record | None:
    return asked.state.get("party", asked.moved.actor)


def told_the_outcome(asked: Asked) -> bool:
    """Whoever appeals has had their letter."""
    party = _told(asked)
    return party is not None and party.last("tell_outcome") is not None


def within_appeal_term(asked: Asked) -> bool:
    """Ten working days, by the date that went with the letter."""
    party = _told(asked)
    told = party.last("tell_outcome") if party else None
    return told is not None and told.due is not None and asked.moved.at <= told.due


def one_appeal_open(asked: Asked) -> bool:
    """One appeal of a party at a time."""
    own = (each for each in asked.state.of("appeal") if each.party == asked.moved.actor)
    return all(each.state not in OPEN_APPEALS for each in own)


def about_what_was_found(asked: Asked) -> bool:
    """Of what was found, which stands until it is found anew; a respondent, about them."""
    found = {id for each in asked.state.of("finding") if each.code for id in each.about}
    return all(
        each is not None and each.id in found and _concerns(asked, each) for each in asked.about()
    )


def _concerns(asked: Asked, allegation: Record) -> bool:
    return "reporter" in asked.parts or allegation.party == asked.moved.actor


def reviewer_apart(asked: Asked) -> bool:
    """Whoever investigated or decided hears no appeal, nor who moved or signed any of it."""
    judged = (each for each in asked.state.of("seat") if each.code in _JUDGED)
    return asked.moved.actor not in {each.holder for each in judged} | _had_a_hand(asked)


def _had_a_hand(asked: Asked) -> set[str]:
    past = [
        moved for name in _INQUIRY for each in asked.state.of(name) for moved in each.past
    ] + asked.state.case.every("triage", "share_draft")
    return {id for each in past if each.move != "vary" for id in (each.actor, *each.agreed)}
