"""The reporter's addresses: a table of method, address, view and body."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from heard.actions import parties
from heard.actions.intake import (
    contacts,
    escalation,
    files,
    identity,
    letters,
    moves,
    packages,
    report,
    second_wraps,
)
from heard.doors._http.reading import body_of
from heard.doors.reporter import channel, views

MAX_JSON = 4 * 1024 * 1024
_ID = "([0-9a-f]{32})"
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Route:
    """``body``: what comes as JSON, for the view to take after the request."""

    method: str
    address: str
    view: View
    body: type[msgspec.Struct] | None = None
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(self.address))

    def answer(self, request: HttpRequest, ids: tuple[str, ...]) -> HttpResponseBase:
        """Read what was sent, and let the view answer."""
        if self.body is None:
            return self.view(request, *ids)
        return self.view(request, body_of(request, self.body, most=MAX_JSON), *ids)


ROUTES = (
    Route("POST", "reports", views.post_report, report.Report),
    Route("GET", "inbox", views.get_inbox),
    Route("GET", "inbox/kept", views.get_kept),
    Route("POST", "inbox/letters", views.post_letter, letters.NewLetter),
    Route("GET", f"inbox/letters/{_ID}", views.get_letter),
    Route("POST", "inbox/files", views.post_file, files.NewFile),
    Route("PUT", rf"inbox/files/{_ID}/segments/{_ID}/([0-9]{{1,15}})", views.put_part),
    Route("POST", f"inbox/files/{_ID}/finish", views.post_finish, files.Finish),
    Route("GET", f"inbox/files/{_ID}/segments/{_ID}", views.get_segment),
    Route("POST", "inbox/escalate", views.post_escalation, escalation.Escalation),
    Route("POST", "inbox/moves", views.post_move, moves.ReportersMove),
    Route("POST", "inbox/identity", views.post_identity, identity.Renewal),
    Route("POST", "inbox/wraps", views.post_wraps, second_wraps.SecondWraps),
    Route("POST", "inbox/packages", views.post_package, packages.NewPackage),
    Route("POST", "inbox/contacts", views.post_contact, contacts.NewContact),
    Route("POST", "inbox/contacts/remove", views.post_no_contact, contacts.OldContact),
    Route("GET", r"inbox/receipts/([0-9a-f]{64})", views.get_receipt),
    Route("GET", "channel/invitation", channel.get_invitation),
    Route("POST", "channel/answer", channel.post_answer, parties.NewAnswer),
    Route("GET", "channel", channel.get_channel),
    Route("POST", "channel/letters", channel.post_letter, parties.NewPartyLetter),
    Route("POST", "channel/moves", channel.post_move, parties.PartysMove),
    Route("GET", f"channel/letters/{_ID}", channel.get_letter),
)
