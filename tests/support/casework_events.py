"""The events of a case that is worked, as the log has them."""

from heard.rules.codes.casework import FileLetterKind, WorkedCode, WorkedMove, WorkedObject
from heard.rules.codes.gate import ActionDecision, AdverseAction, GateSeat
from heard.rules.events.casework import (
    AssentGiven,
    ChannelOpened,
    ExhibitDamaged,
    ExhibitKept,
    FileKeyGiven,
    FileKeyMade,
    FileLetterAdded,
    FileRecordMoved,
    MatterChecked,
    MatterLinked,
    MatterUnlinked,
    PartyInvited,
    RecordMoved,
)
from heard.rules.events.gate import (
    AdverseActionDecided,
    AdverseActionFiled,
    AdverseActionsAnswered,
    GateSeatChanged,
)

CASE, ITEM, ADE, NOOR = "ca" * 16, "1e" * 16, "ad" * 16, "ee" * 16
ONE, TWO, THREE = "1" * 64, "2" * 64, "3" * 64
BOTH = {ADE, NOOR}
SAID = f"{ADE},{NOOR}"
SIGNING = "A" * 43 + "="

OF_CASEWORK = [
    (
        RecordMoved(
            case=CASE, object=WorkedObject.MEASURE, record=ITEM, move=WorkedMove.OFFER, version=3,
            code=WorkedCode.NONE, shell=ONE, letter=TWO, file_letter=ONE, party_letter="",
        ),
        {
            "event": "record_moved", "object": "measure", "record": ITEM, "move": "offer",
            "version": "3", "code": "", "shell": ONE, "letter": TWO, "file_letter": ONE,
            "party_letter": "",
        },
    ),
    (
        FileRecordMoved(
            case=CASE, object=WorkedObject.PARTY, record=ITEM, move=WorkedMove.NOTE, version=1,
            code=WorkedCode.WITNESS, shell=ONE, letter="", file_letter=TWO, party_letter="",
        ),
        {
            "event": "file_record_moved", "object": "party", "record": ITEM, "move": "note",
            "version": "1", "code": "witness", "shell": ONE, "letter": "", "file_letter": TWO,
            "party_letter": "",
        },
    ),
    (
        AssentGiven(
            case=CASE, object=WorkedObject.CASE, record=CASE, move=WorkedMove.FORM_TEAM, version=2,
            shell=ONE, file_letter=TWO,
        ),
        {
            "event": "assent_given", "object": "case", "record": CASE, "move": "form_team",
            "version": "2", "shell": ONE, "file_letter": TWO,
        },
    ),
    (
        FileKeyMade(
            case=CASE, matter=ITEM, generation=0, file_recipient=ONE, statement=TWO,
            recipients=BOTH, waiting=(), excluded=(), letter=ONE, told=TWO,
        ),
        {
            "event": "file_key_made", "matter": ITEM, "generation": "0", "file_recipient": ONE,
            "statement": TWO, "recipients": SAID, "waiting": "", "excluded": "", "letter": ONE,
            "told": TWO,
        },
    ),
    (
        FileKeyGiven(case=CASE, generation=0, recipients=(NOOR,), statement=""),
        {"event": "file_key_given", "generation": "0", "recipients": NOOR, "statement": ""},
    ),
    (
        FileLetterAdded(case=CASE, letter=ONE, kind=FileLetterKind.MESSAGE, party=ITEM),
        {"event": "file_letter_added", "letter": ONE, "kind": "message", "party": ITEM},
    ),
    (
        ExhibitKept(case=CASE, record=ITEM, content=ONE),
        {"event": "exhibit_kept", "record": ITEM, "content": ONE},
    ),
    (
        ExhibitDamaged(case=CASE, record=ITEM),
        {"event": "exhibit_damaged", "record": ITEM},
    ),
    (
        PartyInvited(case=CASE, party=ITEM, locator=ONE),
        {"event": "party_invited", "party": ITEM, "locator": ONE},
    ),
    (
        ChannelOpened(case=CASE, party=ITEM, recipient=ONE, signing=SIGNING, replaces=False),
        {
            "event": "channel_opened", "party": ITEM, "recipient": ONE, "signing": SIGNING,
            "replaces": "no",
        },
    ),
]  # fmt: skip
OF_LINKS = [
    (
        MatterLinked(link=ITEM, letter=ONE),
        {"event": "matter_linked", "link": ITEM, "letter": ONE},
    ),
    (
        MatterChecked(link=ITEM, letter=ONE),
        {"event": "matter_checked", "link": ITEM, "letter": ONE},
    ),
    (MatterUnlinked(link=ITEM), {"event": "matter_unlinked", "link": ITEM}),
]
OF_GATE = [
    (
        AdverseActionFiled(action=ITEM, kind=AdverseAction.PAY_CUT, late=False),
        {"event": "adverse_action_filed", "action": ITEM, "kind": "pay_cut", "late": "no"},
    ),
    (
        AdverseActionsAnswered(keeper=ONE, count=3),
        {"event": "adverse_actions_answered", "keeper": ONE, "count": "3"},
    ),
    (
        AdverseActionDecided(action=ITEM, decision=ActionDecision.GO),
        {"event": "adverse_action_decided", "action": ITEM, "decision": "go"},
    ),
    (
        GateSeatChanged(holder=ADE, seat=GateSeat.FILES, may=True),
        {"event": "gate_seat_changed", "holder": ADE, "seat": "files", "may": "yes"},
    ),
]
