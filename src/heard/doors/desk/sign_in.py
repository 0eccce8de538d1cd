"""Sign-in, invitation and keyring, in JSON (docs/spec/api.md, "Desk")."""

import base64

from django.http import HttpResponse

from heard.actions import sign_in as actions_sign_in
from heard.doors._http.answers import json
from heard.doors._http.contract import Refusals
from heard.doors._http.contract import answers as answered
from heard.doors._http.errors import TooManyError
from heard.doors._http.limits import Limit
from heard.doors.desk import answers
from heard.doors.desk.confirming import CODES
from heard.doors.desk.dispatch import Call
from heard.doors.desk.party import party
from heard.doors.desk.session import Beginning
from heard.formats.wire import Nothing
from heard.rules.refusals import AbsentError, MalformedError, RefusedError

RECOVERY = CODES
STARTS = Limit()
PASSKEY: Refusals = (MalformedError,)
CHANGE: Refusals = (
    MalformedError,
    actions_sign_in.KeyringMovedError,
)


@answered(answers.SomebodySignedIn | answers.NobodySignedIn)
def session(call: Call) -> HttpResponse:
    """Who is signed in."""
    if call.holder is None:
        return json(answers.NobodySignedIn())
    me = call.holder
    return json(answers.SomebodySignedIn(holder=me.holder, active=me.active))


@answered(answers.InvitedOptions, AbsentError, TooManyError)
def join_options(call: Call) -> HttpResponse:
    """Creation options for an invited holder's first passkey."""
    STARTS.check(call.request)
    beginning = Beginning(call.request)
    holder, options = actions_sign_in.join_options(
        token=call.body.token,
        party=party(call.request),
        browser=beginning.browser,
        now=call.now,
    )
    response = json(answers.InvitedOptions(options=options, holder=holder.holder))
    beginning.remember(response)
    return response


@answered(answers.Joined, AbsentError, *PASSKEY)
def join(call: Call) -> HttpResponse:
    """Take up an invitation."""
    body = call.body
    entered = actions_sign_in.join(
        token=body.token,
        party=party(call.request),
        browser=Beginning(call.request).browser,
        credential=body.credential,
        keys=actions_sign_in.NewKeys(
            keyring=body.keyring,
            recipient=body.recipient,
            signing=body.signing,
            recovery=body.recovery,
            prf=body.prf,
        ),
        now=call.now,
    )
    call.session.sign_in(holder=entered.me.id, way=entered.way)
    return json(answers.Joined(holder=entered.me.holder))


@answered(answers.PasskeyOptions, TooManyError)
def sign_in_options(call: Call) -> HttpResponse:
    """Request options, the same for everybody."""
    STARTS.check(call.request)
    beginning = Beginning(call.request)
    options = actions_sign_in.sign_in_options(
        party=party(call.request), browser=beginning.browser, now=call.now
    )
    response = json(answers.PasskeyOptions(options=options))
    beginning.remember(response)
    return response


@answered(answers.SignedIn, actions_sign_in.NotRecognisedError, *PASSKEY)
def sign_in(call: Call) -> HttpResponse:
    """Sign in by passkey."""
    entered = actions_sign_in.sign_in_by_passkey(
        party=party(call.request),
        browser=Beginning(call.request).browser,
        credential=call.body.credential,
        now=call.now,
    )
    return _welcome(call, entered)


@answered(answers.SignedIn, actions_sign_in.NotRecognisedError, TooManyError)
def sign_in_recovery(call: Call) -> HttpResponse:
    """Sign in by recovery code."""
    RECOVERY.check(call.request)
    verifier = base64.urlsafe_b64decode(call.body.verifier + "=")
    entered = actions_sign_in.sign_in_by_recovery(verifier=verifier)
    RECOVERY.forgive(call.request)
    return _welcome(call, entered)


def _welcome(call: Call, entered: actions_sign_in.SignedIn) -> HttpResponse:
    call.session.sign_in(holder=entered.me.id, way=entered.way)
    return json(answers.SignedIn(holder=entered.me.holder, keyring=entered.keyring))


@answered(Nothing)
def sign_out(call: Call) -> HttpResponse:
    """End the session. Signing out twice is no mistake."""
    call.session.end()
    return json(Nothing())


@answered(answers.PasskeyOptions)
def confirm_options(call: Call) -> HttpResponse:
    """Request options for one action that is to be confirmed."""
    options = actions_sign_in.confirm_options(
        asking=call.asking(call.body.about), party=party(call.request), now=call.now
    )
    return json(answers.PasskeyOptions(options=options))


@answered(actions_sign_in.KeyringView)
def read_keyring(call: Call) -> HttpResponse:
    """The sealed keyring, the passkeys that open it, and what was changed last."""
    return json(actions_sign_in.read_keyring(holder=call.me.id))


@answered(answers.EarlierKeyrings)
def earlier_keyrings(call: Call) -> HttpResponse:
    """The last few keyrings that were replaced, sealed as they were."""
    earlier = actions_sign_in.earlier_keyrings(holder=call.me.id)
    return json(answers.EarlierKeyrings(earlier=earlier))


@answered(actions_sign_in.KeyringView, *CHANGE)
def replace_keyring(call: Call) -> HttpResponse:
    """Put a keyring in the place of the one there is."""
    actions_sign_in.replace_keyring(asked=_change(call), now=call.now)
    return read_keyring(call)


@answered(actions_sign_in.KeyringView, RefusedError, *CHANGE)
def make_keys(call: Call) -> HttpResponse:
    """Keep new keys of the holder's own for the next roster."""
    body = call.body
    created = actions_sign_in.NextKeys(
        recipient=body.recipient, signing=body.signing, signature=body.signature
    )
    actions_sign_in.make_keys(asked=_change(call), keys=created, now=call.now)
    return read_keyring(call)


@answered(answers.PasskeyOptions)
def passkey_options(call: Call) -> HttpResponse:
    """Creation options for one more passkey."""
    options = actions_sign_in.passkey_options(
        holder=call.me.id, party=party(call.request), session=call.session.mark, now=call.now
    )
    return json(answers.PasskeyOptions(options=options))


@answered(actions_sign_in.KeyringView, RefusedError, *PASSKEY, *CHANGE)
def add_passkey(call: Call) -> HttpResponse:
    """Add a passkey."""
    new = actions_sign_in.NewWay(
        party=party(call.request),
        session=call.session.mark,
        credential=call.body.credential,
        label=call.body.label,
        prf=call.body.prf,
    )
    actions_sign_in.add_passkey(asked=_change(call), new=new, now=call.now)
    return read_keyring(call)


@answered(
    actions_sign_in.KeyringView,
    AbsentError,
    RefusedError,
    *CHANGE,
)
def remove_passkey(call: Call, passkey: str) -> HttpResponse:
    """Remove a passkey; sessions made with it end."""
    actions_sign_in.remove_passkey(asked=_change(call), passkey=passkey, now=call.now)
    return read_keyring(call)


@answered(Nothing, *CHANGE)
def new_recovery(call: Call) -> HttpResponse:
    """Replace the recovery code."""
    way = actions_sign_in.new_recovery(
        asked=_change(call),
        way=call.session.way,
        recovery=call.body.recovery,
        now=call.now,
    )
    call.session.rebind(way)
    return json(Nothing())


def _change(call: Call) -> actions_sign_in.Change:
    return actions_sign_in.Change(
        holder=call.me.id,
        keyring=call.body.keyring,
        replaces=call.body.replaces,
        about=call.about,
    )
