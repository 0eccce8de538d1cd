"""What runs by itself: the clocks, the hourly epoch, the witnesses, the notices.

One thread beside the server, or ``heard worker`` alone. Each round is safe to run twice and from
two machines; a round that fails is named by its error's type and tried again in the next.
"""

import logging
import threading
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections, connections

from heard.actions import (
    conflicts,
    gate,
    notifications,
    oversight,
    parties,
    retention,
    scim,
    sign_in,
)
from heard.actions.deadlines import escalation
from heard.actions.operations import epochs, leftovers, nodes, sealed_files, setup, timekeeping
from heard.doors.operator.gatekeeper import embedded

ROUND = 15  # seconds
logger = logging.getLogger("heard.worker")


class Loop:
    """Rounds until it is told to stop."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name="heard-worker", daemon=True)
        self._asker = epochs.Asker()
        self._reminders = notifications.Reminders()
        self._mender = sealed_files.Mender()
        self._retention = retention.Round()
        self._keeper = embedded.Hourly()
        self._forgot = self._swept = self._erased = -1
        self._latest: datetime | None = None

    def start(self) -> None:
        """Run in a thread of this process."""
        self._thread.start()

    def stop(self) -> None:
        """End after the step that is running; waits for a thread that was started."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def run(self) -> None:
        """Run here."""
        while not self._stop.wait(ROUND):
            self.round(timekeeping.keep(), timekeeping.now())
        connections.close_all()

    def round(self, now: datetime, latest: datetime | None = None) -> None:
        """Do all that is due. Each step stands alone: no mail must not mean no epoch.

        ``latest``: what time it may be already, where clocks are in doubt. In a Heard that was
        restored and has not gone live, nothing is due.
        """
        if setup.closed():
            return
        self._latest = max(now, latest or now)
        for step in (
            self._clocks,
            self._leftovers,
            self._directory,
            self._conflicts,
            self._epoch,
            self._gate,
            self._oversight,
            self._files,
            self._nodes,
            self._retained,
            self._notices,
        ):
            close_old_connections()
            try:
                step(now)
            except Exception as error:  # noqa: BLE001 -- whatever it is, the next round comes
                # The type only: an error's text may hold an address.
                name = step.__name__.strip("_")
                logger.error("%s failed: %s", name, type(error).__qualname__)  # noqa: TRY400 -- as above

    def _clocks(self, now: datetime) -> None:
        escalation.sweep(now=now)

    def _leftovers(self, now: datetime) -> None:
        if self._swept != now.hour:  # it looks into every folder, and nothing waits for it
            leftovers.sweep(now=now)
            sign_in.forget_old(now=now)
            parties.forget_expired(now=now)
            self._swept = now.hour

    def _directory(self, now: datetime) -> None:
        scim.log_changes(now=now)

    def _conflicts(self, now: datetime) -> None:
        conflicts.publish(now=now)

    def _epoch(self, now: datetime) -> None:
        epochs.close_epoch(now=now, latest=self._latest)
        self._asker.ask(now=now)

    def _gate(self, now: datetime) -> None:
        gate.sweep(now=now)
        self._keeper.keep(settings.HEARD.data / embedded.PLACE, now)

    def _oversight(self, now: datetime) -> None:
        oversight.prepare(now=now)

    def _files(self, now: datetime) -> None:
        sealed_files.walk(now=now)
        self._mender.mend(now=now)

    def _nodes(self, now: datetime) -> None:
        del now
        nodes.answer()

    def _retained(self, now: datetime) -> None:
        if self._erased != now.hour:
            self._retention.sweep(now=now)
            self._erased = now.hour

    def _notices(self, now: datetime) -> None:
        notifications.lay_digests(now=now)
        self._reminders.remind(now=now)
        notifications.send_due(now=now)
        if self._forgot != now.hour:  # it reads the whole table, and nothing waits for it
            notifications.forget_stale(now=now)
            self._forgot = now.hour
