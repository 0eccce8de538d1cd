"""A worked case, as somebody who reads it is told it."""

from datetime import datetime

from heard.access import casework, kept_until
from heard.access.casework_answers import KeptUntilView, WorkView
from heard.access.permission import require_reader


def read_work(*, holder: str, case: str, now: datetime) -> WorkView:
    """What was moved in it, who has its file, who is in it. Raises ``NoSuchCaseError``."""
    wrap = require_reader(holder=holder, case=case)
    casework.remember(wrap.case)
    by = casework.holder_mover(wrap, case=wrap.case)
    return casework.work(wrap.case, by=by, holder=holder, now=now)


def read_kept(*, holder: str, case: str, now: datetime) -> KeptUntilView:
    """What is kept of it, and until when. Raises ``NoSuchCaseError``."""
    return kept_until.view(require_reader(holder=holder, case=case).case, now=now)
