"""What a session alone may do at the desk, and what it must not: two lists."""

# WHAT A SESSION ALONE MUST NOT DO (docs/threats.md, "A session alone"): whatever could lock its
# holder out, or hand their account over, and cannot be taken back by whoever has the cookie alone.
# With the cookie only each of these is refused and changes nothing (test_permissions.py).
CONFIRMED = {
    ("POST", "desk/api/keyring"),
    ("POST", "desk/api/keyring/earlier"),
    ("POST", "desk/api/passkeys"),
    ("POST", "desk/api/passkeys/{passkey}/remove"),
    ("POST", "desk/api/recovery"),
    ("POST", "desk/api/keys"),
    ("POST", "desk/api/wraps"),  # junk would close cases to whoever reads them
    ("POST", "desk/api/cases/{case}/identity"),  # junk would close the case to all who read it
    ("POST", "desk/api/cases/{case}/step-out"),  # nobody comes back
}


# ... and what it may, with the reason. "nobody's": it is not done by a session at all.
ALONE = {
    "join/options": "nobody's",
    "join": "nobody's",
    "sign-in/options": "nobody's",
    "sign-in": "nobody's",
    "sign-in/recovery": "nobody's",
    "sign-out": "undone by signing in",
    "confirm/options": "asks only",
    "passkeys/options": "asks only",
    "notifications": "undone by setting it again; mail goes to the operator's address all the same",
    "notifications/test": "asks only",
    "conflicts": "undone by declaring again; logged",
    "gate/actions": "adds; logged, and can be taken back",
    "gate/csv": "adds; logged, and can be taken back",
    "gate/actions/{to_withdraw}/withdraw": "can be filed again; logged",
    "gate/actions/{to_decide}/decide": "logged with who decided; the board can override a refusal",
    "gate/actions/{to_override}/override": "logged, and everybody of the board sees it",
    "cases/{case}/open": "shows sealed things; logged",
    "cases/{case}/letters": "shown as unsigned by both pages; adds, takes nothing away",
    "cases/{case}/acknowledge": "adds; logged, and the reporter sees whose",
    "cases/{case}/unreadable": "adds the next tier; logged, and the reporter is told",
    "cases/{case}/pass": "adds a reader whom the reporter did not refuse; can be passed back",
    "cases/{case}/suspensions": "undone by ending it; the reporter is told",
    "cases/{case}/suspensions/{new}/end": "can be asked for again",
    "cases/{case}/triage": "shown as not genuine by both pages; logged, and can be decided anew",
    "cases/{case}/invitations": "adds; logged. Each reader's browser checks what is answered",
    "cases/{case}/file-keys": "shown as not genuine by both pages; logged, and can be made anew",
    "cases/{case}/file-keys/copies": "does not open what the file has; logged, and owed once more",
    "cases/{case}/links": "lets nobody in, shown as not genuine; logged, and can be ended",
    "cases/{case}/links/{new}/check": "lets nobody in, shown as not genuine; logged, can be ended",
    "cases/{case}/links/{new}/end": "lets nobody in before the next key; logged",
    "cases/{case}/moves": "shown as not genuine by both pages; logged, and can be moved on",
    "cases/{case}/assents": "shown as not genuine, and counts only with the move that it signs",
    "cases/{case}/file-letters": "shown as unsigned by each page; adds, takes nothing away",
    "cases/{case}/exhibits/{new}": "adds what was received, and no other bytes; bounded",
    "cases/{case}/evidence": "adds; at most 200",
    "cases/{case}/evidence/checked": "adds",
    "cases/{case}/evidence/document": "keeps nothing",
    "cases/{case}/evidence/{needed}/ordered": "adds; logged",
    "cases/{case}/evidence/{ordered}/confirmed": "adds; logged",
    "cases/{case}/evidence/{needed}/lost": "adds; logged, and the reporter is told",
    "nothing/here": "no address",
}
