"""From a filled-in form to a sealed report with its files, in the order that loses least."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from django.conf import settings

from heard.actions.intake import files, report
from heard.actions.publication import roster
from heard.doors.reporter.plain.answers import Answers
from heard.doors.reporter.plain.upload import Sealed
from heard.formats import letter
from heard.formats import report as reports
from heard.formats.ids import new_id
from heard.formats.report import Author, Secrets
from heard.formats.returncode import Keys
from heard.rules.duties import ACKNOWLEDGE
from heard.rules.rosters import NotListedError


@dataclass(frozen=True, slots=True)
class Sent:
    """What she is told. ``failed``: names of files.

    ``due``: by when a person must answer; ``late``: it was owed before the report came, and
    ``shared``: so the next readers have it too.
    """

    receipt: str
    due: datetime
    late: bool
    shared: bool
    stored: int
    failed: tuple[str, ...]


def authorization(keys: Keys) -> str:
    """The header that opens her inbox."""
    return f"Heard-Inbox {keys.header}"


def send(
    answers: Answers, secrets: Secrets, sealed: Sequence[Sealed], *, language: str, now: datetime
) -> Sent:
    """Words first, then files: a file that fails takes no word with it.

    Raises what ``accept_report`` raises, NotListedError, and LetterError (``too_large``).
    """
    digest, listed = roster()
    chosen = [each for each in listed.valid_on(now.date()) if each.id in answers.readers]
    if len(chosen) != len(answers.readers):
        raise NotListedError(
            "Someone you chose can no longer be written to. Look at the readers again."
        )
    named = answers.reveal != "anonymous"
    body = reports.seal(
        secrets,
        roster=digest,
        holders=chosen,
        content=answers.content(language),
        now=now,
        disclosed=answers.disclosed,
        name={"name": answers.texts["name"], "contact": "", "words": ""} if named else None,
        named_to=chosen,
    )
    done = report.accept_report(report=msgspec.convert(body, report.Report), now=now).accepted
    failed = _send_files(secrets, sealed, first=2 if named else 1, now=now)
    answer = next(each for each in done.duties if (each.kind, each.state) == (ACKNOWLEDGE, "open"))
    return Sent(
        receipt=done.receipt,
        due=answer.due,
        late=any(each.state == "before" for each in done.duties),
        shared=answer.from_tier < answer.tier,
        stored=len(sealed) - len(failed),
        failed=failed,
    )


def _send_files(
    secrets: Secrets, sealed: Sequence[Sealed], *, first: int, now: datetime
) -> tuple[str, ...]:
    failed, seq = [], first
    for file in sealed:
        try:
            _send_file(secrets, file, seq=seq, now=now)
            seq += 2
        except Exception:  # noqa: BLE001 -- the report is in: she is told which file is not
            failed.append(file.name)
            seq += 1  # its first letter may be there
    return tuple(failed)


def _send_file(secrets: Secrets, file: Sealed, *, seq: int, now: datetime) -> None:
    id, segment = new_id(), new_id()
    author, code = reports.reporter(secrets.keys), authorization(secrets.keys)
    about = {"file": id, "name": file.name, "type": file.type, "size": file.size}
    start = _letter(secrets, author, "file-start", seq, {**about, "modified": 0}, now)
    files.start_file(authorization=code, file=files.NewFile(id, start), now=now)
    for offset, length in file.parts(settings.HEARD.part_bytes):
        data = file.read(offset, length)
        files.put_part(
            authorization=code,
            file=id,
            segment=segment,
            offset=offset,
            data=data,
            digest=sha256(data).hexdigest(),
        )
    whole = {
        **about,
        "digest": file.digest.hexdigest(),
        "stripped": False,
        "segments": [{"id": segment, "offset": 0, "length": file.size}],
    }
    end = _letter(secrets, author, "file", seq + 1, whole, now)
    finish = files.Finish(end, (files.Whole(segment, file.sink.size),))
    files.finish_file(authorization=code, file=id, finish=finish, now=now)


def _letter(
    secrets: Secrets, author: Author, kind: str, seq: int, content: dict[str, Any], now: datetime
) -> files.FileLetter:
    written = author.letter(case=secrets.case, kind=kind, seq=seq, content=content, now=now)
    sealed = letter.seal(written, author.seed, [secrets.recipient])
    return files.FileLetter(written.id, seq, sealed)
