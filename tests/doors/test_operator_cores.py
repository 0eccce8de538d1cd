"""Each process that answers keeps to a core, where there are enough of them."""

import os
import signal
import time
from pathlib import Path

import pytest
from operated import environment
from processes import Heard, free_port

from heard.doors.operator import cores

ENOUGH = len(os.sched_getaffinity(0)) >= 2


def allowed(pid: int) -> list[set[int]]:
    """Of each thread of a process."""
    return [os.sched_getaffinity(int(each.name)) for each in Path(f"/proc/{pid}/task").iterdir()]


def in_a_child(act, cores_there):
    """What a process of its own may run on, once it has acted."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.sched_setaffinity(0, cores_there)
        act()
        os.write(write, " ".join(map(str, os.sched_getaffinity(0))).encode())
        signal.pause()
    found = {int(each) for each in os.read(read, 1000).split()}
    os.close(read)
    os.close(write)
    return child, found


@pytest.fixture
def children():
    made = []

    def start(act, cores_there):
        child, found = in_a_child(act, cores_there)
        made.append(child)
        return found

    yield start
    for each in made:
        os.kill(each, signal.SIGKILL)
        os.waitpid(each, 0)


def test_it_needs_two_cores_to_run_this():
    assert ENOUGH


def test_two_processes_have_two_cores_and_a_third_is_left_alone(children):
    every = os.sched_getaffinity(0)
    two = set(sorted(every)[:2])
    shared = cores.places(2)
    found = [children(lambda: cores.take(shared), two) for _ in range(3)]
    assert (len(found[0]), len(found[1])) == (1, 1)
    assert found[0] | found[1] == two
    assert found[2] == two


def test_who_is_started_again_has_the_core_of_the_one_that_died(children):
    two = set(sorted(os.sched_getaffinity(0))[:2])
    shared = cores.places(2)
    first, found = in_a_child(lambda: cores.take(shared), two)
    other = children(lambda: cores.take(shared), two)
    os.kill(first, signal.SIGKILL)
    os.waitpid(first, 0)
    assert children(lambda: cores.take(shared), two) == found != other


def test_the_id_of_one_that_died_may_be_another_users_by_now(children):
    two = set(sorted(os.sched_getaffinity(0))[:2])
    shared = cores.places(2)
    shared[0] = 1  # root's, and always there

    def take():
        if os.geteuid() == 0:
            os.setuid(65534)
        cores.take(shared)

    assert len(children(take, two)) == 1


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_where_there_are_too_few_cores_nothing_changes(children, processes):
    every = sorted(os.sched_getaffinity(0))
    for there in ({every[0]}, set(every[:2])):
        if len(there) < max(processes, 2):
            shared = cores.places(processes)
            assert children(lambda shared=shared: cores.take(shared), there) == there


def test_what_is_served_keeps_to_a_core_with_all_its_threads(seeded):
    port = free_port()
    command = ["serve", "--port", str(port), "--no-worker", "--workers", "2"]
    with Heard(command, folder=seeded, port=port, **environment(seeded)) as it:
        found = [allowed(pid) for pid in serving(it.process.pid)]
    assert all(len(set.union(*threads)) == 1 for threads in found), found
    assert len({next(iter(threads[0])) for threads in found}) == len(found)


def serving(pid):
    """The processes that answer."""
    until = time.monotonic() + 20
    below = Path(f"/proc/{pid}/task/{pid}/children")
    while len(below.read_text().split()) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(0.5)  # until their threads are there
    return [int(each) for each in below.read_text().split()]
