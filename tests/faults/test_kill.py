"""SIGKILL at random moments under load: what was acknowledged is there, and the log holds."""

from __future__ import annotations

import http.client
import random
import threading
import time
from dataclasses import dataclass, field

import pytest
from houses import House
from traffic import Kept, send_file, send_message, send_report

# In all: each half is a house of its own, so that both can be tried at once.
KILLS = {"sqlite": 100, "postgres": 30}
HALVES = 2
SENDERS = 3
# The server went away in the middle: not acknowledged, so nothing is owed.
BROKEN = (OSError, http.client.HTTPException)


@dataclass
class Load:
    """Lins who keep on reporting until told to stop, and all that was acknowledged to them."""

    house: House
    kept: list[Kept] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        wire = self.house.wire()
        try:
            while not self.stop.is_set():
                kept = send_report(wire, self.house.roster, self.house.lin())
                self.kept.append(kept)
                send_message(wire, kept, "I have remembered something.")
                send_file(wire, kept, b"frame" * 20_000, part=65_536)
        except BROKEN:
            pass
        except AssertionError as error:
            self.wrong.append(str(error))
        finally:
            wire.close()


def one_life(house: House, load: Load, *, seconds: float) -> None:
    """Start, let everybody send for a while, kill."""
    house.heard.start()
    load.stop.clear()
    threads = [threading.Thread(target=load.run) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    house.heard.kill()
    load.stop.set()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("half", range(HALVES))
def test_what_was_acknowledged_outlives_every_kill(house: House, engine: str, half: int) -> None:
    chance = random.Random(20261121 + half)
    load = Load(house)
    kills = KILLS[engine] // HALVES
    for _ in range(kills):
        one_life(house, load, seconds=chance.uniform(0.02, 0.5))
    assert load.wrong == []
    assert len(load.kept) > kills
    assert any(kept.parts for kept in load.kept)

    house.heard.start()
    wire = house.wire()
    assert [loss for kept in load.kept for loss in kept.lost(wire, house.log)] == []
    wire.close()
    house.heard.stop()
    found = house.doctor()
    assert "ok log: every entry, event and signature is as it was signed" in found
    assert "ok guard: the log is the one that this machine signed" in found
