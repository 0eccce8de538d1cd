"""Whatever its people do, in whatever order: nobody has the key to a file who may not have it."""

import datetime as dt

import pytest
from filekeys import CaseFile
from fileworld import NAMES, row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.access import file_key
from heard.actions.deadlines import escalation
from heard.formats.ids import new_id
from heard.records.models import CaseKey, FileLetter, FileWrap, Letter, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence")
DAY = dt.timedelta(days=1)
WHO = st.sampled_from(NAMES)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("make", "give", "step_out")), WHO),
        st.tuples(st.just("renew"), WHO),
        st.tuples(st.just("escalate"), st.none()),
    ),
    min_size=4,
    max_size=12,
)


class People:
    """What the pages of each send, by how the case stands; the server decides whether it counts."""

    def __init__(self, world, case, now):
        self.world, self.case, self.now = world, case, now
        self.desks = {name: world.desks[name] for name in NAMES}
        self.by_id = {desk.id: desk for desk in self.desks.values()}
        self.file = CaseFile(world.reporters[case])

    def meant(self):
        seats = file_key.may_hold(row(self.case), by="")
        return [(self.by_id[each.id], each.until or "") for each in seats]

    def make(self, name):
        desk, who = self.desks[name], self.meant()
        readers = [each for each, until in who if not until]
        if desk not in readers:
            return
        pair = [desk, *(each for each in readers if each is not desk)][:2]
        who = who if len(pair) == 2 else [each for each in who if not each[1]]
        key = CaseKey.objects.filter(case__id=self.case).latest("generation")
        mark = self.file.keys[:], self.file.bases[:], dict(self.file.seq)
        body = self.file.made(
            desk, who, now=self.now, authors=pair, told_seq=self.told(desk),
            case_key=key.recipient, case_generation=key.generation,
        )  # fmt: skip
        if self.send(desk, "file-keys", body) != 201:
            self.file.keys, self.file.bases, self.file.seq = mark

    def told(self, desk):
        return Letter.objects.filter(case__id=self.case, author=desk.id).count()

    def give(self, name):
        desk, view = self.desks[name], file_key.view(row(self.case), self.desks[name].id)
        if view is None:
            return
        named = {each.holder for each in view.keys[-1].copies}
        owed = [each for each in view.owed if desk.id not in each.authors and each.holder in named]
        if not owed:
            return
        body = self.file.given(
            desk, [(self.by_id[each.holder], each.until) for each in owed], now=self.now
        )
        self.send(desk, "file-keys/copies", body)

    def step_out(self, name):
        self.send(self.desks[name], "step-out", {"id": new_id(), "note": None})

    def renew(self, out):
        """By the reporter, who leaves this one out."""
        gone = self.desks[out]
        there = Wrap.objects.filter(case__id=self.case, left=None).exclude(holder=None)
        ids = set(there.values_list("holder", flat=True)) - {gone.id}
        following = CaseKey.objects.filter(case__id=self.case).count()
        people = [each for each in self.desks.values() if each.id in ids]
        if not people:
            return
        body = self.world.renewal(self.case, people, [gone], generation=following)
        by = next((each for each in people if each is not gone), None)
        self.send(by, "identity", body)

    def escalate(self, _name):
        escalation.sweep(now=self.now + 40 * DAY)

    def send(self, desk, rest, body):
        status = desk.post(f"cases/{self.case}/{rest}", body).status_code
        assert status in {201, 400, 404, 409}, rest
        return status


def holds(case):
    """What must be so after each deed."""
    found, key = file_key.sides(case), file_key.newest(case)
    rows = list(FileWrap.objects.filter(case=case))
    for each in rows:
        assert (each.left is None) == bool(bytes(each.sealed))
        assert each.left is not None or each.holder_id in found.able
        if (
            each.until in {"tier_2", "tier_3"}
            and each.holder_id in found.released
            and not each.left
        ):
            assert each.released is not None
        if each.until and each.released is not None and each.left is None:
            assert each.holder_id in found.released
    if key is None:
        return
    of_it = [each for each in rows if each.generation == key.generation]
    if file_key.floor(case, by="") == key.generation:
        assert {each.holder_id for each in of_it} <= found.keeping
    assert len({(each.holder_id, each.author_id, each.recipient) for each in of_it}) == len(of_it)
    statement = FileLetter.objects.get(case=case, id=key.statement)
    assert (statement.generation, statement.author) == (key.generation, key.author_id)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_no_course_of_things_gives_the_file_to_who_may_not_have_it(world, now, deeds):
    amara, jonas, ruth, ines = (world.desks[name] for name in NAMES)
    case = world.case([amara, jonas], [ruth, ines])
    people = People(world, case, now)
    people.make("Amara")
    assert file_key.newest(row(case)) is not None
    for deed, name in deeds:
        getattr(people, deed)(name)
        holds(row(case))
    for desk in people.desks.values():
        answer = desk.get(f"cases/{case}/work")
        view = file_key.view(row(case), desk.id)
        mine = [wrap for key in view.keys for wrap in key.wraps]
        if desk.id not in file_key.sides(row(case)).released:
            assert answer.status_code == 404
        else:
            told = answer.json()["file"]["keys"]
            assert sum(len(key["wraps"]) for key in told) == len(mine)
