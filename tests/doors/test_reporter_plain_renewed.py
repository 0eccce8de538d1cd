"""The page without JavaScript where the key was renewed: it reads all, writes to the newest."""

import cast
import msgspec
import pytest
from django.test import Client
from renewing import Renewed

from heard.access import case_view
from heard.actions import cases
from heard.actions.intake import identity, inbox, report
from heard.doors.reporter.plain.words import words
from heard.formats import letter, returncode
from heard.languages import TAGS as LANGUAGES
from heard.rules.duties import KINDS
from heard.rules.events import FIELDS, OF_A_CASE

BACK = "/report/plain/back/"


@pytest.fixture
def renewed(meridian, lin, now):
    """Jonas was left out, with a letter of hers that is sealed to the new key."""
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    new = Renewed(lin, (cast.AMARA, cast.RUTH, cast.INES), [cast.JONAS])
    asked = identity.Renewal(
        id=new.id,
        letter=identity.FirstAddition(*new.addition("Jonas knows him.", now=now)),
        **{name: getattr(new.identity, name) for name in new.identity.__struct_fields__},
    )
    identity.renew(authorization=lin.authorization, renewal=asked, now=now)
    return new


def come_back(meridian, lin, **fields):
    browser = Client(HTTP_HOST=meridian.site, HTTP_SEC_FETCH_SITE="same-origin")
    code = " ".join(returncode.words(lin.secrets.code, "english"))
    return browser.post(BACK, {"code": code, **fields}).content.decode()


def test_it_reads_what_is_sealed_to_either_key(meridian, renewed):
    page = come_back(meridian, renewed.lin)
    assert cast.CONTENT["words"] in page
    assert "Jonas knows him." in page
    assert words("en")["event.identity_renewed"] in page


def test_a_key_that_a_handler_sealed_to_another_takes_nothing_from_her(meridian, lin, now):
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    new = Renewed(lin, (cast.AMARA, cast.JONAS, cast.RUTH, cast.INES))
    spoilt = msgspec.structs.replace(new.identity, reporter_wrap=new.sealed_to(cast.GAO.recipient))
    by = cast.AMARA.id
    cases.renew(holder=by, case=lin.case, key=new.id, identity=spoilt, note=None, now=now)
    page = come_back(meridian, lin)
    assert cast.CONTENT["words"] in page
    assert words("en")["event.identity_renewed"] in page


def test_what_she_writes_is_sealed_to_the_newest(meridian, renewed, now):
    assert words("en")["back.sent"] in come_back(meridian, renewed.lin, words="I am at home.")
    code = renewed.lin.authorization
    told = inbox.read_inbox(authorization=code, now=now).letters[-1]
    assert (told.kind, told.generation) == ("message", 1)
    sealed = inbox.read_letter(authorization=code, letter=told.id)
    assert letter.unseal(sealed, [renewed.secret]).content["words"] == "I am at home."


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_can_happen_and_be_owed_has_its_words(language):
    w = words(language)
    shown = {kind for kind, fields in FIELDS.items() if fields >= OF_A_CASE}
    assert [kind for kind in shown - {*case_view.DESKS_EVENTS} if f"event.{kind}" not in w] == []
    running = [name for name, kind in KINDS.items() if kind.fulfilled]
    assert [name for name in running if f"duty.{name}" not in w] == []
