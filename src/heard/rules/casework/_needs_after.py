"""What check-ins, preservation, data notices, law choices, referrals and leaks need.

And what lendings, packages, settlements and the gate do.
"""

from datetime import timedelta

from heard.rules.casework._asked import Asked
from heard.rules.casework._state import Moved, Record
from heard.rules.casework._table import REPORTER, TABLE

ACTING, STOPPED, CHANGED = "acting", "stopped", "changed"


def _outcome(asked: Asked) -> Moved | None:
    """From when check-ins count: the letters, or that the case was stopped, whichever was last."""
    return asked.state.case.last("send_letters", "stop")


def after_the_outcome(asked: Asked) -> bool:
    """Somebody is asked how it went on once they were told how it ended."""
    ended = TABLE.rank[asked.state.phase] >= TABLE.rank[ACTING]
    return (ended or asked.state.course == STOPPED) and _outcome(asked) is not None


def a_party(asked: Asked) -> bool:
    """Somebody of the case is asked."""
    return asked.state.get("party", asked.moved.party) is not None


def _since_outcome(asked: Asked, party: str, began: str) -> list[Record]:
    """What began so since the newest outcome: after a reopened case they are laid down anew."""
    since = _outcome(asked)
    own = (each for each in asked.state.of("checkin") if each.party == party)
    begun = (each for each in own if each.past[0].move == began)
    return [each for each in begun if since is not None and each.past[0].at >= since.at]


def _laid_down(asked: Asked, party: str) -> list[Record]:
    """The check-ins of the fixed rhythm: not those that the reporter asked for."""
    return _since_outcome(asked, party, "lay_down")


def checkins_wanted(asked: Asked) -> bool:
    """Nobody is asked who wants no more of it, until they ask for one themselves."""
    return not _ended(asked, asked.moved.party)


def _ended(asked: Asked, party: str) -> bool:
    """Whether the newer of an end and a day of their own is the end; each is a record's first."""
    said = [
        each.past[0].move
        for each in asked.state.of("checkin")
        if each.party == party and each.past[0].move in {"request", "end"}
    ]
    return said[-1:] == ["end"]


def day_to_come(asked: Asked) -> bool:
    """From tomorrow to a year on: who needs it today writes a message."""
    today, due = asked.day(asked.moved.at), asked.moved.due
    ahead = (asked.day(due) - today).days if due else 0
    return 1 <= ahead <= TABLE.count["ahead"]


def few_asked_for(asked: Asked) -> bool:
    """A year of every month can wait, and no heap that nobody could keep."""
    waiting = [
        each
        for each in asked.state.of("checkin")
        if each.state == "due" and each.past[0].move == "request"
    ]
    return len(waiting) < TABLE.count["asked_for"]


def next_checkin(asked: Asked) -> bool:
    """They are numbered, and there are five."""
    laid = len(_laid_down(asked, asked.moved.party))
    return asked.moved.number == laid + 1 <= len(TABLE.weeks["checkins"])


def weeks_of_checkin(asked: Asked) -> bool:
    """Each is due its weeks after the outcome, by the day."""
    since, due = _outcome(asked), asked.moved.due
    if since is None or due is None:
        return False
    weeks = TABLE.weeks["checkins"][asked.moved.number - 1]
    return asked.day(due) == asked.day(since.at) + timedelta(weeks=weeks)


def checkin_due(asked: Asked) -> bool:
    """Asked before its day, it would say nothing of the weeks since."""
    return asked.record.due is not None and asked.moved.at >= asked.record.due


def another_day_of_it(asked: Asked) -> bool:
    """Nobody is reminded twice on one day, or on the day on which they were asked."""
    last = asked.record.last("ask", "remind")
    return last is not None and asked.moved.at.date() > asked.day(last.at)


def reminded(asked: Asked) -> bool:
    """Silence is noted after two reminders."""
    return len(asked.record.every("remind")) >= TABLE.count["reminders"]


def _is_changed(checkin: Record) -> bool:
    return any(each.code == CHANGED for each in checkin.past)


def was_changed(asked: Asked) -> bool:
    """It may be retaliation where the party, or who asked, says that something changed."""
    return _is_changed(asked.record)


def checkin_laid_down(asked: Asked) -> bool:
    """Before a case is in aftercare it is laid down when the reporter will be asked, or not."""
    return bool(_laid_down(asked, REPORTER)) or _ended(asked, REPORTER)


def checkins_over(asked: Asked) -> bool:
    """The rhythm is over, or the reporter ended it; and nothing of any is still to be done.

    Of a case that was stopped before that was a move nobody knows when: none can be laid down.
    """
    uncounted = asked.state.course == STOPPED and _outcome(asked) is None
    whole = len(_laid_down(asked, REPORTER)) == len(TABLE.weeks["checkins"])
    ended = _ended(asked, REPORTER) or bool(_since_outcome(asked, REPORTER, "end"))
    return (uncounted or whole or ended) and checkins_done(asked)


def checkins_done(asked: Asked) -> bool:
    """Each that there is is reviewed or not wanted, and what changed was looked into."""
    return all(_is_done(each) for each in asked.state.of("checkin"))


def _is_done(checkin: Record) -> bool:
    looked_into = checkin.last("look_into") is not None
    over = checkin.state in {"reviewed", "declined", "ended"}
    return over and (looked_into or not _is_changed(checkin))


def one_preliminary(asked: Asked) -> bool:
    """Quiet preservation is done once: not for ten days and then ten days more."""
    return not any(True for _ in asked.state.of("preliminary"))


def at_most_ten_days(asked: Asked) -> bool:
    """It ends in ten days (process-rules 54)."""
    return asked.is_within(asked.moved.at, "preliminary")


def no_preliminary(asked: Asked) -> bool:
    """Nobody is given notice while things are quietly secured; nor is it put off by that longer."""
    return all(
        each.state != "begun" or each.due is None or asked.moved.at > each.due
        for each in asked.state.of("preliminary")
    )


def another_than_the_reporter(asked: Asked) -> bool:
    """The reporter was told about data when reporting; everybody else is told now."""
    return a_party(asked) and asked.moved.party != REPORTER


def one_data_notice(asked: Asked) -> bool:
    """Each is told once."""
    return all(each.party != asked.moved.party for each in asked.state.of("data_notice"))


def within_a_month(asked: Asked) -> bool:
    """A month from when somebody was noted (GDPR 14(3))."""
    party = asked.state.get("party", asked.moved.party)
    return party is not None and asked.is_within(party.past[0].at, "data_notice")


def at_most_thirty_days(asked: Asked) -> bool:
    """What is deferred is looked at again in thirty days (process-rules 27)."""
    return asked.is_within(asked.moved.at, "deferral")


def due_on_that_day(asked: Asked) -> bool:
    """Who signs beside it signs the day, which its shell has; an instant no shell has."""
    due = asked.moved.due
    return due is not None and asked.day(due).isoformat() == asked.moved.when


def law_chosen(asked: Asked) -> bool:
    """Where two laws contradict each other nothing is sent before counsel has chosen in writing."""
    return all(each.state != "open" for each in asked.state.of("law_choice"))


def to_be_referred(asked: Asked) -> bool:
    """Counsel chose in writing that it goes to the authority (process-rules 5)."""
    chosen = asked.record.last("choose")
    return chosen is not None and chosen.code == "refer"


def keys_offered(asked: Asked) -> bool:
    """New keys were offered to the reporter since it became known."""
    return asked.record.last("offer_keys") is not None


def asked_once(asked: Asked) -> bool:
    """Nobody is asked twice whether an account may be used in the same other case."""
    return all(each.digest != asked.moved.digest for each in asked.state.of("lending"))


def agreed_for_consent(asked: Asked) -> bool:
    """On the ground of consent nothing is handed over but by a letter of the reporter that stands.

    It does not once it, or the report, is taken back.
    """
    record = asked.record
    return record.code != "consent" or (record.state == "agreed" and asked.state.course == "open")


def told_or_danger(asked: Asked) -> bool:
    """The reporter was told before, or, where somebody is in danger, is told with it."""
    return asked.record.state != "prepared" or asked.record.code == "danger"


def order_forbids(asked: Asked) -> bool:
    """A court forbids to tell the reporter; of danger they are told at once."""
    return asked.record.code == "court_order"


def no_gate_question(asked: Asked) -> bool:
    """Nobody is asked again who has not answered, said no, or took a yes back."""
    over = {"told", "dropped"}
    return all(each.state in over for each in asked.state.of("gate"))


def confidence_asked(asked: Asked) -> bool:
    """Both sides keep a settlement to themselves only where the reporter asked for that."""
    return asked.moved.code != "confidential" or asked.record.last("request") is not None


def long_to_consider(asked: Asked) -> bool:
    """The reporter has 21 days to think it over, counted anew from each offer."""
    due = asked.moved.due
    return due is not None and due >= asked.moved.at + timedelta(hours=TABLE.hours["considering"])


def offer_stands(asked: Asked) -> bool:
    """It can be agreed to on its last day, and not after."""
    due = asked.record.due
    return due is not None and asked.moved.at <= due


def offer_over(asked: Asked) -> bool:
    """What was offered stands for all of its days; only what the reporter asks for anew may go."""
    return asked.record.state == "asked" or not offer_stands(asked)


def may_be_revoked(asked: Asked) -> bool:
    """For seven days the reporter takes it back, without a reason."""
    return not revoking_over(asked)


def revoking_over(asked: Asked) -> bool:
    """It counts only once it cannot be taken back any more."""
    accepted = asked.record.last("accept")
    return accepted is not None and asked.is_over(accepted, "revoking")
