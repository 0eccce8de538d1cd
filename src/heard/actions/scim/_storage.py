"""The storage that scim2-server reads and writes through: people, page by page."""

from collections.abc import Callable
from datetime import datetime
from time import sleep
from typing import Any, cast

from django.db import OperationalError
from django.db.models import Q, QuerySet
from scim2_models import (
    NotFoundException,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
)
from scim2_server.storage import ScimStorage, SearchPage

from heard.actions.scim import _writing
from heard.actions.scim._filters import Condition, order
from heard.actions.scim._ids import inside, outside
from heard.actions.scim._mapping import user
from heard.actions.scim._schema import MOST, Model
from heard.ledger.closed import ClosedError
from heard.ledger.directory_lock import DirectoryBusyError
from heard.ledger.journal import JournalEntry, UnavailableError, write
from heard.records.models import Person, Provisioned

TRIES = 40
PAUSE = 0.05  # seconds; in this request's thread, never in the writer's


class ProvisioningBusyError(Exception):
    """Somebody else writes the directory for longer than a request may wait, or it is closed."""


class Storage(ScimStorage):
    """People as SCIM users. ``now`` is the time of this request."""

    def __init__(self, *, now: datetime) -> None:
        self._now = now

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """One of them. Raises NotFoundException."""
        del resource_type, response_parameters
        id = inside(resource_id)
        person = visible().filter(pk=id).first()
        if person is None:
            raise NotFoundException(detail="There is no such user.")
        return user(person, Provisioned.objects.filter(pk=id).first())

    def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: object = None,
    ) -> SearchPage:
        """One page of those whom the filter finds; nothing else of them is loaded."""
        del position
        if not resource_types:
            return SearchPage(0, [])
        found = visible()
        if search_request.filter is not None:
            found = found.filter(Condition().visit(search_request.filter.ast))
        total = found.count()
        start = min(search_request.start_index_0 or 0, total)
        count = MOST if search_request.count is None else min(search_request.count, MOST)
        page = list(_ordered(found, search_request)[start : start + count]) if count else []
        rows = Provisioned.objects.in_bulk([person.id for person in page])
        return SearchPage(total, [user(each, rows.get(each.id)) for each in page])

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Add somebody. Raises UniquenessException, InvalidValueException."""
        made = cast("Model", resource)
        id = _done(lambda _: _writing.create(made, now=self._now))
        return self.get(resource_type, id)

    def update(
        self,
        resource_type: ResourceType,
        resource: Resource[Any],
        *,
        expected_version: str | None = None,
    ) -> Resource[Any]:
        """Make somebody what this says. Raises as ``create``, and PreconditionFailedException."""
        new = cast("Model", resource)
        _done(lambda _: _writing.update(new, expected=expected_version, now=self._now))
        return self.get(resource_type, str(resource.id))

    def delete(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        expected_version: str | None = None,
    ) -> None:
        """Somebody left; their row stays, since an old case may name them."""
        del resource_type
        _done(lambda _: _writing.leave(resource_id, expected=expected_version, now=self._now))


def visible() -> QuerySet[Person]:
    """Everyone but those whom the provider deleted and nobody has brought back."""
    gone = Provisioned.objects.filter(gone=True).values("person_id")
    return Person.objects.filter(Q(active=True) | ~Q(pk__in=gone))


def manager(resource_id: str) -> str:
    """The SCIM id of who is above a user now; empty: nobody, or there is no such user."""
    try:
        id = inside(resource_id)
    except NotFoundException:
        return ""
    here = visible().filter(pk=id).values_list("manager_id", flat=True).first()
    awaited = Provisioned.objects.filter(pk=id).values_list("manager", flat=True).first()
    return outside(above) if (above := here or awaited or "") else ""


def _ordered(found: QuerySet[Person], request: SearchRequest[Any]) -> QuerySet[Person]:
    if request.sort_by is None:
        return found.order_by("id")
    by = order(str(request.sort_by))
    down = request.sort_order is SearchRequest.SortOrder.descending
    return found.order_by(by.desc() if down else by.asc(), "id")


def _done(action: Callable[[JournalEntry], str]) -> str:
    """Do it in the writer's next commit, as soon as it is our turn.

    Raises ProvisioningBusyError.
    """
    for _ in range(TRIES):
        try:
            done = write(action).value
        except DirectoryBusyError:
            sleep(PAUSE)
            continue
        except (ClosedError, UnavailableError, OperationalError) as error:
            # an import holds SQLite, or the database is away, or closed
            raise ProvisioningBusyError from error
        assert done is not None
        return done
    raise ProvisioningBusyError
