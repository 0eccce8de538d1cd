"""The digest of a file in blocks does not depend on how the file comes."""

from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from heard.formats.blocks import BLOCK, BlockDigest


def plainly(data: bytes) -> str:
    blocks = [data[at : at + BLOCK] for at in range(0, len(data), BLOCK)]
    return sha256(b"".join(sha256(block).digest() for block in blocks)).hexdigest()


@settings(max_examples=25, deadline=None)
@given(
    size=st.sampled_from([0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 77]),
    step=st.integers(1_000_000, 3 * BLOCK),
)
def test_pieces_of_any_size(size, step):
    data = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    digest = BlockDigest()
    for at in range(0, size, step):
        digest.update(data[at : at + step])
    assert digest.hexdigest() == plainly(data)


def test_looking_does_not_change_it():
    digest = BlockDigest()
    digest.update(b"a")
    digest.hexdigest()
    digest.update(b"b")
    assert digest.hexdigest() == plainly(b"ab")
