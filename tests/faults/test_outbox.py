"""SIGKILL while mail goes out: nothing is lost, and twice comes only what was under way."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import warm
from houses import House

from heard.actions.notifications._sending import THREADS

SENDING = Path(__file__).parents[1] / "support" / "sending.py"
PEOPLE = 24
SECONDS = 240


def send(house: House, people: int, kills: int, senders: int) -> dict[str, Any]:
    environment = {**house.heard.environment, "DJANGO_SETTINGS_MODULE": "heard.config.settings"}
    order = [sys.executable, SENDING, *map(str, (people, kills, senders))]
    done = warm.run(order, env=environment, patience=SECONDS)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("senders", [1, 2])
def test_a_sender_that_is_killed_loses_nothing(house: House, kills: int, senders: int) -> None:
    kills //= 2
    told = send(house, PEOPLE, kills, senders)
    assert told["met"] >= kills
    assert told["part"] >= kills // 6  # kills between two mails, not only before or after all
    assert (told["left"], told["unsaid"]) == (0, 0)
    # A killed sender's notices go out with the next, so fewer than were asked for may arrive; at
    # most those twice that its threads had in hand.
    assert told["arrived"] <= told["asked"] + THREADS * told["met"]


def test_two_senders_that_live_send_nothing_twice(house: House) -> None:
    told = send(house, 200, 0, 2)
    assert (told["arrived"], told["left"], told["unsaid"]) == (told["asked"], 0, 0)
