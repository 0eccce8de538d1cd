"""Whether what goes to PostgreSQL over a network can be read, or answered, by somebody else."""

from collections.abc import Iterator
from ipaddress import ip_address

from django.db import connection

from heard.actions.operations.health._finding import Finding

WHOLE = "verify-full"
FIX = (
    f"write ?sslmode={WHOLE}&sslrootcert=/path/to/ca.pem behind HEARD_DATABASE_URL"
    " (docs/operate/settings.md)"
)


def check_reach() -> Iterator[Finding]:
    """How the database is reached, by the connection that there is; of SQLite nothing."""
    if connection.vendor != "postgresql":
        return
    connection.ensure_connection()
    made = connection.connection
    chosen = {each.keyword: each.val for each in made.pgconn.info}  # the environment's too
    yield reached(made.info.hostaddr, (chosen.get(b"sslmode") or b"").decode())


def reached(address: str, mode: str) -> Finding:
    """``address``: of the server, empty for a socket of this machine. ``mode``: libpq's sslmode."""
    if not address or ip_address(address.partition("%")[0]).is_loopback:
        return Finding("ok", "database", "is reached on this machine alone")
    if mode == WHOLE:
        return Finding("ok", "database", "is reached over TLS, and shows whose it is")
    what = f"{address} is reached with sslmode={mode}: anybody in between can read all, or answer"
    return Finding("careful", "database", what, FIX)
