"""Column types keep what they are given, however it is inserted."""

from heard.records.models import IdempotencyKey


def test_many_rows_at_once_keep_ids_and_digests_whole(database):
    made = [IdempotencyKey(id=f"{n:032x}", sha256=f"{n:064x}") for n in (10, 11)]
    IdempotencyKey.objects.bulk_create(made)
    kept = IdempotencyKey.objects.order_by("id").values_list("id", "sha256")
    assert list(kept) == [(each.id, each.sha256) for each in made]
