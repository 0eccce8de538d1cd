"""One of each role of the permission table, and a request that is right in every way."""

import hashlib
import json

from channels import Party
from deskhand import Desk, invited
from deskworld import SEALED, SITE
from django.test import Client
from gate_roles import filed, seated
from kept import number

from heard.actions.operations import epochs
from heard.doors.desk import sign_in
from heard.doors.public import gate
from heard.formats import invitecode
from heard.formats.ids import new_id
from heard.records import blobs
from heard.records.models import (
    Event,
    Evidence,
    File,
    FileKey,
    FileLetter,
    Holder,
    Invitation,
    Letter,
    Opening,
    Part,
    PartyKeys,
    Segment,
    Wrap,
)


def of_a_case(world, now, *, older=False):
    """One of each role, by role; and the things that the table's paths name.

    ``older``: nothing that the code before the gate did not know.
    """
    amara, jonas, ruth, ines = (world.desks[name] for name in ("Amara", "Jonas", "Ruth", "Ines"))
    gone = world.active("Gone")
    here, other = world.case([amara, jonas, gone], [ruth]), world.case([ines])
    jonas.post(f"cases/{here}/step-out", {"id": new_id(), "note": None})
    Holder.objects.filter(id=gone.id).update(state=Holder.State.REMOVED)
    joined = world.join("Bo")
    epochs.close_epoch(now=now)  # the log is published epoch by epoch
    Wrap.objects.create(case_id=number(here), holder_id=joined.id, sealed=SEALED, released=now)
    roles = {
        "nobody": Desk(),
        "reporter": Desk(),
        "stranger": Desk(),
        "party": Desk(),
        "other": ines,
        "left": jonas,
        "waiting": ruth,
        "invited": Desk(),
        "joined": joined,
        "removed": gone,
        **({} if older else seated(now)),
        "holder": amara,
    }
    witness = a_party(here, amara, now)
    codes = {
        "reporter": world.reporters[here].authorization,
        "stranger": world.reporters[other].authorization,
        "party": f"Heard-Inbox {witness.own.header}",
    }
    named = things(here, roles, invited(now, name="Ina")[1])
    letter = FileLetter.objects.get(author="e" * 32).id
    return roles, {**named, "codes": codes, "party_letter": letter}


def a_party(here, desk, now):
    """Somebody of this case who enrolled under a file key that is gone, and wrote."""
    party = Party(invitecode.derive(invitecode.generate(), SITE))
    of = {"case_id": number(here), "party": "e" * 32, "at": now}
    invited = Invitation.objects.create(
        id=new_id(), holder_id=desk.id, locator=new_id() * 2, digest=new_id() * 2, generation=0,
        expires=now, sealed=b"", kept=b"", answered=now, **of,
    )  # fmt: skip
    FileKey.objects.create(
        case_id=number(here), matter=new_id(), generation=0, recipient=party.own.recipient,
        author_id=desk.id, statement=new_id(), digest="0" * 64, at=now, case_generation=0,
    )  # fmt: skip
    PartyKeys.objects.create(
        invitation=invited, recipient=party.own.recipient, signing="", code=party.own.stored,
        signature="", mac="", own=SEALED, index=0, **of,
    )  # fmt: skip
    FileLetter.objects.create(
        id=new_id(), kind="message", author="e" * 32, seq=0, sealed=SEALED, generation=0,
        sha256=hashlib.sha256(SEALED).hexdigest(), index=1, **of,
    )  # fmt: skip
    return party


def first_leaf(case):
    """By what name its first event is told of."""
    return Opening.objects.get(index=Event.objects.filter(case=case).earliest("index").index).leaf


def things(here, roles, token):
    letter = Letter.objects.get(case__id=here, kind="report")
    file, segment = a_file(here, letter)
    whole, first = a_file(here, letter, finished=letter)
    roles["holder"].post(f"cases/{here}/open", {"id": new_id()})
    return {
        "case": here,
        "letter": letter.id,
        "file": file,
        "segment": segment,
        "whole": whole,
        "first": first,
        "leaf": first_leaf(here),
        "passkey": roles["holder"].passkey.id,
        "waiting": roles["waiting"].id,
        "holder": roles["holder"].id,
        "token": token,
        "new": "0" * 32,
        **held_by_others(here, letter),
        **(filed(roles, letter.at) if "files" in roles else {}),
    }


def a_file(here, start, finished=None):
    """A file of one segment, by their ids; a reader has none before it is finished."""
    file, segment = new_id(), new_id()
    File.objects.create(
        id=file, case_id=number(here), author="reporter", start=start, letter=finished
    )
    Segment.objects.create(id=segment, file_id=file, place=0, received=len(SEALED))
    digest = hashlib.sha256(SEALED).hexdigest()
    blobs.put(segment, 0, digest, SEALED)
    Part.objects.create(segment_id=segment, offset=0, size=len(SEALED), sha256=digest)
    return file, segment


def held_by_others(here, letter):
    """An item in each state that an action may follow, by state."""
    found = {"needed": new_id(), "ordered": new_id()}
    for state, id in found.items():
        Evidence.objects.create(
            id=id,
            case_id=number(here),
            kind="camera",
            state=state,
            letter=letter.id,
            noted=letter.at,
        )
    return found


def kept(desk):
    """The SHA-256 of the keyring that whoever sits there has."""
    return hashlib.sha256(Holder.objects.get(id=desk.id).keyring).hexdigest()


def ask(row, role, desk, named):
    """One request by one role. Only who was invited knows the invitation."""
    gate.FAILURES.forget()
    gate.LISTINGS.forget()
    sign_in.RECOVERY.forget()  # so many roles at one address are more than may try a code
    headers = {"HTTP_HOST": "localhost:8000", "HTTP_ORIGIN": "http://localhost:8000"}
    if role in named["codes"]:
        headers["HTTP_AUTHORIZATION"] = named["codes"][role]
    if role != "invited":
        named = {**named, "token": "x" * 43}
    client: Client = desk.client
    body = row.body(named) if callable(row.body) else row.body
    if desk.id and isinstance(body, dict) and "replaces" in body:
        body = {**body, "replaces": kept(desk)}
    raw = isinstance(body, bytes)

    def send(**more):
        return client.generic(
            row.method,
            "/" + row.path.format(**named),
            body if raw else json.dumps(body) if body is not None else "",
            content_type="application/octet-stream" if raw else "application/json",
            secure=True,  # as behind a proxy: what browsers are told of TLS is judged too
            **headers,
            **row.headers,
            **more,
        )

    answer = send()
    if row.confirmed and answer.status_code == 403:
        path = row.path.format(**named).removeprefix("desk/api/")
        return send(**desk.touched(path, body))
    return answer
