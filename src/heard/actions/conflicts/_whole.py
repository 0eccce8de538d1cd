"""The whole table gathered beside the buckets, in as little memory as it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from heard.formats import conflictwhole

SHARDS = 12  # bits: a part of them at a time is put in order
KEY = conflictwhole.KEY.stop - conflictwhole.KEY.start
RECORD = KEY + 3  # with the number of a row


class Whole:
    """Entries as they come, and the rows that they point to."""

    def __init__(self) -> None:
        self._rows: dict[bytes, int] = {}
        self._shards = [bytearray() for _ in range(1 << SHARDS)]
        self._size = 0

    def row(self, conflicts: Sequence[tuple[int, int]]) -> int:
        """The number of what is said, until all is gathered: in the order of coming."""
        return self._rows.setdefault(conflictwhole.row(conflicts), len(self._rows))

    def add(self, key: bytes, row: int) -> None:
        """Note an entry: what is kept of a key's digest, and its row."""
        shard = int.from_bytes(key[:2], "big") >> 16 - SHARDS
        self._shards[shard] += key + row.to_bytes(RECORD - KEY, "big")
        self._size += 1

    def encoded(self, fill: Callable[[int], bytes]) -> bytes:
        """The table, filled up with random entries."""
        for key, row in conflictwhole.filled(self._size, fill):
            self.add(key, row)
        rows = sorted(self._rows)
        numbers = {self._rows[row]: number for number, row in enumerate(rows)}
        return conflictwhole.encode(self._entries(numbers), self._size, rows)

    def _entries(self, numbers: Mapping[int, int]) -> Iterator[conflictwhole.Entry]:
        for shard in self._shards:
            whole = bytes(shard)
            for record in sorted(whole[n : n + RECORD] for n in range(0, len(whole), RECORD)):
                number = int.from_bytes(record[KEY:], "big")
                yield record[:KEY], numbers.get(number, 0)  # without rows a filling has none
