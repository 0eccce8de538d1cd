"""What the desk's door adds to what actions answer, as types (docs/spec/openapi.json)."""

from typing import Annotated, Any, Literal

from heard.actions import oversight, sign_in
from heard.formats.wire import Answer, Digest, about


class Done(Answer, kw_only=True):
    """An action that stands in the log, or will."""

    leaf: Annotated[Digest, about("The leaf hash of its event.")]


class NobodySignedIn(Answer, kw_only=True):
    """There is no session."""

    signed_in: Literal[False] = False


class SomebodySignedIn(Answer, kw_only=True):
    """Whose session it is."""

    signed_in: Literal[True] = True
    holder: sign_in.SessionHolder
    active: Annotated[bool, about("Whether the signed roster names them.")]


class PasskeyOptions(Answer, kw_only=True):
    """What the browser asks an authenticator with."""

    options: Annotated[dict[str, Any], about("As WebAuthn's JSON has them.")]


class InvitedOptions(PasskeyOptions, kw_only=True):
    """The same, and whose invitation it is."""

    holder: sign_in.SessionHolder


class Joined(Answer, kw_only=True):
    """Who has joined."""

    holder: sign_in.SessionHolder


class SignedIn(Answer, kw_only=True):
    """Who has signed in, and the sealed keyring."""

    holder: sign_in.SessionHolder
    keyring: bytes


class EarlierKeyrings(Answer, kw_only=True):
    """The last few that were replaced."""

    earlier: Annotated[list[sign_in.EarlierKeyring], about("Newest first.")]


class Kept(Answer, kw_only=True):
    """How many of what was sent are there now."""

    kept: int


class Alarms(Answer, kw_only=True):
    """What is wrong with Heard itself."""

    alarms: list[oversight.Alarm]


class DeclaredConflicts(Answer, kw_only=True):
    """Whom this holder cannot judge, as they wrote it."""

    declared: list[str]
