"""What findings, outcomes and appeals need: one condition a function."""

from heard.rules.casework._asked import Asked
from heard.rules.casework._state import OPEN_APPEALS, Record
from heard.rules.casework._table import TABLE

_JUDGED = frozenset({"investigator", "decider", "committee", "presiding", "external"})
_INQUIRY = ("allegation", "plan", "notice", "interview", "finding")


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


def comments_over(asked: Asked) -> bool:
    """They had their working days to comment."""
    shared = asked.state.case.last("share_draft")
    over = shared is not None and shared.due is not None and asked.moved.at > shared.due
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
    return covers and admitted is not None and asked.is_over(admitted.at, "retracting")


def weighed_before(asked: Asked) -> bool:
    """What was not weighed was put to nobody: an appeal sends it back, and weighs it not itself."""
    made = asked.record.last("make")
    return _is_unweighed(asked) or (made is not None and made.code not in TABLE.unweighed)


def appeal_varied(asked: Asked) -> bool:
    """A reviewer changes a finding where an appeal was decided so."""
    return any(each.state == "varied" for each in asked.state.of("appeal"))


def appeal_open(asked: Asked) -> bool:
    """Only an appeal stays anything."""
    return "appealed" in asked.state.flags


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


def reviewer_apart(asked: Asked) -> bool:
    """Whoever investigated or decided hears no appeal, nor who moved or signed any of it."""
    judged = (each for each in asked.state.of("seat") if each.code in _JUDGED)
    return asked.moved.actor not in {each.holder for each in judged} | _had_a_hand(asked)


def _had_a_hand(asked: Asked) -> set[str]:
    past = [
        moved for name in _INQUIRY for each in asked.state.of(name) for moved in each.past
    ] + asked.state.case.every("triage", "share_draft")
    return {id for each in past if each.move != "vary" for id in (each.actor, *each.agreed)}
