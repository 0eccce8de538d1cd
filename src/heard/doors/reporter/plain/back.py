"""Her inbox, opened on the server for the length of one request."""

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime

from heard.actions.intake import inbox, letters
from heard.actions.intake.inbox import KeyView, LetterView
from heard.actions.publication import signing_keys
from heard.doors.reporter.plain.send import authorization
from heard.formats import FormatError, letter, returncode, wrap
from heard.formats import report as reports
from heard.formats.returncode import Keys

SHOWN = ("report", "message", "addition", "request")


@dataclass(frozen=True, slots=True)
class Message:
    """A letter as shown. ``bad``: its signature or place does not hold.

    ``reason``: of a request, why it is asked; None for every other letter.
    """

    author: str
    at: str
    words: str
    bad: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Inbox:
    """What a return code opens."""

    keys: Keys
    listed: inbox.Inbox
    messages: tuple[Message, ...]

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
    messages = tuple(
        _read(each, case, keys, identities.get(each.generation, ""), known) for each in shown
    )
    return Inbox(keys, listed, messages)


def _identities(given: list[KeyView], case: str, keys: Keys) -> dict[int, str]:
    """Every generation that opens. Raises FormatError where none does.

    Whoever makes a new one could seal nonsense to her, and must not take away what came before.
    """
    found, bad = {}, None
    for each in given:
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


def _read(
    said: LetterView, case: str, keys: Keys, identity: str, known: dict[str, frozenset[str]]
) -> Message:
    sealed = inbox.read_letter(authorization=authorization(keys), letter=said.id)
    author = said.author
    try:
        found = letter.unseal(sealed, [identity] if identity else [])
        key = found.key if found.key in map(b64decode, known[author]) else b""
        letter.check(found, case=case, id=said.id, kind=said.kind, author=author, key=key)
        reason = str(found.content.get("reason", "")) if said.kind == "request" else None
        text = str(found.content.get("words", ""))
        return Message(author, said.at, text, bad=False, reason=reason)
    except (FormatError, KeyError):
        return Message(author, said.at, "", bad=True)


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
