"""Telling people that something waits for them; never what, how much, or about whom.

A notice is written in the transaction that makes it true and leaves here, outside every
transaction. What is due for one person leaves as one message by each of their ways. A claim gives
rows to one sender for ten minutes; how far it got stands in the rows, way by way, so that a chat
room that fails does not bring a second mail. A sender that dies gives its rows back by itself when
the lease is over: what it was sending at that moment may come twice, and nothing is lost.
"""

from heard.actions.notifications._claiming import LEASE, claim, forget_stale
from heard.actions.notifications._digests import lay_digests
from heard.actions.notifications._reminders import Reminders
from heard.actions.notifications._round import Sent, send_due

__all__ = [
    "LEASE",
    "Reminders",
    "Sent",
    "claim",
    "forget_stale",
    "lay_digests",
    "send_due",
]
