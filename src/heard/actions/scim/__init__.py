"""The directory as an identity provider keeps it: SCIM 2.0 (RFC 7643, RFC 7644).

Only the SCIM door and the operator's may ask here (pyproject.toml, contract 9).
"""

from heard.actions.scim._checking import Finding, check
from heard.actions.scim._logging import log_changes
from heard.actions.scim._schema import PROVIDER
from heard.actions.scim._storage import Busy, Storage
from heard.actions.scim._tokens import (
    MAX_DAYS,
    Shown,
    TokenRefused,
    admit,
    make_token,
    revoke_token,
    tokens,
)

__all__ = [
    "MAX_DAYS",
    "PROVIDER",
    "Busy",
    "Finding",
    "Shown",
    "Storage",
    "TokenRefused",
    "admit",
    "check",
    "log_changes",
    "make_token",
    "revoke_token",
    "tokens",
]
