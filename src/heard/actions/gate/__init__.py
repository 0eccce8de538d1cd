"""The retaliation gate: what is filed against people at work, and what becomes of it.

docs/spec/gate.md. Who is protected is known to the keepers alone; nothing here can tell.
"""

from heard.actions.gate._deciding import decide, override, withdraw
from heard.actions.gate._filing import (
    BadActionsError,
    Filed,
    Filer,
    NewAction,
    by_holder,
    by_token,
    file_actions,
    rows_of,
)
from heard.actions.gate._keepers import (
    AskDay,
    GateDay,
    GiveAnswers,
    Keeper,
    admit,
    answer,
    day,
    put_store,
    store,
)
from heard.actions.gate._listings import accept_listing, taken
from heard.actions.gate._rounds import sweep
from heard.actions.gate._seats import Seated, employed, give, seats, take
from heard.actions.gate._tokens import Shown, make_token, revoke_token, tokens
from heard.actions.gate._tokens import admit as admit_token
from heard.actions.gate._views import GateView, OwnAction, one, view

__all__ = [
    "AskDay",
    "BadActionsError",
    "Filed",
    "Filer",
    "GateDay",
    "GateView",
    "GiveAnswers",
    "Keeper",
    "NewAction",
    "OwnAction",
    "Seated",
    "Shown",
    "accept_listing",
    "admit",
    "admit_token",
    "answer",
    "by_holder",
    "by_token",
    "day",
    "decide",
    "employed",
    "file_actions",
    "give",
    "make_token",
    "one",
    "override",
    "put_store",
    "revoke_token",
    "rows_of",
    "seats",
    "store",
    "sweep",
    "take",
    "taken",
    "tokens",
    "view",
    "withdraw",
]
