"""What a gate keeper makes of listings and of actions that are open."""

from datetime import date, timedelta

import pytest

from heard.doors.operator.gatekeeper import folder, keeping
from heard.doors.operator.gatekeeper.keeping import Directory, Waiting
from heard.formats import agefile, agekeys, gatelisting
from heard.formats.gatestore import Store
from heard.rules import gate

SITE, TODAY = "heard.meridian.example", date(2027, 3, 10)
IDENTITY = agekeys.identity_from_seed(b"i" * 32)
PEOPLE = tuple((f"E{n:02}", f"e{n}@meridian.example", f"Unit {n // 10}") for n in range(40))
DIRECTORY = Directory(PEOPLE, {f"Unit {n}": "" for n in range(4)})
FRESH = Store(SITE, 0, b"k" * 32)


def listed(person, site=SITE, recipient=None):
    content = gatelisting.write(gatelisting.Listing(v=1, site=site, person=person))
    return agefile.seal(content, [recipient or agekeys.recipient_of(IDENTITY)])


def keep(store=FRESH, listings=(), open=(), directory=DIRECTORY, today=TODAY):
    waiting = Waiting({f"{n:064}": each for n, each in enumerate(listings)}, dict(open))
    return keeping.keep(store, waiting, directory, identity=IDENTITY, today=today)


def said(store, today):
    answers = keep(store, open=[(id, id) for id, _, _ in PEOPLE], today=today).answers
    return dict(answers)


@pytest.mark.parametrize("typed", ["E07", " e07 ", "E7@Meridian.Example"])
def test_who_is_listed_is_held_from_tomorrow_with_all_of_the_cell(typed):
    before = keep().store
    after = keep(before, [listed(typed)]).store
    [cell] = [new for new, old in zip(after.cells, before.cells, strict=True) if new != old]
    assert cell.held == ("2027-03-11",)
    assert 5 <= len(cell.people) <= 9
    assert said(after, TODAY) == said(before, TODAY)
    tomorrow = TODAY + timedelta(days=1)
    changed = {id for id, answer in said(after, tomorrow).items() if answer == gate.Answer.TALK}
    assert "E07" in changed
    assert changed - {
        id for id, answer in said(before, tomorrow).items() if answer == gate.Answer.TALK
    } <= {id for id, _, unit in PEOPLE if unit == "Unit 0"}


def test_nothing_that_is_kept_says_who_is_listed():
    before = keep().store
    mates = {next(c for c in before.cells if keeping._person(before, "E07") in c.people).people}
    for id, _, _ in PEOPLE:
        if {
            next(c for c in before.cells if keeping._person(before, id) in c.people).people
        } == mates:
            same = keep(before, [listed(id)]).store
            assert same == keep(before, [listed("E07")]).store
    text = repr(before)
    assert not any(id in text or email in text for id, email, _ in PEOPLE)


@pytest.mark.parametrize(
    "sealed",
    [
        listed("E99"),
        listed("Lin"),
        listed("E07", site="heard.other.example"),
        listed("E07", recipient=agekeys.recipient_of(agekeys.identity_from_seed(b"x" * 32))),
        b"no age file",
    ],
    ids=["nobody here", "a name", "another site", "another's key", "no age file"],
)
def test_a_listing_that_says_nothing_changes_nothing(sealed):
    before = keep().store
    done = keep(before, [sealed])
    assert done.unread == ("0" * 64,)
    assert done.store == before


def test_many_that_ask_on_one_day_are_one_day():
    before = keep().store
    assert keep(before, [listed("E07")] * 3).store == keep(before, [listed("E07")]).store


def test_what_is_over_is_forgotten():
    held = keep(keep().store, [listed("E07")]).store
    assert any(cell.held for cell in keep(held, today=date(2029, 6, 1)).store.cells)
    assert not any(cell.held for cell in keep(held, today=date(2029, 7, 2)).store.cells)


def test_who_came_since_is_answered_once_they_are_in_a_cell():
    assert keep(open=[("a", "E99")]).answers == ()
    more = Directory((*PEOPLE, ("E99", "", "Unit 1")), DIRECTORY.units)
    assert [action for action, _ in keep(open=[("a", "E99")], directory=more).answers] == ["a"]


def test_another_key_puts_others_together():
    def together(key):
        store = keep(Store(SITE, 0, key)).store
        who = {keeping._person(store, id): id for id, _, _ in PEOPLE}
        return {frozenset(map(who.__getitem__, cell.people)) for cell in store.cells}

    assert together(b"k" * 32) == together(b"k" * 32)
    assert len(together(b"k" * 32) & together(b"l" * 32)) <= 2


def test_the_folder_keeps_keys_for_its_owner_alone(tmp_path):
    keeper = folder.make(site=SITE, url="https://heard.meridian.example/")
    folder.write(tmp_path, keeper)
    assert folder.read(tmp_path) == keeper
    assert (tmp_path / folder.NAME).stat().st_mode & 0o777 == 0o600
    assert keeper.url == "https://heard.meridian.example"
    assert [path.name for path in tmp_path.iterdir()] == [folder.NAME]
