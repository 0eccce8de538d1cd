"""THE PERMISSION TABLE: every address of every door, and what each role hears there.

A new address without a row here fails tests/doors/test_permissions.py. The address is written as
Django's resolver or the reporter's fast path has it. ``path`` and ``body`` make a request that is
right in every way, so that only the role decides.
"""

import hashlib
from dataclasses import dataclass, field

from deskhand import KEYRING, b64
from deskworld import CASE_RECIPIENT, NEW_WRAP, SEALED, WRAP
from gate_roles import NEW
from permission_alone import CONFIRMED
from permission_bodies import (
    TO_FILE,
    a_move,
    action,
    contact,
    file_copy,
    file_key,
    file_letter,
    invitation,
    letter,
    nothing,
    party_letter,
    party_move,
    renewal,
    second_wraps,
)

from heard.formats import _ed25519
from heard.formats.ids import new_id

ROLES = (
    "nobody",
    "reporter",  # with the code of the case
    "stranger",  # with the code of another case
    "party",  # with the twelve words of a respondent, witness or supporter of the case
    "other",  # holds another case
    "left",  # stepped out of the case
    "waiting",  # of a tier that is not released
    "invited",  # has not joined
    "joined",  # is in no roster
    "removed",
    "files",  # actions against people at work, at the retaliation gate
    "looks",  # at them
    "oversees",  # the board
    "holder",  # of the case; last, because some actions end it
)
SEATED = ("files", "looks", "oversees")  # in no roster
SIGNED_IN = ("other", "left", "waiting", "joined", *SEATED, "holder")


def everyone(status):
    return dict.fromkeys(ROLES, status)


def signed_in(status):
    return everyone(401) | dict.fromkeys(SIGNED_IN, status)


def only(*roles, status=200):
    """These alone, by a seat or an office of their own; others as if it were not there."""
    return signed_in(404) | dict.fromkeys(roles, status)


def case(status):
    """Only who holds the case now; other holders as if it were not there."""
    return signed_in(404) | {"holder": status}


def inbox(status):
    """Whoever has a code, in their own inbox."""
    return everyone(404) | {"reporter": status, "stranger": status}


def channel(status):
    """Whoever has a channel, in their own; the same for a witness, a respondent, a supporter."""
    return everyone(404) | {"party": status}


def hers(status):
    """A thing in her inbox: another code does not reach it."""
    return everyone(404) | {"reporter": status}


@dataclass(frozen=True)
class Row:
    method: str
    address: str
    path: str
    expected: dict
    body: object = None
    headers: dict = field(default_factory=dict)

    @property
    def confirmed(self):
        """Whether a session alone is not enough; the right request then has the rest with it."""
        return (self.method, self.path) in CONFIRMED


def of_case(rest):
    return rf"desk/^api/cases/(?P<case>[0-9a-f]{{32}})/{rest}\Z"


def of_action(step):
    return rf"desk/^api/gate/actions/(?P<action>[0-9a-f]{{32}})/{step}\Z"


SIGNING = b64(_ed25519.public_of(bytes(32)))
CSV = f"person,kind,day\n{NEW},dismissal,2026-06-30\n".encode()
_KEYRING = {"keyring": b64(KEYRING)}
_REPLACED = {**_KEYRING, "replaces": hashlib.sha256(KEYRING).hexdigest()}
_ID = "([0-9a-f]{32})"
_FILE = r"files/(?P<file>[0-9a-f]{32})/segments/(?P<segment>[0-9a-f]{32})"
_EXHIBIT = "exhibits/(?P<exhibit>[0-9a-f]{32})"
_TILE = r"(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?\Z"

DESK = (
    Row("GET", "desk/api/session", "desk/api/session", everyone(200)),
    Row("POST", "desk/api/join/options", "desk/api/join/options",
        everyone(404) | {"invited": 200}, lambda t: {"token": t["token"]}),
    # Ceremonies without a challenge: refused for what they are, whoever sends them.
    Row("POST", "desk/api/join", "desk/api/join", everyone(400),
        lambda t: {"token": t["token"], "credential": {}, "prf": True, **_KEYRING,
                   "recipient": "", "signing": "", "recovery": "0" * 64}),
    Row("POST", "desk/api/sign-in/options", "desk/api/sign-in/options", everyone(200), nothing),
    Row("POST", "desk/api/sign-in", "desk/api/sign-in", everyone(400),
        lambda _: {"credential": {}}),
    Row("POST", "desk/api/sign-in/recovery", "desk/api/sign-in/recovery", everyone(401),
        lambda _: {"verifier": "A" * 43}),
    Row("POST", "desk/api/sign-out", "desk/api/sign-out", everyone(200), nothing),
    Row("POST", "desk/api/confirm/options", "desk/api/confirm/options", signed_in(200),
        lambda _: {"about": new_id() + new_id()}),
    Row("GET", "desk/api/keyring", "desk/api/keyring", signed_in(200)),
    Row("POST", "desk/api/keyring", "desk/api/keyring", signed_in(200), lambda _: dict(_REPLACED)),
    Row("POST", "desk/api/keyring/earlier", "desk/api/keyring/earlier", signed_in(200), nothing),
    Row("POST", "desk/api/passkeys/options", "desk/api/passkeys/options", signed_in(200), nothing),
    Row("POST", "desk/api/passkeys", "desk/api/passkeys", signed_in(400),
        lambda _: {"credential": {}, "label": "", "prf": True, **_REPLACED}),
    Row("POST", r"desk/^api/passkeys/(?P<passkey>[A-Za-z0-9_-]{1,400})/remove\Z",
        "desk/api/passkeys/{passkey}/remove", signed_in(404) | {"holder": 409},
        lambda _: dict(_REPLACED)),
    Row("POST", "desk/api/recovery", "desk/api/recovery", signed_in(200),
        lambda _: {"recovery": new_id() + new_id(), **_REPLACED}),
    # What the ones before must sign is in tests/doors/test_desk_new_keys.py.
    Row("POST", "desk/api/keys", "desk/api/keys",
        signed_in(400) | dict.fromkeys(("joined", *SEATED), 409),
        lambda _: {"recipient": CASE_RECIPIENT, "signing": SIGNING, "signature": "", **_REPLACED}),
    Row("GET", "desk/api/wraps", "desk/api/wraps", signed_in(200)),
    Row("POST", "desk/api/wraps", "desk/api/wraps", signed_in(200),
        lambda t: {"wraps": [{"case": t["case"], "generation": 0, "was": "0" * 64,
                              "wrap": b64(NEW_WRAP)}]}),
    Row("GET", "desk/api/notifications", "desk/api/notifications", signed_in(200)),
    Row("POST", "desk/api/notifications", "desk/api/notifications", signed_in(200),
        lambda _: {"targets": [], "quiet": [22, 7]}),
    Row("POST", "desk/api/notifications/test", "desk/api/notifications/test", signed_in(200),
        nothing),
    Row("GET", "desk/api/conflicts", "desk/api/conflicts", signed_in(200)),
    Row("POST", "desk/api/conflicts", "desk/api/conflicts", signed_in(200),
        lambda _: {"declared": ["Gao Wei"]}),
    Row("GET", r"desk/^api/conflicts/(?P<salt>[0-9a-f]{32})\Z",
        f"desk/api/conflicts/{'0' * 32}", signed_in(404)),  # the table of nobody is in one bucket
    Row("GET", "desk/api/duties.ics", "desk/api/duties.ics", signed_in(200)),
    Row("GET", "desk/api/oversight", "desk/api/oversight", only("oversees")),
    Row("GET", "desk/api/oversight/alarms", "desk/api/oversight/alarms", only("oversees")),
    Row("GET", "desk/api/oversight/duties.csv", "desk/api/oversight/duties.csv",
        only("oversees")),
    Row("GET", "desk/api/oversight/duties.ics", "desk/api/oversight/duties.ics",
        only("oversees")),
    Row("GET", "desk/api/gate", "desk/api/gate", only("files", "looks", "oversees")),
    Row("POST", "desk/api/gate/actions", "desk/api/gate/actions", only("files", status=201),
        lambda _: {"id": new_id(), "person": NEW, "kind": "dismissal", "day": "2026-06-30"}),
    Row("POST", "desk/api/gate/csv", "desk/api/gate/csv", only("files", status=201),
        lambda _: {"id": new_id(), "csv": b64(CSV)}),
    Row("POST", of_action("withdraw"), "desk/api/gate/actions/{to_withdraw}/withdraw",
        only("files"), nothing),
    Row("POST", of_action("decide"), "desk/api/gate/actions/{to_decide}/decide", only("looks"),
        lambda _: {"approve": True, "why": "Because.", "asked": ""}),
    Row("POST", of_action("override"), "desk/api/gate/actions/{to_override}/override",
        only("oversees"), lambda _: {"why": "Because."}),
    Row("GET", "desk/api/cases", "desk/api/cases", signed_in(200)),
    Row("POST", of_case("open"), "desk/api/cases/{case}/open", case(200), action),
    Row("POST", of_case("letters"), "desk/api/cases/{case}/letters", case(201), letter("note")),
    Row("POST", of_case("acknowledge"), "desk/api/cases/{case}/acknowledge", case(201), action),
    Row("POST", of_case("unreadable"), "desk/api/cases/{case}/unreadable", case(201), action),
    Row("POST", of_case("pass"), "desk/api/cases/{case}/pass", case(201),
        lambda t: {"id": new_id(), "to": t["waiting"],
                   "wraps": [{"generation": 0, "wrap": b64(WRAP)}]}),
    Row("POST", of_case("identity"), "desk/api/cases/{case}/identity", case(201), renewal),
    # Nothing that may wait is promised yet, and no pause is there to end.
    Row("POST", of_case("suspensions"), "desk/api/cases/{case}/suspensions", case(409),
        lambda _: {"id": new_id(), "duty": "update", "reason": "reporter_asked",
                   "until": "2026-03-20"}),
    Row("POST", of_case("suspensions/(?P<suspension>[0-9a-f]{32})/end"),
        "desk/api/cases/{case}/suspensions/{new}/end", case(409), action),
    Row("POST", of_case("step-out"), "desk/api/cases/{case}/step-out", case(201),
        lambda _: {"id": new_id(), "note": None}),
    Row("POST", of_case("triage"), "desk/api/cases/{case}/triage", case(201),
        lambda _: {"id": new_id(), "route": "support_only", "version": 1,
                   "letter": file_letter(0)}),
    # The case has no file yet, and whoever reads none invites nobody to it.
    Row("POST", of_case("invitations"), "desk/api/cases/{case}/invitations", case(409),
        invitation),
    # Nobody has the file who could give it.
    Row("POST", of_case("file-keys/copies"), "desk/api/cases/{case}/file-keys/copies", case(409),
        lambda t: {"id": new_id(), "generation": 0, "copies": [file_copy(t["waiting"])]}),
    Row("POST", of_case("file-keys"), "desk/api/cases/{case}/file-keys", case(201), file_key),
    # A case is linked with another, and nobody here reads two.
    Row("POST", of_case("links"), "desk/api/cases/{case}/links", case(409),
        lambda t: {"id": new_id(), "link": new_id(), "other": t["case"], "counter": False,
                   "letter": new_id(), "sealed": b64(SEALED)}),
    Row("POST", of_case("links/(?P<link>[0-9a-f]{32})/check"),
        "desk/api/cases/{case}/links/{new}/check", case(404),
        lambda _: {"id": new_id(), "retaliation": False, "letter": new_id(),
                   "sealed": b64(SEALED)}),
    Row("POST", of_case("links/(?P<link>[0-9a-f]{32})/end"),
        "desk/api/cases/{case}/links/{new}/end", case(404), action),
    Row("GET", of_case("work"), "desk/api/cases/{case}/work", case(200)),
    Row("GET", of_case("kept"), "desk/api/cases/{case}/kept", case(200)),
    # Nothing there was moved so often.
    Row("POST", of_case("moves"), "desk/api/cases/{case}/moves", case(409), a_move),
    Row("POST", of_case("assents"), "desk/api/cases/{case}/assents", case(409),
        lambda _: {"id": new_id(), "object": "party", "record": "d" * 32, "move": "confirm",
                   "version": 9, "shell": "0" * 64, "letter": file_letter(0) | TO_FILE}),
    # Nobody has the file: neither to write to it nor to read what is there.
    Row("POST", of_case("file-letters"), "desk/api/cases/{case}/file-letters", case(409),
        lambda _: {"id": new_id(), "kind": "note", "party": "",
                   "letter": file_letter(0) | TO_FILE}),
    Row("GET", of_case("file-letters"),
        "desk/api/cases/{case}/file-letters?ids={party_letter}", case(200)),
    Row("GET", of_case("file-letters/(?P<letter>[0-9a-f]{32})"),
        "desk/api/cases/{case}/file-letters/{party_letter}", case(404)),
    Row("POST", of_case("evidence"), "desk/api/cases/{case}/evidence", case(201),
        lambda _: {"id": new_id(), "evidence": new_id(), "kind": "camera",
                   "overwritten": "2026-03-17", "letter": file_letter(0)}),
    Row("POST", of_case("evidence/checked"), "desk/api/cases/{case}/evidence/checked", case(201),
        action),
    Row("POST", of_case("evidence/document"), "desk/api/cases/{case}/evidence/document", case(200),
        lambda _: {"language": "en", "to": "Hotel", "place": "", "what": "Camera", "from": "",
                   "until": "", "keep_until": "2026-12-31", "reply": "desk@meridian.example",
                   "name": "Amara", "role": ""}),
    Row("POST", of_case("evidence/(?P<item>[0-9a-f]{32})/ordered"),
        "desk/api/cases/{case}/evidence/{needed}/ordered", case(201),
        lambda _: {"id": new_id(), "document": new_id() + new_id()}),
    Row("POST", of_case("evidence/(?P<item>[0-9a-f]{32})/confirmed"),
        "desk/api/cases/{case}/evidence/{ordered}/confirmed", case(201), action),
    Row("POST", of_case("evidence/(?P<item>[0-9a-f]{32})/lost"),
        "desk/api/cases/{case}/evidence/{needed}/lost", case(201), action),
    Row("GET", of_case("letters/(?P<letter>[0-9a-f]{32})"),
        "desk/api/cases/{case}/letters/{letter}", case(200)),
    Row("GET", of_case(_FILE), "desk/api/cases/{case}/files/{whole}/segments/{first}", case(200)),
    # Nobody has the file of this case; who has, and whose: tests/doors/test_desk_exhibit_copies.py.
    Row("POST", of_case(_EXHIBIT), "desk/api/cases/{case}/exhibits/{new}", case(409),
        lambda _: {"size": len(SEALED), "blocks": [hashlib.sha256(SEALED).hexdigest()]}),
    Row("PUT", of_case(rf"{_EXHIBIT}/(?P<offset>[0-9]{{1,15}})"),
        "desk/api/cases/{case}/exhibits/{new}/0", case(409), SEALED),
    Row("GET", of_case(_EXHIBIT), "desk/api/cases/{case}/exhibits/{new}", case(404)),
    Row("GET", of_case("receipts/(?P<leaf>[0-9a-f]{64})"),
        "desk/api/cases/{case}/receipts/{leaf}", case(200)),
    *(Row(method, "desk/api/<path:rest>", "desk/api/nothing/here", signed_in(404))
      for method in ("GET", "POST", "PUT", "DELETE")),
)  # fmt: skip

REPORTER = (
    Row("POST", "reports", "report/api/reports", everyone(400), nothing),  # open to all
    Row("GET", "inbox", "report/api/inbox", inbox(200)),
    Row("GET", "inbox/kept", "report/api/inbox/kept", inbox(200)),
    Row("POST", "inbox/letters", "report/api/inbox/letters", inbox(201),
        lambda _: {**file_letter(1), "kind": "message"}),
    Row("GET", f"inbox/letters/{_ID}", "report/api/inbox/letters/{letter}", hers(200)),
    Row("POST", "inbox/files", "report/api/inbox/files", inbox(201),
        lambda _: {"id": new_id(), "start": file_letter(1)}),
    Row("PUT", rf"inbox/files/{_ID}/segments/{_ID}/([0-9]{{1,15}})",
        "report/api/inbox/files/{file}/segments/{new}/0", hers(200), SEALED,
        {"HTTP_HEARD_DIGEST": hashlib.sha256(SEALED).hexdigest()}),
    Row("POST", f"inbox/files/{_ID}/finish", "report/api/inbox/files/{file}/finish", hers(201),
        lambda t: {"letter": file_letter(1),
                   "segments": [{"id": t["segment"], "size": len(SEALED)}]}),
    Row("GET", f"inbox/files/{_ID}/segments/{_ID}",
        "report/api/inbox/files/{file}/segments/{segment}", hers(200)),
    # Nobody waits in the stranger's case.
    Row("POST", "inbox/escalate", "report/api/inbox/escalate", inbox(201) | {"stranger": 409},
        lambda _: {"id": new_id(), "letter": None}),
    # Whose case has other people in it is told to look again.
    Row("POST", "inbox/identity", "report/api/inbox/identity",
        inbox(201) | {"stranger": 409}, renewal),
    Row("POST", "inbox/moves", "report/api/inbox/moves", inbox(409), a_move),
    Row("POST", "inbox/wraps", "report/api/inbox/wraps", inbox(201), second_wraps),
    Row("POST", "inbox/packages", "report/api/inbox/packages", inbox(201),
        lambda _: {"id": new_id(), "digest": "5e" * 32}),
    Row("POST", "inbox/contacts", "report/api/inbox/contacts", inbox(201), contact),
    Row("POST", "inbox/contacts/remove", "report/api/inbox/contacts/remove", inbox(200),
        lambda _: {"id": new_id(), "kind": "email"}),
    Row("GET", r"inbox/receipts/([0-9a-f]{64})", "report/api/inbox/receipts/{leaf}", hers(200)),
    # Nine words alone open these (tests/doors/test_channel.py): nobody here has any.
    Row("GET", "channel/invitation", "report/api/channel/invitation", everyone(404)),
    Row("POST", "channel/answer", "report/api/channel/answer", everyone(404),
        lambda _: {"party": "", "recipient": "", "signing": "", "verifier": "", "invitation": "",
                   "signature": "", "mac": "", "own": ""}),
    Row("GET", "channel", "report/api/channel", channel(200)),
    Row("POST", "channel/letters", "report/api/channel/letters", channel(201), party_letter),
    # A right one, of a party who may: tests/doors/test_channel_moves.py.
    Row("POST", "channel/moves", "report/api/channel/moves", channel(409), party_move),
    Row("GET", f"channel/letters/{_ID}", "report/api/channel/letters/{party_letter}",
        channel(200)),
)  # fmt: skip

# Pages for browsers without JavaScript: a code is typed into a form, never kept by the browser.
PLAIN = (
    Row("GET", "report/plain/", "report/plain/", everyone(200)),
    Row("GET", "report/plain/back/", "report/plain/back/", everyone(200)),
    # Without words nothing is taken; without a code there is nothing, whoever asks.
    Row("POST", "report/plain/", "report/plain/", everyone(422), {}),
    Row("POST", "report/plain/back/", "report/plain/back/", everyone(404), {}),
)

PUBLIC = (
    Row("GET", "site.json", "site.json", everyone(200)),
    Row("GET", "roster", "roster", everyone(200)),
    Row("GET", "roster/<int:version>", "roster/1", everyone(200)),
    Row("GET", "log/checkpoint", "log/checkpoint", everyone(200)),
    Row("GET", f"^log/tile/entries/{_TILE}", "log/tile/entries/000.p/4", everyone(200)),
    Row("GET", f"^log/tile/(?P<level>[0-9]|[1-5][0-9]|6[0-3])/{_TILE}",
        "log/tile/0/000.p/4", everyone(200)),
    Row("GET", r"^log/leaf/(?P<hash>[0-9a-f]{64})\Z", f"log/leaf/{'0' * 64}", everyone(404)),
    Row("GET", "conflicts", "conflicts", everyone(200)),
    Row("GET", r"^conflicts/(?P<salt>[0-9a-f]{32})/(?P<prefix>[0-9a-f]{1,3})\Z",
        f"conflicts/{'0' * 32}/0", everyone(200)),
    Row("GET", r"^conflicts/(?P<salt>[0-9a-f]{32})/proof\Z",
        f"conflicts/{'0' * 32}/proof", everyone(404)),  # nothing proves the table of nobody
    # The roster of this table names no gate; who is one signs each request, and a personnel system
    # has a token (tests/doors/test_gate.py).
    Row("POST", "gate/listings", "gate/listings", everyone(409), lambda _: {"sealed": b64(b"x")}),
    Row("GET", r"^gate/listings/(?P<digest>[0-9a-f]{64})\Z", f"gate/listings/{'0' * 64}",
        everyone(404)),
    Row("POST", "gate/keeper/day", "gate/keeper/day", everyone(401),
        lambda _: {"v": 1, "directory": ""}),
    Row("POST", "gate/keeper/answers", "gate/keeper/answers", everyone(401),
        lambda _: {"v": 1, "answers": [], "taken": []}),
    Row("GET", "gate/keeper/store", "gate/keeper/store", everyone(401)),
    Row("PUT", "gate/keeper/store", "gate/keeper/store", everyone(401), b"x"),
    Row("POST", "gate/api/actions", "gate/api/actions", everyone(401),
        lambda _: {"id": new_id(), "person": "E1", "kind": "dismissal", "day": "2026-06-30"}),
    Row("GET", r"^gate/api/actions/(?P<action>[0-9a-f]{32})\Z", f"gate/api/actions/{'0' * 32}",
        everyone(401)),
    Row("GET", "log/alarms.json", "log/alarms.json", everyone(200)),
    Row("GET", "figures.json", "figures.json", everyone(200)),
    Row("GET", "health", "health", everyone(200)),
    Row("GET", r"^(?P<path>ui/)\Z", "ui/", everyone(404)),  # the demonstration alone shows it
    Row("GET", r"^(?P<path>[A-Za-z0-9/_.-]*)\Z", "no/such/page", everyone(404)),
)  # fmt: skip

# By bearer token alone (tests/doors/test_scim.py); no role of ours has one.
SCIM = tuple(
    Row(method, r"scim/^v2(?P<path>/.{0,1000})?\Z", "scim/v2/Users", everyone(401), nothing)
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
)

TABLE = (*DESK, *REPORTER, *PLAIN, *PUBLIC, *SCIM)
