"""SIGKILL at random moments under load: what was acknowledged is there, and the log holds."""

from __future__ import annotations

import http.client
import random
import threading
import time
from dataclasses import dataclass, field

import pytest
from houses import House
from traffic import Kept, send_file, send_message, send_report, turn_back

# Each half of the kills is a house of its own, so that both can be tried at once.
HALVES = 2
SENDERS = 3
# A life ends after so many acknowledgements and a while, both drawn: however slow the machine is,
# every life got something to lose, and where in a write the kill falls is chance.
MOST_DEEDS = 9
LONGEST_WHILE = 0.1
# What a life may take to get so far before the server counts as dead.
PATIENCE = 60.0
# The server went away in the middle: not acknowledged, so nothing is owed.
BROKEN = (OSError, http.client.HTTPException)


@dataclass
class Load:
    """Lins who keep on reporting until told to stop, and all that was acknowledged to them."""

    house: House
    kept: list[Kept] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    action: threading.Condition = field(default_factory=threading.Condition)
    actions: int = 0

    def run(self) -> None:
        wire = self.house.wire()
        try:
            while not self.stop.is_set():
                kept = send_report(wire, self.house.roster, self.house.lin())
                self.kept.append(kept)
                self.acknowledged()
                send_message(wire, kept, "I have remembered something.")
                self.acknowledged()
                send_file(wire, kept, b"frame" * 20_000, part=65_536)
                self.acknowledged()
                turn_back(wire, kept)
                self.acknowledged()
        except BROKEN:
            pass
        except AssertionError as error:
            self.wrong.append(str(error))
        finally:
            wire.close()

    def acknowledged(self) -> None:
        with self.action:
            self.actions += 1
            self.action.notify()

    def wait_for(self, actions: int) -> None:
        """Until so many are acknowledged in this life. Raises AssertionError."""
        with self.action:
            assert self.action.wait_for(lambda: self.actions >= actions or self.wrong, PATIENCE)


def one_life(house: House, load: Load, *, actions: int, then: float) -> None:
    """Start, let everybody send until so much is acknowledged and ``then`` seconds more, kill."""
    house.heard.start()
    load.stop.clear()
    load.actions = 0
    threads = [threading.Thread(target=load.run) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    load.wait_for(actions)
    time.sleep(then)
    house.heard.kill()
    load.stop.set()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("half", range(HALVES))
def test_what_was_acknowledged_outlives_every_kill(house: House, kills: int, half: int) -> None:
    chance = random.Random(20261121 + half)
    load = Load(house)
    lives = kills // HALVES
    for _ in range(lives):
        actions, then = chance.randint(1, MOST_DEEDS), chance.uniform(0, LONGEST_WHILE)
        one_life(house, load, actions=actions, then=then)
    assert load.wrong == []
    assert len(load.kept) > lives
    assert any(kept.parts for kept in load.kept)

    house.heard.start()
    wire = house.wire()
    assert [loss for kept in load.kept for loss in kept.lost(wire, house.log)] == []
    wire.close()
    house.heard.stop()
    found = house.doctor()
    assert "ok log: every entry, event and signature is as it was signed" in found
    assert "ok guard: the log is the one that this machine signed" in found
