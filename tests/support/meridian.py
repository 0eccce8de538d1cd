"""Meridian Group, set up as its operator would: organisation, log, roster signed and accepted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import cast
from django.conf import settings

from heard.actions import rosters
from heard.actions.operations import setup
from heard.formats import agefile, roster
from heard.records.models import Holder


@dataclass(frozen=True, slots=True)
class Meridian:
    """What anybody can know of the organisation."""

    site: str
    root: str  # vkey
    log: str  # vkey
    roster: str  # the signed note

    def lin(self) -> cast.Reporter:
        """Someone new who has something to say."""
        return cast.Reporter(self.site)


def add_holder(person: cast.Person, *, state: str = Holder.State.JOINED) -> Holder:
    """A person who has joined. Her keyring is sealed to her recovery code."""
    return Holder.objects.create(
        id=person.id,
        name=person.name,
        role=person.role,
        unit=person.unit,
        tier=person.tier,
        state=state,
        recipient=person.recipient,
        signing=person.signing,
        keyring=agefile.seal(person.identity.encode(), [person.recovery.recipient]),
        recovery=person.recovery.stored,
        since=cast.SINCE,
    )


def found(*, now: dt.datetime) -> Meridian:
    """Set the organisation up in the database that Django points at."""
    site = settings.HEARD.site
    root = cast.root_key(site)
    ready = setup.set_up(name=cast.ORGANISATION, root=root.verifier.vkey, country="CN", now=now)
    for person in cast.ROSTER:
        add_holder(person)
    signed = roster.sign(rosters.draft(now=now, quorum=None), root)
    rosters.accept(signed=signed, now=now)
    add_holder(cast.BO)
    return Meridian(site, ready.root, ready.log, signed)
