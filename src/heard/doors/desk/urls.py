"""The desk's addresses: a table of address, method, view and body."""

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path

from heard.doors.desk import bodies, ways
from heard.doors.desk.errors import NotFoundError
from heard.doors.desk.gate import Call, Desk, Rule

_ID = "[0-9a-f]{32}"
_CREDENTIAL = "[A-Za-z0-9_-]{1,400}"


def nothing(_call: Call, **_rest: str) -> HttpResponseBase:
    """Answer an address that is none, as one that is hidden."""
    raise NotFoundError


def _open(view: object, body: type[bodies.Body]) -> Rule:
    return Rule(view=view, body=body, anyone=True)  # type: ignore[arg-type]


_NOTHING = Rule(view=nothing)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/session", Desk(get=Rule(view=ways.session, anyone=True))),
    path("api/join/options", Desk(post=_open(ways.join_options, bodies.JoinOptions))),
    path("api/join", Desk(post=_open(ways.join, bodies.Join))),
    path("api/sign-in/options", Desk(post=_open(ways.sign_in_options, bodies.Empty))),
    path("api/sign-in", Desk(post=_open(ways.sign_in, bodies.SignIn))),
    path("api/sign-in/recovery", Desk(post=_open(ways.sign_in_recovery, bodies.SignInRecovery))),
    path("api/sign-out", Desk(post=_open(ways.sign_out, bodies.Empty))),
    path("api/keyring", Desk(get=Rule(view=ways.read_keyring))),
    path("api/passkeys/options", Desk(post=Rule(view=ways.passkey_options, body=bodies.Empty))),
    path("api/passkeys", Desk(post=Rule(view=ways.add_passkey, body=bodies.AddPasskey))),
    re_path(
        rf"^api/passkeys/(?P<passkey>{_CREDENTIAL})/remove\Z",
        Desk(post=Rule(view=ways.remove_passkey, body=bodies.RemovePasskey)),
    ),
    path("api/recovery", Desk(post=Rule(view=ways.new_recovery, body=bodies.NewRecovery))),
    path("api/<path:rest>", Desk(get=_NOTHING, post=_NOTHING, put=_NOTHING, delete=_NOTHING)),
]
