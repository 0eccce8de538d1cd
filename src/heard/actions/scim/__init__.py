"""The directory as an identity provider keeps it: SCIM 2.0 (RFC 7643, RFC 7644).

Only the SCIM door and the operator's may ask here (pyproject.toml, contract 10). ``users`` stands
apart: what it is made of takes half a second to load, which only who has a provider should wait.
"""

from heard.actions.scim._checking import Finding, check
from heard.actions.scim._logging import log_changes
from heard.actions.scim._tokens import Shown, admit, make_token, revoke_token, tokens

__all__ = [
    "Finding",
    "Shown",
    "admit",
    "check",
    "log_changes",
    "make_token",
    "revoke_token",
    "tokens",
]
