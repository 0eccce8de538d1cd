"""The key to the file of a case: who may have it, and how it is made, given, renewed and ended."""

import cast
import msgspec
import pytest

from heard.access import file_key
from heard.actions.cases import acknowledge, step_out
from heard.actions.intake import report
from heard.formats.ids import new_id
from heard.records.models import Case

pytestmark = pytest.mark.usefixtures("no_evidence")


@pytest.fixture
def sent(meridian, lin, now):
    """Lin's report, acknowledged by Amara, who leads it; Jonas reads it; Ruth and Ines wait."""
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    acknowledge(holder=cast.AMARA.id, case=lin.case, key=new_id(), now=now)
    return lin


def the_case(lin):
    return Case.objects.get(id=lin.case)


def meant(lin):
    return {each.name: each.until for each in file_key.may_hold(the_case(lin))}


def test_before_there_is_a_team_who_reads_the_case_is_meant_to_read_its_file(sent):
    assert meant(sent) == {"Amara": "", "Jonas": "", "Ruth": "tier_2", "Ines": "tier_3"}
    assert file_key.view(the_case(sent), cast.AMARA.id) is None
    assert (file_key.newest(the_case(sent)), file_key.floor(the_case(sent))) == (None, 0)
    with pytest.raises(file_key.StaleFileKeyError):
        file_key.check_file_generation(the_case(sent), 0)


def test_who_stepped_out_may_not_have_the_file(sent, now):
    step_out(holder=cast.JONAS.id, case=sent.case, key=new_id(), note=None, now=now)
    assert meant(sent) == {"Amara": "", "Ruth": "tier_2", "Ines": "tier_3"}
