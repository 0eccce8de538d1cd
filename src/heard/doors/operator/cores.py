"""A core for each interpreter.

An interpreter has one lock for all its threads. Where they run on several cores, most of what a
request costs is to hand that lock from one core to another (docs/performance.md). So each process
keeps to one, where there are as many as processes and more than one; all else of the machine goes
where there is room. What is in C and needs no lock gives up the other core for that.
"""

import multiprocessing
import os
from multiprocessing.sharedctypes import SynchronizedArray


def places(processes: int) -> "SynchronizedArray[int]":
    """To be shared by so many processes, each forked from this one: who has which place."""
    return multiprocessing.get_context("fork").Array("i", processes)


def take(places: "SynchronizedArray[int]") -> int | None:
    """Give this process, and the threads that it starts from now on, a core that no other has.

    The number of its place. One that was started again has the place of the one that died. Where
    there are too few cores it may run on all of them; where no place is free, nothing changes.
    """
    with places.get_lock():
        free = next((at for at, pid in enumerate(places[:]) if not _lives(pid)), None)
        if free is None:
            return None
        places[free] = os.getpid()
    _keep_to(free, len(places))
    return free


def _keep_to(place: int, processes: int) -> None:
    cores = sorted(os.sched_getaffinity(0))  # what a container or taskset leaves us
    if len(cores) >= max(processes, 2):
        # By the parent's id, so that two Heards of one process seldom have the same core.
        os.sched_setaffinity(0, {cores[(os.getppid() + place) % len(cores)]})


def _lives(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's by now: ours is gone, and its id was given again
        return False
    return True
