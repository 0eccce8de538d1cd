"""Fixtures of the doors' tests. Imports stand inside: Django is not ready when this is loaded."""

import pytest
from operated import place, seeded  # noqa: F401 -- fixtures of the operator's tests


@pytest.fixture
def clock(now):
    """The doors' clock, standing at ``now`` until a test moves it."""
    import time_machine

    with time_machine.travel(now, tick=False) as travelling:
        yield travelling


@pytest.fixture
def fresh_limits():
    """Nobody has tried anything yet."""
    from heard.doors.desk import notifications, sign_in
    from heard.doors.public import gate
    from heard.doors.reporter import channel, middleware
    from heard.doors.scim import views

    views.FAILURES.forget()
    views.CALLS.forget()
    notifications.TESTS.forget()
    sign_in.RECOVERY.forget()
    sign_in.STARTS.forget()
    middleware.WRITES.forget()
    gate.LISTINGS.forget()
    gate.FAILURES.forget()
    channel.GUESSES.forget()


@pytest.fixture
def transport(settings):
    """As on a site of the world's; the middleware reads it once, before anybody asks anything."""
    import observatory

    settings.SECURE_HSTS_SECONDS = observatory.HALF_A_YEAR


@pytest.fixture
def world(founded, clock, now, fresh_limits, transport):
    """The organisation with Amara and Jonas (1), Ruth (2) and Ines (3), all active."""
    from deskworld import World

    from heard.ledger import writer

    def make():
        made = World(now=now)
        for name, tier in (("Amara", 1), ("Jonas", 1), ("Ruth", 2), ("Ines", 3)):
            made.join(name, tier)
        made.sign_roster()
        return made

    yield founded("world", make)
    writer.stop()


@pytest.fixture
def once(founded, world):
    """``once("work", make)``: what ``make`` makes in ``world``, made once a worker (``founded``).

    It has the world as ``world``. Who of it a test wants, it takes from there, afterwards.
    """

    def get(name, make):
        made = founded(name, make)
        world.become(made.world)
        made.world = world
        return made

    return get


@pytest.fixture
def team(no_evidence, once, world, now):
    """A case with its team: Amara leads, Jonas investigates, Bo decides; Ruth is outside."""
    from channels import Team

    def make():
        world.active("Bo")
        people = [world.desks[name] for name in ("Amara", "Jonas", "Bo", "Ruth")]
        case = world.case(people[:3], [people[3], world.desks["Ines"]])
        return Team(world, case, people, now)

    return once("team", make)


@pytest.fixture
def each_role(founded, world, now):
    """One of each role of the permission table, and the things that its paths name."""
    from roles import of_a_case

    return founded("each_role", lambda: of_a_case(world, now))


@pytest.fixture
def witnesses(seeded):  # noqa: F811 -- a fixture, imported above
    """A union with two witnesses and a board with one, over HTTP (support/witnessing.py)."""
    from witnessing import three

    yield from three(seeded)


@pytest.fixture
def firm(once, world, now):
    """The organisation with a gate of one keeper, a file and a seat to look."""
    from gateworld import Gate

    return once("firm", lambda: Gate(world, now))


@pytest.fixture
def two(once, world, now):
    """The same with two keepers."""
    from gateworld import Gate

    return once("two", lambda: Gate(world, now, number=2))


@pytest.fixture
def large(once, world, now):
    """The same with a thousand people."""
    from gateworld import Gate

    return once("large", lambda: Gate(world, now, count=1011))
