"""Invite codes: nine BIP39 words, by which a party enrols (docs/spec/channel.md, section 2).

They are read as return codes are (``returncode``), in the same lists. The server reads the locator
as it is sent by ``returncode.stored_from_header``.
"""

import base64
import hashlib
from dataclasses import dataclass

from heard.formats import ageheader, agekeys, returncode

ENTROPY = 12
WORDS = 9
SALT = "heard/invite-code/v1/"


def generate(language: str = "english") -> bytes:
    """12 random bytes whose words, in that language, hold none that wounds."""
    return returncode.generate(language, size=ENTROPY)


def words(entropy: bytes, language: str = "english") -> list[str]:
    """The nine words of 12 bytes. Raises ``CodeError``."""
    if len(entropy) != ENTROPY:
        raise returncode.CodeError("words", "An invite code is made of 12 bytes.")
    return returncode.words(entropy, language)


def read(text: str) -> bytes:
    """The 12 bytes of an invite code as a person typed it. Raises ``CodeError``."""
    return returncode.read(text, size=ENTROPY)


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What an invite code gives, 32 bytes each. Never shown by ``repr``."""

    locator: bytes
    age_seed: bytes
    mac: bytes

    @property
    def identity(self) -> str:
        """The hybrid age identity that opens the invitation."""
        return agekeys.identity_from_seed(self.age_seed)

    @property
    def recipient(self) -> str:
        """What the invitation is sealed to, and nothing else is."""
        return agekeys.recipient_of(self.identity)

    @property
    def header(self) -> str:
        """The locator as it is sent: base64url without padding."""
        return base64.urlsafe_b64encode(self.locator).rstrip(b"=").decode("ascii")

    @property
    def stored(self) -> str:
        """What the server keeps: hexadecimal SHA-256 of the locator."""
        return hashlib.sha256(self.locator).hexdigest()


def derive(entropy: bytes, site: str) -> Keys:
    """The keys of an invite code at a site."""
    salt = (SALT + site).encode()
    labels = (b"locator", b"age-identity", b"mac")
    return Keys(*(ageheader.derive(entropy, salt, label) for label in labels))
