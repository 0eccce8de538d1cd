"""Her inbox, opened on the server for the length of one request."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heard.actions.intake import inbox, letters
from heard.actions.intake.inbox import DecisionView, KeyView, LetterView
from heard.actions.publication import signing_keys
from heard.doors.reporter.plain.send import authorization
from heard.formats import FormatError, letter, returncode, wrap
from heard.formats import report as reports
from heard.formats.returncode import Keys
from heard.formats.shell import Shell, fits

SHOWN = ("report", "message", "addition", "request")


@dataclass(frozen=True, slots=True)
class Message:
    """A letter as shown. ``bad``: its signature or place does not hold.

    Of one that was erased there are no words, and nothing is bad.

    ``reason``: of a request, why it is asked; None for every other letter.
    """

    author: str
    at: str
    words: str
    bad: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """How the case goes on. ``bad``: its letter does not hold, or says otherwise than the server.

    ``words``: the reason; empty where it is bad.
    """

    author: str
    at: str
    route: str
    words: str
    bad: bool


@dataclass(frozen=True, slots=True, repr=False)
class Inbox:
    """What a return code opens. ``decisions``: the newest first."""

    keys: Keys
    listed: inbox.Inbox
    messages: tuple[Message, ...]
    decisions: tuple[Decision, ...]

    @property
    def next_seq(self) -> int:
        """The number of her next letter."""
        of_reporter = (each.seq for each in self.listed.letters if each.author == letter.REPORTER)
        return max(of_reporter, default=-1) + 1


def open_inbox(code: str, site: str, *, now: datetime) -> Inbox:
    """Read what a code opens. Raises CodeError, NoSuchCaseError; both are told alike."""
    keys = returncode.derive(returncode.read(code), site)
    listed = inbox.read_inbox(authorization=authorization(keys), now=now)
    case = listed.case
    identities = _identities(listed.keys, case, keys)
    of_reporter = frozenset([listed.reporter.signing])
    known = {**signing_keys(), letter.REPORTER: of_reporter}
    shown = [each for each in listed.letters if each.kind in SHOWN]
    opener = _Opener(case, keys, identities, known)
    messages = tuple(_read(each, opener) for each in shown)
    letters = {each.id: each for each in listed.letters}
    decisions = [_decided(each, letters[each.letter], opener) for each in listed.decisions]
    return Inbox(keys, listed, messages, tuple(decisions[::-1]))


@dataclass(frozen=True, slots=True, repr=False)
class _Opener:
    """What opens her letters. ``known``: author -> keys, base64."""

    case: str
    keys: Keys
    identities: dict[int, str]
    known: dict[str, frozenset[str]]

    def content(self, said: LetterView) -> Mapping[str, Any]:
        """What a letter says. Raises FormatError or KeyError where it does not hold."""
        sealed = inbox.read_letter(authorization=authorization(self.keys), letter=said.id)
        author, identity = said.author, self.identities.get(said.generation)
        found = letter.unseal(sealed, [identity] if identity else [])
        key = found.key if found.key in map(b64decode, self.known[author]) else b""
        letter.check(found, case=self.case, id=said.id, kind=said.kind, author=author, key=key)
        return found.content


def _identities(given: list[KeyView], case: str, keys: Keys) -> dict[int, str]:
    """Every generation that opens; none once the keys are erased.

    Raises FormatError where of keys that are there none does.

    Whoever makes a new one could seal nonsense to her, and must not take away what came before.
    """
    found, bad = {}, None
    for each in given:
        if not each.wrap:
            continue
        try:
            found[each.generation] = _identity(each, case, keys)
        except FormatError as error:
            bad = error
    if bad and not found:
        raise bad
    return found


def _identity(key: KeyView, case: str, keys: Keys) -> str:
    """One generation of the case identity."""
    found = wrap.unseal(
        key.wrap,
        [keys.identity],
        case=case,
        generation=key.generation,
        case_recipient=key.case_recipient,
    )
    return found.identity


def _read(said: LetterView, opener: _Opener) -> Message:
    if not said.size:
        return Message(said.author, said.at, "", bad=False)
    try:
        content = opener.content(said)
        reason = str(content.get("reason", "")) if said.kind == "request" else None
        text = str(content.get("words", ""))
        return Message(said.author, said.at, text, bad=False, reason=reason)
    except (FormatError, KeyError):
        return Message(said.author, said.at, "", bad=True)


def _decided(decision: DecisionView, said: LetterView, opener: _Opener) -> Decision:
    """A decision as its letter has it; the server's word for it must be the same."""
    shell = Shell(
        object="case",
        id=opener.case,
        move="triage",
        from_=decision.from_,
        to=decision.to,
        code=decision.code,
        version=decision.version,
    )
    if not said.size:
        return Decision(said.author, decision.at, decision.code, "", bad=False)
    try:
        content = opener.content(said)
    except (FormatError, KeyError):
        content = {}
    text = str(content.get("text", "")).strip()
    holds = said.kind == "decision" and said.author == decision.author and text != ""
    bad = not holds or fits(shell, content, older=True) != ()
    return Decision(said.author, decision.at, decision.code, "" if bad else text, bad=bad)


def write(opened: Inbox, words: str, *, id: str, now: datetime) -> None:
    """Seal a message and keep it. Raises what ``add_letter`` raises, and LetterError."""
    author = reports.reporter(opened.keys)
    case, seq = opened.listed.case, opened.next_seq
    written = author.letter(
        case=case, kind="message", seq=seq, content={"words": words}, now=now, id=id
    )
    sealed = letter.seal(written, author.seed, [opened.listed.case_recipient])
    new = letters.NewLetter(
        id=id, kind="message", seq=seq, sealed=sealed, generation=opened.listed.generation
    )
    letters.add_letter(authorization=authorization(opened.keys), letter=new, now=now)
