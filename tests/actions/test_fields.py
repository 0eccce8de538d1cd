"""Column types keep what they are given, however it is inserted."""

from heard.records.models import Deed


def test_many_rows_at_once_keep_ids_and_digests_whole(database):
    made = [Deed(id=f"{n:032x}", sha256=f"{n:064x}") for n in (10, 11)]
    Deed.objects.bulk_create(made)
    kept = Deed.objects.order_by("id").values_list("id", "sha256")
    assert list(kept) == [(each.id, each.sha256) for each in made]
