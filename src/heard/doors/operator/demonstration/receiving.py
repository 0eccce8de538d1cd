"""What browsers do, for people who have none: make a holder's keys, hand in a sealed report."""

import os
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from heard.actions.intake.report import Report, accept_report
from heard.formats import agefile, keyring, note


@dataclass(frozen=True, slots=True, repr=False)
class Ring:
    """A holder's secrets before they are sealed (docs/spec/sealing.md, section 7)."""

    holder: str
    identity: str
    seed: bytes
    root: str
    log: str

    @property
    def recipient(self) -> str:
        """What reports are sealed to."""
        return agefile.recipient_of(self.identity)

    @property
    def signing(self) -> str:
        """The Ed25519 public key, base64."""
        return b64encode(note.Signer(self.holder, self.seed).verifier.public).decode()

    def sealed_to(self, recovery: str) -> bytes:
        """The keyring with the recovery code as its only way in."""
        ring = keyring.Keyring(
            holder=self.holder,
            identity=self.identity,
            signing=self.seed,
            root=self.root,
            log=self.log,
            ways=(keyring.Way("recovery", recovery),),
        )
        return keyring.seal(ring)


def new_ring(*, holder: str, root: str, log: str) -> Ring:
    """Fresh keys, pinned to this root and log."""
    return Ring(holder, agefile.generate_identity(), os.urandom(32), root, log)


def accept(body: dict[str, Any], *, now: datetime) -> None:
    """Hand in the body of ``POST /report/api/reports``, by the same road."""
    accept_report(report=msgspec.convert(body, Report), now=now)
