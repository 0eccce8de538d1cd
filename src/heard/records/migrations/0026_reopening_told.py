"""Who is accused can be told that a case is looked into again.

Codes are added and none is taken away, so no row is looked at.
"""

from typing import Any

from django.db import migrations, models

from heard.records.closed_sets import AlterCodes


def codes(model: str, field: str, length: int, words: str, **more: Any) -> AlterCodes:  # noqa: ANN401 as Django has them
    """Hold a column of text to these codes; of ``-`` for one that says none."""
    choices = [("" if code == "-" else code, code.strip("-") or "") for code in words.split()]
    return AlterCodes(model, field, models.CharField(choices=choices, max_length=length, **more))


MOVE_MOVE = """
accept activate add admit allow answer approve approve_on_paper ask ask_again ask_informal
ask_silent assign attempt begin check choose comment conduct conduct_on_paper confirm correct
decide declare decline defer destroy dismiss do draft drop end end_without_answer exhibit extend
form_team give give_back give_up go_on grant grant_other handle hear hold impose invite
invite_anew keep lay_down leave lodge look_into make not_approve note note_police note_silence
object offer open overrule owe plan police_over postpone preview propose raise read receive
recheck record_silence refuse release_hold remind remit reopen reply reply_late request restore
retract review revise revoke_informal reword send send_letters send_transcript share_draft
start_aftercare stay step_out strike strike_words take_back take_up tell_draft tell_outcome
tell_reopened triage uphold vary verify waive weigh_measures withhold
"""


class Migration(migrations.Migration):
    """Copies no table."""

    dependencies = [("heard", "0025_duties_of_an_inquiry")]
    operations = [
        codes("move", "move", 32, MOVE_MOVE),
        codes("assent", "move", 32, MOVE_MOVE),
    ]
