"""The desk's addresses: a table of address, method, view and body."""

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path

from heard.doors._http.errors import NotFoundError
from heard.doors.desk import (
    bodies,
    cases,
    casework,
    conflicts,
    evidence,
    gate,
    notifications,
    oversight,
    parties,
    sign_in,
)
from heard.doors.desk.dispatch import SMALL, Call, Desk, Rule, View

# A letter of the largest bucket in base64, with room for the rest of the body.
LETTER = 2 * 1024 * 1024
LETTERS = 3 * LETTER  # a move has so many
BLOCK = 8 * 1024 * 1024  # of an exhibit (docs/spec/sealing.md, 6)
_ID = "[0-9a-f]{32}"
_CREDENTIAL = "[A-Za-z0-9_-]{1,400}"


def nothing(_call: Call, **_rest: str) -> HttpResponseBase:
    """Answer an address that is none, as one that is hidden."""
    raise NotFoundError


def _open(view: View, body: type[bodies.Body]) -> Rule:
    return Rule(view=view, body=body, anyone=True)


def _sure(view: View, body: type[bodies.Body]) -> Rule:
    return Rule(view=view, body=body, confirmed=True)


_RESEAL = Rule(view=cases.reseal, body=bodies.Reseal, cap=LETTER, confirmed=True)


def _case(
    action: str, view: View, body: type[bodies.Body], *, cap: int = SMALL, confirmed: bool = False
) -> URLPattern:
    rule = Rule(view=view, body=body, cap=cap, confirmed=confirmed)
    return re_path(rf"^api/cases/(?P<case>{_ID})/{action}\Z", Desk(post=rule))


def _part(part: str, view: View) -> URLPattern:
    return re_path(rf"^api/cases/(?P<case>{_ID})/{part}\Z", Desk(get=Rule(view=view)))


def _action(step: str, view: View, body: type[bodies.Body]) -> URLPattern:
    rule = Rule(view=view, body=body)
    return re_path(rf"^api/gate/actions/(?P<action>{_ID})/{step}\Z", Desk(post=rule))


_KEEP = Rule(view=casework.announce_exhibit, body=bodies.Exhibit)
_BLOCK = Rule(view=casework.put_exhibit, body=bytes, cap=BLOCK)
_EXHIBIT = rf"^api/cases/(?P<case>{_ID})/exhibits/(?P<exhibit>{_ID})"
_NOTHING = Rule(view=nothing)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/session", Desk(get=Rule(view=sign_in.session, anyone=True))),
    path("api/join/options", Desk(post=_open(sign_in.join_options, bodies.JoinOptions))),
    path("api/join", Desk(post=_open(sign_in.join, bodies.Join))),
    path("api/sign-in/options", Desk(post=_open(sign_in.sign_in_options, bodies.Empty))),
    path("api/sign-in", Desk(post=_open(sign_in.sign_in, bodies.SignIn))),
    path("api/sign-in/recovery", Desk(post=_open(sign_in.sign_in_recovery, bodies.SignInRecovery))),
    path("api/sign-out", Desk(post=_open(sign_in.sign_out, bodies.Empty))),
    path("api/confirm/options", Desk(post=Rule(view=sign_in.confirm_options, body=bodies.Confirm))),
    path(
        "api/keyring",
        Desk(
            get=Rule(view=sign_in.read_keyring),
            post=_sure(sign_in.replace_keyring, bodies.ReplaceKeyring),
        ),
    ),
    path("api/keyring/earlier", Desk(post=_sure(sign_in.earlier_keyrings, bodies.Empty))),
    path("api/keys", Desk(post=_sure(sign_in.make_keys, bodies.NewKeys))),
    path("api/wraps", Desk(get=Rule(view=cases.own_wraps), post=_RESEAL)),
    path("api/passkeys/options", Desk(post=Rule(view=sign_in.passkey_options, body=bodies.Empty))),
    path("api/passkeys", Desk(post=_sure(sign_in.add_passkey, bodies.AddPasskey))),
    re_path(
        rf"^api/passkeys/(?P<passkey>{_CREDENTIAL})/remove\Z",
        Desk(post=_sure(sign_in.remove_passkey, bodies.ReplaceKeyring)),
    ),
    path("api/recovery", Desk(post=_sure(sign_in.new_recovery, bodies.NewRecovery))),
    path(
        "api/notifications",
        Desk(
            get=Rule(view=notifications.read),
            post=Rule(view=notifications.choose, body=bodies.Notifications),
        ),
    ),
    path("api/notifications/test", Desk(post=Rule(view=notifications.test, body=bodies.Empty))),
    re_path(r"^api/conflicts/(?P<salt>[0-9a-f]{32})\Z", Desk(get=Rule(view=conflicts.table))),
    path(
        "api/conflicts",
        Desk(get=Rule(view=conflicts.read), post=Rule(view=conflicts.declare, body=bodies.Declare)),
    ),
    path("api/duties.ics", Desk(get=Rule(view=oversight.mine_ics))),
    path("api/oversight", Desk(get=Rule(view=oversight.figures))),
    path("api/oversight/alarms", Desk(get=Rule(view=oversight.alarms))),
    path("api/oversight/duties.csv", Desk(get=Rule(view=oversight.duties_csv))),
    path("api/oversight/duties.ics", Desk(get=Rule(view=oversight.weeks_ics))),
    path("api/gate", Desk(get=Rule(view=gate.view))),
    path("api/gate/actions", Desk(post=Rule(view=gate.file_one, body=gate.FileAction))),
    path("api/gate/csv", Desk(post=Rule(view=gate.file_csv, body=gate.FileActions, cap=gate.CAP))),
    _action("withdraw", gate.withdraw, bodies.Empty),
    _action("decide", gate.decide, gate.Look),
    _action("override", gate.override, gate.Override),
    path("api/cases", Desk(get=Rule(view=cases.queue))),
    _case("open", cases.open_case, bodies.Action),
    _case("letters", cases.write_letter, bodies.Letter, cap=LETTER),
    _case("acknowledge", cases.acknowledge, bodies.Action),
    _case("unreadable", cases.say_unreadable, bodies.Action),
    _case("pass", cases.pass_on, bodies.Pass, cap=LETTER),
    _case("identity", cases.renew, bodies.Renewal, cap=LETTER, confirmed=True),
    _case("suspensions", cases.suspend, bodies.Suspension),
    _case(rf"suspensions/(?P<suspension>{_ID})/end", cases.end_suspension, bodies.Action),
    _case("step-out", cases.step_out, bodies.StepOut, cap=LETTER, confirmed=True),
    _case("triage", casework.triage, bodies.Triage, cap=LETTER),
    _case("invitations", parties.invite, bodies.Invitation, cap=LETTER),
    _case("file-keys", casework.make_file_key, bodies.NewFileKey, cap=LETTER),
    _case("file-keys/copies", casework.give_file_key, bodies.MoreCopies, cap=LETTER),
    _case("links", casework.link, casework.NewLink, cap=LETTER),
    _case(rf"links/(?P<link>{_ID})/check", casework.check_link, casework.LinkCheck, cap=LETTER),
    _case(rf"links/(?P<link>{_ID})/end", casework.end_link, bodies.Action),
    _part("work", casework.work),
    _part("kept", casework.kept),
    _case("moves", casework.move, bodies.Move, cap=LETTERS),
    _case("assents", casework.assent, bodies.Assent, cap=LETTER),
    re_path(
        rf"^api/cases/(?P<case>{_ID})/file-letters\Z",
        Desk(
            get=Rule(view=casework.read_file_letters),
            post=Rule(view=casework.write_file_letter, body=bodies.FileLetter, cap=LETTER),
        ),
    ),
    _part(rf"file-letters/(?P<letter>{_ID})", casework.read_file_letter),
    _case("evidence", evidence.note, bodies.Evidence, cap=LETTER),
    _case("evidence/checked", evidence.checked, bodies.Action),
    _case("evidence/document", evidence.document, bodies.Document),
    _case(rf"evidence/(?P<item>{_ID})/ordered", evidence.ordered, bodies.Ordered),
    _case(rf"evidence/(?P<item>{_ID})/confirmed", evidence.confirmed, bodies.Action),
    _case(rf"evidence/(?P<item>{_ID})/lost", evidence.lost, bodies.Action),
    _part(rf"letters/(?P<letter>{_ID})", cases.read_letter),
    _part(rf"files/(?P<file>{_ID})/segments/(?P<segment>{_ID})", cases.read_segment),
    _part(r"receipts/(?P<leaf>[0-9a-f]{64})", cases.receipt),
    re_path(rf"{_EXHIBIT}\Z", Desk(get=Rule(view=casework.read_exhibit), post=_KEEP)),
    re_path(rf"{_EXHIBIT}/(?P<offset>[0-9]{{1,15}})\Z", Desk(put=_BLOCK)),
    path("api/<path:rest>", Desk(get=_NOTHING, post=_NOTHING, put=_NOTHING, delete=_NOTHING)),
]
