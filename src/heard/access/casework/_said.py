"""Why a move is refused, in plain words, with the next step."""

from heard.rules.refusals import RefusedError


class CannotMoveError(RefusedError):
    """The rules are against a move as things stand.

    ``reason``: a code of ``casework.REFUSALS``; ``version``: how often the record was moved.
    """

    def __init__(self, reason: str, *, version: int = 0) -> None:
        super().__init__(SAID[reason])
        self.reason = reason
        self.version = version


_NOT_NOW = "The case has gone on meanwhile. Load the page again and look at how it stands."
_ANEW = "This was not sent as the case asks for it. Load the page again and do it once more."
# By the code of heard/rules/casework.
SAID = {
    "absent": "What you want to change is not there. Load the page again.",
    "taken": "This was sent before. Load the page again and look at how the case stands.",
    "not_yours": (
        "Somebody else leads this case and decides how it goes on. Write a note to them, or ask"
        " them to pass it to you."
    ),
    "not_in_this_course": (
        "The reporter has taken this report back, so nothing is decided in it. You can still write"
        " a note."
    ),
    "not_in_this_phase": _NOT_NOW,
    "not_from_here": _NOT_NOW,
    "stale": (
        "This was decided in another window, or by somebody else, a moment ago. Load the page"
        " again, read that decision, and decide again if you still want to."
    ),
    "bad_code": _ANEW,
    "bad_members": _ANEW,
    "not_signed": (
        "Somebody else has to sign this with you, and has not signed exactly this. Ask them, or"
        " choose another way to go on."
    ),
    # The case.
    "informal_not_for_assault": (
        "An assault is alleged, so there is no informal way. Choose another way to go on."
    ),
    "informal_asked": (
        "Only the reporter can ask for the informal way, and has not. Choose another way to go on."
    ),
    "informal_cooled": (
        "The reporter has 72 hours to think the informal way over. Decide it after that."
    ),
    "silence_waited": (
        "For this the reporter must have been asked three times, on three days, and 30 days must"
        " have passed. Choose another way to go on."
    ),
    "route_investigate": "There is a team once it is decided to investigate. Decide that first.",
    "team_whole": (
        "Somebody is missing: an officer's team has a lead, an investigator and a decider; a"
        " committee has a presiding and an external member, and three in all. Propose them first."
    ),
    "all_declared": (
        "Somebody who was proposed has not said yet that they can judge. Wait for them, or strike"
        " the seat."
    ),
    "checked_against_all": (
        "Somebody was named in this case after a member of the team was checked. Whoever was"
        " checked before that has to check once more first."
    ),
    "not_an_older_table": (
        "The list of conflicts that this was checked against has been replaced. Load the page"
        " again, and check once more."
    ),
    "decider_apart": ("Whoever inquired does not decide. Propose somebody else as the decider."),
    "three_people": "One person has two seats. Give one of them to somebody else.",
    "waiting_outside": (
        "Nobody outside the team keeps the key to the file. Propose somebody for that first."
    ),
    "no_team_yet": (
        "A team works on this case, so how it goes on stays as it was decided. Read what the team"
        " has done."
    ),
    "signed_afresh": (
        "Who signs this with you must have asked and decided nothing in this case before. Ask"
        " somebody else of the next tier, or choose another way to go on."
    ),
    # People in it.
    "not_a_holder": "That is somebody of the team already. Add the person once more.",
    "team_formed": "Only a team invites somebody. Form the team first.",
    "not_the_reporter": "The reporter has a way in of their own. Write to them there.",
    "invitation_open": "This invitation has ended. Ask who invited you for another.",
    "may_leave": "Who reported, and who is accused, stay in the case to its end.",
    "one_accused": "Say who is accused: somebody of this case, in one way. Add the person first.",
    # Protection.
    "burden_of_party": (
        "Say whose burden this protection is: a person of this case. Add the person first."
    ),
    "respondent_burden_first": (
        "What burdens the reporter comes last. Decide first what the accused person can bear."
    ),
    "not_reporter_burden": (
        "What burdens the reporter starts, and goes on, by their own word alone. Offer it."
    ),
    "reporter_burden": "Only what burdens you is yours to take up or give up.",
    "may_be_imposed": (
        "This cannot start without the person whom it burdens. Offer it, and wait for an answer."
    ),
    "somebody_else": "Whoever decided this last does not review it. Ask somebody else to.",
    "not_who_reviewed": (
        "Whoever said how this protection works does not end it. Ask somebody else to."
    ),
    # The team.
    "no_other_seat": "This person has a seat, or was struck from one. Propose somebody else.",
    "apart_from_the_case": (
        "Whoever worked on the case does not ask the reporter afterwards. Propose somebody else."
    ),
    "first_objection": "You objected to this person before. Write to the team instead.",
    "not_the_last_outside": (
        "This is the last person outside the team who keeps the key to the file. Propose another"
        " first."
    ),
    "not_who_proposed": (
        "Whoever proposed this person does not decide about an objection to them. Ask somebody"
        " else of the next tier to."
    ),
    "not_oneself": "Nobody decides about an objection to themselves. Ask somebody else to.",
    # The plan.
    "second_person": "Whoever wrote this does not approve it. Ask somebody else to.",
    "not_the_decider": "Whoever will decide does not approve the plan. Ask somebody else to.",
}
