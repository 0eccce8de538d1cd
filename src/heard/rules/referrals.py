"""What a law has an organisation pass on to an authority: the twin of client/lib/referrals.ts.

The reporter reads it before sending; whether it holds in a case counsel decides in writing
(docs/spec/casework.md, "Referral").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heard.rules import _law
from heard.rules._packtable import BadPackError, members
from heard.rules.casework import TABLE

WHEN = frozenset({"always", "crime", "child"})
EXCEPTIONS = frozenset({"secrecy"})
_ID = re.compile(r"([a-z]{2})_[a-z]+")
_ROW = {
    "id": str,
    "country": str,
    "title": str,
    "to": str,
    "when": str,
    "exceptions": list,
    "article": str,
    "source": str,
    "verified": bool,
}
_MAY = {"law": str}


@dataclass(frozen=True, slots=True)
class MustReport:
    """One duty to pass something on. ``id`` names its words; ``law``: its pack, if it has one.

    ``to``: which authority; ``when``: of what; ``exceptions``: what the same law leaves out.
    ``source``: where it was read; ``verified``: whether with the text itself.
    """

    id: str
    country: str
    title: str
    to: str
    when: str
    exceptions: tuple[str, ...]
    article: str
    source: str
    verified: bool
    law: str = ""


def read(table: Mapping[str, Any]) -> tuple[MustReport, ...]:
    """The rows of a parsed file. Raises BadPackError naming the row."""
    members("referrals:", table, {"must_report": list}, {}, ())
    found = tuple(map(_row, table["must_report"]))
    if len({each.id for each in found}) != len(found):
        raise BadPackError("referrals: an id stands twice")
    return found


def binding(country: str) -> tuple[MustReport, ...]:
    """What binds an organisation of this country (ISO 3166-1), in the order of the file."""
    return tuple(each for each in MUST_REPORT if each.country == country)


def _row(given: Any) -> MustReport:  # noqa: ANN401 whatever TOML held
    where = f"referrals, {(given.get('id') if isinstance(given, dict) else given)!r}:"
    if not isinstance(given, dict):
        raise BadPackError(f"{where} no table")
    members(where, given, _ROW, _MAY, ())
    match = _ID.fullmatch(given["id"])
    if match is None or match[1].upper() != given["country"]:
        raise BadPackError(f"{where} begin the id with its country, as in es_prosecutor of ES")
    _among(where, "to", [given["to"]], TABLE.codes["authority"])
    _among(where, "when", [given["when"]], WHEN)
    _among(where, "exceptions", given["exceptions"], EXCEPTIONS)
    return MustReport(**{**given, "exceptions": tuple(given["exceptions"])})


def _among(where: str, member: str, given: list[Any], codes: Any) -> None:  # noqa: ANN401 a set or a tuple
    for each in given:
        if each not in codes:
            raise BadPackError(f"{where} {member} {each!r}: choose from {', '.join(sorted(codes))}")


MUST_REPORT = read(_law.read("referrals"))
