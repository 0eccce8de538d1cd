"""A consistent copy of everything but the signing guard, and the way back.

The guard stays out on purpose: it is what finds out that a restored database is older than what
the log has signed already. The sealed files are copied after the database: they only grow, so
that whatever the copied database speaks of is there.
"""

from heard.actions.backups._copying import Made, back_up
from heard.actions.backups._manifest import BackupError, Progress
from heard.actions.backups._restoring import GuardRefused, Restored, restore

__all__ = ["BackupError", "GuardRefused", "Made", "Progress", "Restored", "back_up", "restore"]
