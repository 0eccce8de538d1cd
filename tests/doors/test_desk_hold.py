"""A legal hold through the whole door: one puts it on, and nobody takes it off alone."""

import pytest
from moving import read_by_all

pytestmark = pytest.mark.usefixtures("no_evidence")


@pytest.fixture
def work(once, world):
    """A case of Amara and Jonas, which came to Ruth (2) and Ines (3), all with the file's key."""
    return once("work", lambda: read_by_all(world))


def tried(work, by, what, **said):
    """A move that is refused: status and reason. What was refused has no number."""
    status, error = work.send(by, work.body(by, what, "case", **said))
    work.file.seq[by.id, ""] -= 1
    return status, error["reason"]


@pytest.mark.acceptance("case-work", 9)
def test_one_person_alone_does_not_release_it(work):
    amara, ruth, ines = (work.world.desks[name] for name in ("Amara", "Ruth", "Ines"))
    assert tried(work, amara, "case.hold") == (409, "not_yours")
    work.moves(ruth, "case.hold", "case")
    assert tried(work, ruth, "case.release_hold") == (409, "not_signed")
    for second in (ruth, amara):  # oneself, and one of a tier that cannot put it on
        agreed = [second.id]
        work.assents(second, "case.release_hold", "case", actor=ruth, agreed=agreed)
        refused = tried(work, ruth, "case.release_hold", agreed=agreed)
        assert refused == (409, "not_signed")
    work.assents(ines, "case.release_hold", "case", actor=ruth, agreed=[ines.id])
    work.moves(ruth, "case.release_hold", "case", agreed=[ines.id])
