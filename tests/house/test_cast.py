"""The cast really seals and signs, and who is struck out really cannot open."""

import base64
import datetime as dt

import cast
import pytest
from meridian import Meridian

from heard.formats import FormatError, letter, note, readers, roster
from heard.formats.letter import LetterError


def test_meridian_has_a_roster_that_its_root_key_signed(meridian: Meridian) -> None:
    read = roster.verify(meridian.roster, root=note.Verifier.parse(meridian.root))
    assert [entry.name for entry in read.entries] == ["Amara", "Gao", "Jonas", "Ruth", "Ines"]
    assert read.version == 1


def test_who_was_chosen_opens_the_report_and_who_was_not_cannot(
    meridian: Meridian, lin: cast.Reporter, now: dt.datetime
) -> None:
    body = lin.report(meridian.roster, now=now)
    wraps = {each["holder"]: base64.b64decode(each["sealed"]) for each in body["wraps"]}
    assert set(wraps) == {person.id for person in cast.UNINVOLVED}
    identity = cast.AMARA.open_case(wraps[cast.AMARA.id], lin)
    sealed = base64.b64decode(body["letter"]["sealed"])
    key = lin.secrets.keys.signing_public
    content = dict(letter.unseal(sealed, [identity], key=key).content)
    stated = readers.parse(content.pop("readers"))
    content.pop("signed")  # tests/formats/test_carried.py
    assert ({each.id for each in stated.readers}, content) == (wraps.keys(), cast.CONTENT)
    for wrap in wraps.values():
        with pytest.raises(FormatError):
            cast.GAO.open_case(wrap, lin)


def test_a_reply_is_read_by_the_reporter_as_its_author_signed_it(
    lin: cast.Reporter, now: dt.datetime
) -> None:
    posted = cast.JONAS.letter(lin, "Are you safe now?", seq=0, now=now)
    sealed = base64.b64decode(posted["sealed"])
    assert lin.read(sealed, cast.JONAS) == "Are you safe now?"
    with pytest.raises(LetterError):
        lin.read(sealed, cast.GAO)
