"""What ``heard doctor`` says of SCIM: nothing where there never was a token."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from heard.actions.scim._tokens import Shown, tokens

SOON = timedelta(days=21)
SILENT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``level``: ok, careful or wrong; ``fix``: the next step, empty where there is none."""

    level: str
    what: str
    fix: str = ""


def check(*, now: datetime) -> list[Finding]:
    """Whether a provider can go on keeping the directory, and does."""
    known = tokens(now=now)
    good = [token for token in known if token.good]
    if not good:
        over = [token for token in known if token.used and token.until <= now]
        return [_over(over)] if over else []
    return [_of(token, now) for token in good]


def _over(tokens: list[Shown]) -> Finding:
    names = ", ".join(token.name for token in tokens)
    return Finding(
        level="wrong",
        what=f"no token is good any more ({names}): the directory is not kept up to date",
        fix="heard scim token NAME, and give it to the identity provider",
    )


def _of(token: Shown, now: datetime) -> Finding:
    if token.until - now < SOON:
        return Finding(
            level="careful",
            what=f"the token of {token.name} ends on {token.until:%Y-%m-%d}",
            fix="heard scim token NAME, give it to the identity provider, revoke the old one",
        )
    last = token.used or token.created.date()
    if now.date() - last > SILENT:
        return Finding(
            level="careful",
            what=f"{token.name} has not asked since {last}: the directory may be out of date",
            fix="look into the identity provider's own log; revoke the token if nobody uses it",
        )
    return Finding(level="ok", what=f"{token.name} keeps the directory, last on {last}")
