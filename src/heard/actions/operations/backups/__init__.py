"""A consistent copy of everything but the signing guard, the way back, and going on from there.

The guard stays out on purpose: it is what finds out that a restored database is older than what
the log has signed already. The sealed files are copied after the database: they only grow, so
that whatever the copied database speaks of is there. An exhibit alone can go meanwhile, where two
give it back or destroy it; then it is named as missing from the copy.
"""

from heard.actions.operations.backups._ages import ages
from heard.actions.operations.backups._copying import Made, back_up
from heard.actions.operations.backups._going import go_live
from heard.actions.operations.backups._manifest import Progress
from heard.actions.operations.backups._restoring import Restored, restore

__all__ = ["Made", "Progress", "Restored", "ages", "back_up", "go_live", "restore"]
