"""Wraps (docs/spec/sealing.md, sections 3 and 10): the identity of a case or file, for one holder.

Kinds of refusal: ``too_large``, ``format``, ``case``, ``generation``, ``recipient``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from heard.formats import agefile
from heard.formats._errors import FormatError
from heard.formats._text import decimal
from heard.formats.ids import is_id

MAX_SEALED = 8 * 1024
MAX_PLAINTEXT = 256
CASE = "case"
FILE = "file"  # of a matter, whose id then stands for the case's
_FIRST = {CASE: "heard/case-identity/v1", FILE: "heard/file-identity/v1"}


@dataclass(frozen=True, slots=True, repr=False)
class Wrap:
    """What a wrap holds. Never shown by ``repr``: it is a secret.

    ``object``: ``CASE`` or ``FILE``; ``case``: the id of the case, of a file that of its matter.
    """

    case: str
    generation: int
    identity: str
    object: str = CASE

    def encode(self) -> bytes:
        """The plaintext."""
        lines = (_FIRST[self.object], self.case, str(self.generation), self.identity)
        return "".join(f"{line}\n" for line in lines).encode("ascii")


def _format() -> FormatError:
    return FormatError("format", "This is not a sealed case key. Ask for it to be passed on again.")


def parse(plaintext: bytes, *, object: str = CASE) -> Wrap:
    """Read the plaintext of a wrap; ``FormatError`` of kind ``format`` or ``too_large``.

    ``object``: what it was asked for; a wrap of the other is none.
    """
    if len(plaintext) > MAX_PLAINTEXT:
        raise FormatError("too_large", "A case key is a few lines; this is more.")
    try:
        lines = plaintext.decode("ascii").split("\n")
        first, case, generation, identity, last = lines
        agefile.seed_of(identity)
        wrap = Wrap(case, decimal(generation), identity, object)
    except ValueError as error:
        raise _format() from error
    if first != _FIRST[object] or last or not is_id(case):
        raise _format()
    return wrap


def check(wrap: Wrap, *, case: str, generation: int, case_recipient: str) -> None:
    """Check that a wrap is the one that was asked for; ``FormatError`` names what differs."""
    if wrap.case != case:
        raise FormatError("case", "This key is of another case.")
    if wrap.generation != generation:
        raise FormatError("generation", "This key is of another generation of the case.")
    if agefile.recipient_of(wrap.identity) != case_recipient:
        raise FormatError("recipient", "This key does not open the case: do not seal to it.")


def seal(wrap: Wrap, recipient: str) -> bytes:
    """Seal to exactly one holder."""
    parse(wrap.encode(), object=wrap.object)
    return agefile.seal(wrap.encode(), [recipient])


def unseal(
    sealed: bytes,
    identities: Iterable[str],
    *,
    case: str,
    generation: int,
    case_recipient: str,
    object: str = CASE,
) -> Wrap:
    """Open, read and check; raises ``FormatError``."""
    check_sealed(sealed)
    wrap = parse(agefile.unseal(sealed, identities), object=object)
    check(wrap, case=case, generation=generation, case_recipient=case_recipient)
    return wrap


def check_sealed(sealed: bytes) -> agefile.Checked:
    """What a server checks without a key: one hybrid recipient, and a length a wrap can have."""
    if len(sealed) > MAX_SEALED:
        raise FormatError("too_large", "A sealed case key is at most 8 KiB.")
    checked = agefile.check_header(sealed, recipients_expected=1)
    if checked.plaintext > MAX_PLAINTEXT:
        raise FormatError("too_large", "A case key is a few lines; this is more.")
    return checked
