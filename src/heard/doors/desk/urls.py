"""The desk's addresses: a table of address, method, view and body."""

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path

from heard.doors.desk import bodies, casework, declaring, figures, preserving, telling, ways
from heard.doors.desk.errors import NotFoundError
from heard.doors.desk.gate import SMALL, Call, Desk, Rule, View

# A letter of the largest bucket in base64, with room for the rest of the body.
LETTER = 2 * 1024 * 1024
_ID = "[0-9a-f]{32}"
_CREDENTIAL = "[A-Za-z0-9_-]{1,400}"


def nothing(_call: Call, **_rest: str) -> HttpResponseBase:
    """Answer an address that is none, as one that is hidden."""
    raise NotFoundError


def _open(view: View, body: type[bodies.Body]) -> Rule:
    return Rule(view=view, body=body, anyone=True)


def _sure(view: View, body: type[bodies.Body]) -> Rule:
    return Rule(view=view, body=body, confirmed=True)


_RESEAL = Rule(view=casework.reseal, body=bodies.Reseal, cap=LETTER, confirmed=True)


def _case(
    deed: str, view: View, body: type[bodies.Body], *, cap: int = SMALL, confirmed: bool = False
) -> URLPattern:
    rule = Rule(view=view, body=body, cap=cap, confirmed=confirmed)
    return re_path(rf"^api/cases/(?P<case>{_ID})/{deed}\Z", Desk(post=rule))


def _part(part: str, view: View) -> URLPattern:
    return re_path(rf"^api/cases/(?P<case>{_ID})/{part}\Z", Desk(get=Rule(view=view)))


_NOTHING = Rule(view=nothing)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/session", Desk(get=Rule(view=ways.session, anyone=True))),
    path("api/join/options", Desk(post=_open(ways.join_options, bodies.JoinOptions))),
    path("api/join", Desk(post=_open(ways.join, bodies.Join))),
    path("api/sign-in/options", Desk(post=_open(ways.sign_in_options, bodies.Empty))),
    path("api/sign-in", Desk(post=_open(ways.sign_in, bodies.SignIn))),
    path("api/sign-in/recovery", Desk(post=_open(ways.sign_in_recovery, bodies.SignInRecovery))),
    path("api/sign-out", Desk(post=_open(ways.sign_out, bodies.Empty))),
    path("api/confirm/options", Desk(post=Rule(view=ways.confirm_options, body=bodies.Confirm))),
    path(
        "api/keyring",
        Desk(
            get=Rule(view=ways.read_keyring),
            post=_sure(ways.replace_keyring, bodies.ReplaceKeyring),
        ),
    ),
    path("api/keyring/earlier", Desk(post=_sure(ways.earlier_keyrings, bodies.Empty))),
    path("api/keys", Desk(post=_sure(ways.make_keys, bodies.NewKeys))),
    path("api/wraps", Desk(get=Rule(view=casework.own_wraps), post=_RESEAL)),
    path("api/passkeys/options", Desk(post=Rule(view=ways.passkey_options, body=bodies.Empty))),
    path("api/passkeys", Desk(post=_sure(ways.add_passkey, bodies.AddPasskey))),
    re_path(
        rf"^api/passkeys/(?P<passkey>{_CREDENTIAL})/remove\Z",
        Desk(post=_sure(ways.remove_passkey, bodies.ReplaceKeyring)),
    ),
    path("api/recovery", Desk(post=_sure(ways.new_recovery, bodies.NewRecovery))),
    path(
        "api/notifications",
        Desk(
            get=Rule(view=telling.read),
            post=Rule(view=telling.choose, body=bodies.Notifications),
        ),
    ),
    path("api/notifications/test", Desk(post=Rule(view=telling.test, body=bodies.Empty))),
    path(
        "api/conflicts",
        Desk(get=Rule(view=declaring.read), post=Rule(view=declaring.declare, body=bodies.Declare)),
    ),
    path("api/duties.ics", Desk(get=Rule(view=figures.mine_ics))),
    path("api/oversight", Desk(get=Rule(view=figures.figures))),
    path("api/oversight/alarms", Desk(get=Rule(view=figures.alarms))),
    path("api/oversight/duties.csv", Desk(get=Rule(view=figures.duties_csv))),
    path("api/oversight/duties.ics", Desk(get=Rule(view=figures.weeks_ics))),
    path("api/cases", Desk(get=Rule(view=casework.queue))),
    _case("open", casework.open_case, bodies.Deed),
    _case("letters", casework.write_letter, bodies.Letter, cap=LETTER),
    _case("acknowledge", casework.acknowledge, bodies.Deed),
    _case("unreadable", casework.say_unreadable, bodies.Deed),
    _case("pass", casework.pass_on, bodies.Pass, cap=LETTER),
    _case("identity", casework.renew, bodies.Renewal, cap=LETTER, confirmed=True),
    _case("suspensions", casework.suspend, bodies.Suspension),
    _case(rf"suspensions/(?P<suspension>{_ID})/end", casework.end_suspension, bodies.Deed),
    _case("step-out", casework.step_out, bodies.StepOut, cap=LETTER, confirmed=True),
    _case("evidence", preserving.note, bodies.Evidence, cap=LETTER),
    _case("evidence/checked", preserving.checked, bodies.Deed),
    _case("evidence/document", preserving.document, bodies.Document),
    _case(rf"evidence/(?P<item>{_ID})/ordered", preserving.ordered, bodies.Ordered),
    _case(rf"evidence/(?P<item>{_ID})/confirmed", preserving.confirmed, bodies.Deed),
    _case(rf"evidence/(?P<item>{_ID})/lost", preserving.lost, bodies.Deed),
    _part(rf"letters/(?P<letter>{_ID})", casework.read_letter),
    _part(rf"files/(?P<file>{_ID})/segments/(?P<segment>{_ID})", casework.read_segment),
    _part(r"receipts/(?P<leaf>[0-9a-f]{64})", casework.receipt),
    path("api/<path:rest>", Desk(get=_NOTHING, post=_NOTHING, put=_NOTHING, delete=_NOTHING)),
]
