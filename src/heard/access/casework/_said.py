"""Why a move is refused, in plain words, with the next step."""

from heard.rules.refusals import RefusedError


class CannotMoveError(RefusedError):
    """The rules are against a move as things stand.

    ``reason``: a code of ``casework.REFUSALS``, or of ``BESIDE``; ``version``: how
    often the record was moved, and ``state``: the one that it is in by that.
    """

    def __init__(self, reason: str, *, version: int = 0, state: str = "") -> None:
        super().__init__((SAID | BESIDE)[reason])
        self.reason = reason
        self.version = version
        self.state = state


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
        "This case does not go on as it stands, so this cannot be done in it. You can still write."
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
    "respondent_burden": "This is for what the accused person has to bear. Write to the other.",
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
    # The case, goes on.
    "another_day": "It was asked today already. Ask again on another day.",
    "still_apart": "Who asks afterwards must not have worked on the case. Propose someone else.",
    "something_to_find": "There is nothing left to find.",
    "every_allegation_answered": (
        "Each thing that is alleged needs an answer first, or a note that none came."
    ),
    "all_found": "First something has to be found on each thing that is alleged.",
    "both_letters": "The reporter, and each person it is about, must have had their letter first.",
    "outcomes_done": "Something that was proposed or decided is not done yet.",
    "checkin_seat": "First propose someone who asks the reporter afterwards how things are.",
    "reopened_by_whom": "For this reason only the next readers can have it looked into again.",
    "reopening_told": (
        "First each person it is about has to be told that the case is looked into again."
    ),
    "case_reopened": "First the case has to be looked into again.",
    "off_the_line": (
        "Someone has to do it who does not lead this case and never had a place in this team."
    ),
    # Where the reporter took the report back.
    "return_open": "The 72 hours are over, so this cannot be undone. You can make a new report.",
    "return_over": "The reporter can still undo it. Wait until that time is over.",
    "withdrawal_checked": (
        "First someone who never had a place in this team has to ask the reporter whether they were"
        " asked to take it back."
    ),
    "told_first": "First the reporter has to be told that it goes on, and for this reason.",
    "not_announced_otherwise": (
        "The reporter was told that it goes on. Only the next readers can still stop it."
    ),
    "told_closed": "First tell each person it is about, who knows of it, that it is closed.",
    "knows_of_it": "This person was told nothing of the case, so there is nothing to say to them.",
    "no_appeal_open": "An appeal is not decided yet. Wait for it.",
    "appeal_terms_over": "Someone who was told can still appeal. Wait until that day is over.",
    "checkins_over": "Someone is still to be asked how things are. Wait until that is over.",
    "found_together": "The committee finds together: enough of it, and who presides, must sign.",
    # What is heard, shown and put to somebody.
    "measures_decided": "First decide on each protection that was asked for.",
    "one_main_interview": (
        "There was a main interview already. Plan one to close gaps, or one that was asked for."
    ),
    "party_known": "First two of the team have to confirm this person’s keys.",
    "announced_in_time": (
        "That is too soon. Leave two working days, and five for the person it is about."
    ),
    "notice_before": "First it has to be put to this person in writing.",
    "day_come": "The day of the interview has not come yet.",
    "term_whole": "That is fewer days than this person has a right to. Choose a later day.",
    "appeal_not_shortened": (
        "An earlier letter gave this person longer to appeal. Choose that day, or a later one."
    ),
    "within_longest_appeal": (
        "Nobody has longer than 90 days to appeal, from the first letter. Choose an earlier day;"
        " once that time is over, the same day as before."
    ),
    "a_witness": "On paper only someone is heard who is neither of the two sides.",
    "held_on_paper": "This interview was not written on paper.",
    "corrections_open": "The time for corrections is over. You can still write to the team.",
    "corrections_over": "There is still time for corrections. Wait for it.",
    "number_is_next": "Someone has just taken this number. Load the page again.",
    "same_digest": "This is not the file that was received.",
    "was_verified": "First someone has to check that it is the file that was received.",
    "confirmed_before_citing": (
        "It comes from a person whose keys nobody has confirmed yet. Do that first."
    ),
    "not_privileged": (
        "What was said with a lawyer is put to nobody, so nothing is decided by it. Keep it out."
    ),
    "intimate_stays": "Nobody copies an intimate picture or takes it out. Look at it, by two.",
    "two_for_intimate": "Two people have to open this together.",
    "no_legal_hold": "Nothing may leave the case or be destroyed for now.",
    "legal_hold_stands": "Nothing forbids now that something is erased.",
    "about_this_party": "Choose what this person is said to have done.",
    "not_found_yet": "It was found already.",
    "safety_plan_stands": "First something has to protect the reporter.",
    "previewed_long": "The reporter has 72 hours to look at it first.",
    "days_follow": (
        "Not just before days off: nobody should be left alone with it. Send it on an earlier"
        " day of work."
    ),
    "party_stands": "This person is being invited again and would not get it. Wait for them.",
    "two_routes": "First try to reach the person in two ways.",
    "reply_over": "There is still time to reply. Wait for it.",
    "longer": "The new day must be later than the one before.",
    "silence_recent": "The thirty days for a late reply are over. You can still write to the team.",
    "may_be_retracted": (
        "The 48 hours in which you could take it back are over. You can still write to the team."
    ),
    # What is found, and appeals.
    "one_allegation": "Choose one thing that is alleged.",
    "retraction_heard": (
        "Someone took back that it is true, and still has time to answer. Wait for the answer, or"
        " until that time is over."
    ),
    "notice_or_refusal": (
        "First it has to be put to the person, and answered, or noted that no answer came."
    ),
    "draft_shared": "First the draft has to be shared with both sides, with this in it.",
    "draft_told": "First the draft has to be shared with the person it is about, too.",
    "a_respondent": (
        "The draft is shared with the person it is about, and nobody else who was heard."
    ),
    "put_to_them": "Nothing was put to this person in writing, so nothing of it is told to them.",
    "of_whom": "Choose a person of this case; a sanction is for the person it is about alone.",
    "told_the_draft": "This draft has not been shared with you yet.",
    "comments_over": "Both sides still have time to comment on the draft.",
    "admission_stands": "There is no admission of this that is older than 48 hours.",
    "weighed_before": "This was never put to the person. It has to be looked into again.",
    "appeal_varied": "No appeal on this was decided so.",
    "newest_finding": "This was found again since. Look at the newer finding.",
    "one_draft": "There is a draft of this already. Change that one.",
    "reporter_withdrew": "The reporter has not taken it back.",
    "appeal_open": "There is no appeal that this could wait for.",
    "stayed_together": (
        "The committee decides this together: enough of it, and who presides, must sign."
    ),
    "stay_may_end": "The appeal that this waits for is not decided yet.",
    "a_sanction": "Only a consequence for the person it is about can wait for an appeal.",
    "of_oneself": "You can appeal for yourself only.",
    "told_the_outcome": "You have not been told the outcome yet.",
    "within_appeal_term": "The time to appeal is over. You can still write to the team.",
    "one_appeal_open": "You have an appeal that is not decided yet.",
    "about_what_was_found": "Choose something that was found about you or told to you.",
    "reviewer_apart": "Who looks at an appeal must have had no hand in the case before.",
    # Afterwards.
    "after_the_outcome": "First the person has to be told the outcome.",
    "a_party": "Choose a person of this case.",
    "checkins_wanted": "They want to be asked no more. They can ask for it again at any time.",
    "day_to_come": "Choose a day from tomorrow to a year from now.",
    "few_asked_for": "Twelve days are set already. Take one of them back first.",
    "route_without_inquiry": "It was decided to look into it. Go on with the inquiry.",
    "checkins_done": "Someone is still to be asked, or what they said is still to be looked at.",
    "next_checkin": "Set the days one after the other: there are five.",
    "weeks_of_checkin": "Choose a day in the week that is meant.",
    "checkin_due": "It is not the day for it yet.",
    "another_day_of_it": "There was a word today already. Remind on another day.",
    "reminded": "First remind twice, on two days.",
    "was_changed": "Nobody said that something has changed for the worse.",
    "checkin_laid_down": "First say on which days the reporter will be asked.",
    "one_preliminary": "The quiet first steps are taken once only.",
    "at_most_ten_days": "It may last ten days at most.",
    "no_preliminary": "The quiet first steps are not over yet. End them first.",
    "another_than_the_reporter": "The reporter was told this when reporting. Choose someone else.",
    "one_data_notice": "This person is noted for it already.",
    "within_a_month": "The person has to be told within a month.",
    "at_most_thirty_days": "It may be put off for thirty days at most.",
    "due_on_that_day": _ANEW,
    "keys_offered": "First offer the reporter new keys.",
    "noted_minor": "It was not noted of this person that they are under age.",
    "not_noted_minor": "It was noted of this person already that they are under age.",
    "minor_accompanied": (
        "This person is under age. First note a guardian or an advocate for this person."
    ),
    "beside_whom": "A guardian or an advocate stands beside someone in this case. Choose whom.",
    "two_where_minor": "Someone under age is in this case. A second person looks first and signs.",
    "referral_weighed": "Someone under age is here. First legal advice decides on passing it on.",
    "to_be_referred": "Legal advice did not choose to pass this on.",
    "extended_once": (
        "More time was given already. Once more is for what somebody needs to take part."
    ),
    "adjustment_stands": "Nothing is arranged for this person. Arrange first what they need.",
    "law_chosen": "Two laws differ here. First legal advice has to choose in writing.",
    "agreed_for_consent": (
        "The reporter has not agreed to this, or does not any more. Without their letter nothing"
        " goes out on that ground."
    ),
    "told_or_danger": "Tell the reporter first, in writing. Only a court can forbid that.",
    "order_forbids": "No court forbids to tell the reporter here. Hand it over and tell them.",
    "no_gate_question": (
        "The reporter was asked this before, and has not answered or said no. They can still say"
        " yes by themselves."
    ),
    "confidence_asked": "Only the reporter asks that both sides keep it to themselves.",
    "long_to_consider": "The reporter has 21 days to think it over. Choose a later day.",
    "offer_stands": "The days to agree to this are over. Write to the team for a new offer.",
    "offer_over": "What was offered stands until its last day. Withdraw it after that.",
    "may_be_revoked": "The seven days in which this could be taken back are over.",
    "revoking_over": "The reporter can take it back for seven days. It counts only after that.",
    "asked_once": "The reporter was asked this before. They can still say yes by themselves.",
}
# What no rule of one case can ask, since it is about another one.
BESIDE = {
    "not_linked": "Link the two cases first. Only who works on both asks, and uses what is lent.",
    "not_lent": (
        "The reporter of the other case does not let their account be used here, or not any more."
        " Ask them first, in that case; what was shown before stays in the record."
    ),
    "not_agreed_so": (
        "This does not name the letter by which the reporter agreed. Load the page again."
    ),
}
