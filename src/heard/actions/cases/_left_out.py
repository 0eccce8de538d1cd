"""Whom the reporter left out: in the roster that she saw, and not among those she sealed to."""

from heard.records.models import Case, Holder, RosterVersion, Wrap


def left_out(case: Case) -> list[str]:
    """Ids of active holders whom no other handler may let in."""
    seen = RosterVersion.objects.filter(sha256=case.roster).values_list("note", flat=True).first()
    sealed = set(Wrap.objects.filter(case=case).values_list("holder_id", flat=True))
    active = Holder.objects.filter(state=Holder.State.ACTIVE).order_by("id")
    ids = active.values_list("id", flat=True)
    return [id for id in ids if seen is not None and id in seen and id not in sealed]
