"""A key that a handler made: who waits has a second copy of it, by the reporter."""

from __future__ import annotations

import cast
import msgspec
import pytest
from renewing import Renewed

from heard.access.case_access import NoSuchCaseError
from heard.actions import cases as desk
from heard.actions.intake import escalation, identity, inbox, report, second_wraps
from heard.actions.intake.second_wraps import OneSecondWrap, SecondWraps
from heard.formats import agefile
from heard.formats.ids import new_id
from heard.records.models import SecondWrap
from heard.rules.refusals import MalformedError

STAYING = (cast.AMARA, cast.RUTH, cast.INES)


@pytest.fixture
def sent(meridian, lin, now):
    """Lin's report, sealed to Amara, Jonas, Ruth and Ines: Ruth waits, and so does Ines."""
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    return lin


@pytest.fixture
def renewed(sent, now):
    """Amara left Jonas out, and sealed nonsense to Ruth."""
    new = Renewed(sent, STAYING, [cast.JONAS])
    junk = agefile.seal(b"nonsense", [cast.RUTH.recipient])
    wraps = tuple(
        msgspec.structs.replace(each, sealed=junk) if each.holder == cast.RUTH.id else each
        for each in new.identity.wraps
    )
    made = msgspec.structs.replace(new.identity, wraps=wraps)
    who = {"holder": cast.AMARA.id, "case": sent.case, "key": new.id}
    desk.renew(**who, identity=made, note=None, now=now)
    return new


def owed(lin, now):
    told = inbox.read_inbox(authorization=lin.authorization, now=now).wraps_owed
    return {(each.generation, each.holder) for each in told}


def seals(new, *people, generation=1):
    made = tuple(OneSecondWrap(generation, who.id, new.sealed_to(who.recipient)) for who in people)
    second_wraps.add(authorization=new.lin.authorization, second=SecondWraps(made))


def second_of(who, lin, now):
    keys = desk.open_case(holder=who.id, case=lin.case, now=now).keys
    return [each.second is not None for each in keys]


def test_who_waits_is_owed_one_and_opens_by_it_once_it_is_their_turn(renewed, now):
    lin = renewed.lin
    assert owed(lin, now) == {(1, cast.RUTH.id), (1, cast.INES.id)}
    seals(renewed, cast.RUTH, cast.INES)
    assert owed(lin, now) == set()
    with pytest.raises(NoSuchCaseError):
        desk.open_case(holder=cast.RUTH.id, case=lin.case, now=now)
    asked = escalation.Escalation(new_id())
    escalation.escalate(authorization=lin.authorization, escalation=asked, now=now)
    newest = desk.open_case(holder=cast.RUTH.id, case=lin.case, now=now).keys[-1]
    assert renewed.opened(newest.second, cast.RUTH.identity) == renewed.secret
    assert second_of(cast.AMARA, lin, now) == [False, False]
    desk.step_out(holder=cast.RUTH.id, case=lin.case, key=new_id(), note=None, now=now)
    assert [each.holder_id for each in SecondWrap.objects.all()] == [cast.INES.id]


def test_what_is_not_owed_is_passed_over(renewed, now):
    lin = renewed.lin
    seals(renewed, cast.AMARA, cast.JONAS)  # who reads, and who was left out
    seals(renewed, cast.RUTH, generation=0)  # a key of her own making
    assert SecondWrap.objects.count() == 0
    seals(renewed, cast.RUTH)
    before = bytes(SecondWrap.objects.get().sealed)
    seals(renewed, cast.RUTH)  # the answer was lost
    assert bytes(SecondWrap.objects.get().sealed) == before
    made = SecondWraps((OneSecondWrap(1, cast.INES.id, b"nonsense"),))
    with pytest.raises(MalformedError):
        second_wraps.add(authorization=lin.authorization, second=made)


def test_it_ends_with_the_first_copy(renewed, now):
    lin = renewed.lin
    seals(renewed, cast.RUTH, cast.INES)
    new = Renewed(lin, (cast.AMARA, cast.INES), [cast.RUTH], generation=2)
    said = new.identity
    body = identity.Renewal(
        *(new.id, said.generation, said.case_recipient, said.wraps),
        *(said.reporter_wrap, said.exclude),
    )
    identity.renew(authorization=lin.authorization, renewal=body, now=now)
    assert [each.holder_id for each in SecondWrap.objects.all()] == [cast.INES.id]
    assert owed(lin, now) == set()  # of her own key there is nothing to seal again
