"""SCIM filters and orders as conditions that the database decides (RFC 7644, 3.4.2.2).

What identity providers look somebody up by (userName, externalId, the employee number, the
address) is asked of an index first; anything else reads the table once.
"""

from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from scim2_models import InvalidFilterException, InvalidPathException
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)

from heard.actions.scim._ids import MARK, inside
from heard.actions.scim._mapping import compared
from heard.records.models import Person, Provisioned

MOST_ALIKE = 1000  # people with one address; a directory with more is not one
DEEP = 20
MOST_TERMS = 100  # of one filter; each may cost three questions to the database
_EMPTY = Value("")
_EMAIL = Lower("email")
# What each attribute is in the database, for all that is not looked up.
ATTRIBUTES: dict[str, Any] = {
    "id": F("id"),
    "employeenumber": Coalesce(F("provisioned__number"), F("id")),
    "username": Lower(
        Coalesce(NullIf(F("provisioned__key"), _EMPTY), NullIf(F("email"), _EMPTY), F("id"))
    ),
    "externalid": Coalesce(F("provisioned__external"), F("id")),
    "displayname": Lower("name"),
    "name.formatted": Lower("name"),
    "emails": _EMAIL,
    "emails.value": _EMAIL,
    "department": Lower(Coalesce(F("unit_id"), _EMPTY)),
    "manager": Coalesce(F("manager_id"), _EMPTY),
    "manager.value": Coalesce(F("manager_id"), _EMPTY),
    "addresses.country": Lower("country"),
    "active": F("active"),
}
_EXACT = ("id", "employeenumber", "externalid", "manager", "manager.value")
_LOOKUPS = {
    CompareOperator.eq: "exact",
    CompareOperator.co: "contains",
    CompareOperator.sw: "startswith",
    CompareOperator.ew: "endswith",
    CompareOperator.gt: "gt",
    CompareOperator.ge: "gte",
    CompareOperator.lt: "lt",
    CompareOperator.le: "lte",
}
_ASKED_EXACTLY = (CompareOperator.eq, CompareOperator.ne)


def order(name: str) -> Any:  # noqa: ANN401 an expression
    """What ``sortBy`` sorts by. Raises InvalidPathException."""
    found = ATTRIBUTES.get(_plain(name))
    if found is None:
        raise InvalidPathException(detail=f"Sorting by {name} is not offered.")
    return found


def by_user_name(user_name: str) -> list[str]:
    """Ids of the people whom this ``userName`` names; at most one that a provider made."""
    key = compared(user_name)
    known = Provisioned.objects.filter(key=key).exclude(key="").values_list("pk", flat=True)
    return [*known, *_imported(key, user_name)]


def _imported(key: str, user_name: str) -> list[str]:
    """People whom no provider has named: by their address, or by their id where they have none."""
    free = Q(provisioned__isnull=True) | Q(provisioned__key="")
    alike = Person.objects.alias(at=_EMAIL).filter(Q(at=key), free)
    bare = Person.objects.filter(free, id=user_name, email="")
    return [
        id for people in (alike, bare) for id in people.values_list("id", flat=True)[:MOST_ALIKE]
    ]


class Condition(FilterVisitor[Q]):
    """A filter as a condition on ``Person``. Raises InvalidFilterException."""

    def __init__(self) -> None:
        self._depth = self._terms = 0

    def visit(self, node: FilterNode) -> Q:
        """Bounded: each level is a level of SQL, and each term a part of it."""
        self._depth += 1
        self._count(1)
        found = super().visit(node)
        self._depth -= 1
        return found

    def _count(self, terms: int) -> None:
        self._terms += terms
        if self._depth > DEEP or self._terms > MOST_TERMS:
            raise InvalidFilterException(detail="The filter is nested too deeply, or too long.")

    def visit_comparison(self, node: Comparison) -> Q:
        """``attribute op value``."""
        name = _named(node.attr_path)
        if isinstance(node.value, str) and not _storable(node.value):
            raise InvalidFilterException(detail=f"{name} is compared with what no text can be.")
        if node.op is CompareOperator.ne:
            return ~self._equal(name, node.value)
        if node.op is CompareOperator.eq:
            return self._equal(name, node.value)
        if name in _EXACT or name == "active" or not isinstance(node.value, str):
            raise InvalidFilterException(detail=f"{name} can be compared by eq and ne alone.")
        found = Lookup(name, _LOOKUPS[node.op], node.value.lower())
        return found.condition()

    def _equal(self, name: str, value: object) -> Q:
        if value is None:
            return ~self._present(name)
        if name == "active":
            return Q(active=value is True)
        if not isinstance(value, str):
            raise InvalidFilterException(detail=f"{name} is compared with a text.")
        if name == "username":
            return Q(pk__in=by_user_name(value))
        if name in {"externalid", "employeenumber"}:
            return Q(pk__in=_by_key("external" if name == "externalid" else "number", value))
        if name in _EXACT:
            return Lookup(name, "exact", _key(value)).condition()
        return Lookup(name, "exact", value.lower()).condition()

    def visit_present(self, node: Present) -> Q:
        """``attribute pr``."""
        return self._present(_named(node.attr_path))

    def _present(self, name: str) -> Q:
        if name == "active":
            return Q(pk__isnull=False)
        return ~Lookup(name, "exact", "").condition()

    def visit_not(self, node: Not) -> Q:
        """``not (…)``."""
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        """``… and …``, ``… or …``."""
        found = Q()
        for term in node.terms:
            part = self.visit(term)
            found = found & part if node.op is LogicalOperator.and_ else found | part
        return found

    def visit_value_path(self, node: ValuePath) -> Q:
        """``emails[type eq "work" and value eq "…"]``: what is kept of a person is at work."""
        inner = node.val_filter
        terms = inner.terms if isinstance(inner, LogicalExpr) else (inner,)
        if isinstance(inner, LogicalExpr) and inner.op is not LogicalOperator.and_:
            raise InvalidFilterException(detail="Inside brackets only and is offered.")
        self._count(len(terms))
        found = Q()
        for term in terms:
            found &= self._within(node.attr_path.attr, term)
        return found

    def _within(self, head: str, term: FilterNode) -> Q:
        if not isinstance(term, Comparison):
            raise InvalidFilterException(detail="Inside brackets only comparisons are offered.")
        part = term.attr_path.attr
        if part.lower() in {"type", "primary"} and term.op is CompareOperator.eq:
            mine = term.value is True or str(term.value).lower() == "work"
            return self._present(_plain(head)) if mine else Q(pk__in=[])
        return self.visit_comparison(Comparison(AttrPath(head, part), term.op, term.value))


class Lookup:
    """One comparison in the database's words."""

    def __init__(self, name: str, how: str, value: str) -> None:
        self._name, self._how, self._value = name, how, value

    def condition(self) -> Q:
        """Through a lookup of the expression itself, so that an index on it is used."""
        expression = ATTRIBUTES[self._name]
        matches = Person.objects.annotate(at=expression).filter(**{f"at__{self._how}": self._value})
        return Q(pk__in=matches.values("pk"))


def _by_key(column: str, value: str) -> list[str]:
    """What a provider said; of whom none has spoken, the employee id."""
    found = Provisioned.objects.filter(**{column: value}).exclude(**{column: ""})
    known = found.values_list("person_id", flat=True)
    imported = Person.objects.filter(id=value, provisioned__isnull=True)
    return [*known[:MOST_ALIKE], *imported.values_list("id", flat=True)]


def _storable(value: str) -> bool:
    """Neither NUL, which PostgreSQL has no place for, nor half of a pair, which is no UTF-8."""
    return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _key(value: str) -> str:
    return inside(value) if value.startswith(MARK) else value


def _named(path: AttrPath) -> str:
    name = _plain(f"{path.attr}.{path.sub_attr}" if path.sub_attr else path.attr)
    if name not in ATTRIBUTES:
        raise InvalidFilterException(detail=f"Filtering by {name} is not offered.")
    return name


def _plain(name: str) -> str:
    return name.rpartition(":")[2].lower()
