"""Signed notes, trees and policies: public vectors, properties, and what they refuse."""

import base64
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.formats import FormatError, _ed25519, bech32, checkpoint, merkle, note, policy

VECTORS = Path(__file__).parents[2] / "vectors"
LOG = note.Signer("a.example/log", bytes(range(32)))
WITNESS = note.Signer("w.example", bytes(range(1, 33)), note.COSIGNATURE)
TEXT = "one\ntwo\n"


def refusal(action: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(FormatError) as caught:
        action(*args, **kwargs)
    return caught.value.kind


def public(name: str) -> Any:
    return json.loads((VECTORS / "note" / name).read_text())


def test_the_specifications_example_verifies() -> None:
    example = public("c2sp_signed_note.json")
    key = note.Verifier.parse(example["vkey"])
    signed = note.parse(example["note"])
    assert note.verify(signed, [key]) == (note.Signed(key, None),)
    assert signed.encode() == example["note"]


def test_gos_examples_verify_and_sign_the_same() -> None:
    go = public("note_test.json")
    peter, enoch = (note.Verifier.parse(go[name]) for name in ("peter_vkey", "enoch_vkey"))
    both = f"{go['text']}\n{go['peter_sig']}{go['enoch_sig']}"
    assert note.verify(note.parse(both), [peter, enoch]) == (
        note.Signed(peter, None),
        note.Signed(enoch, None),
    )
    signer = note.Signer.parse(go["peter_skey"])
    assert signer.encode() == go["peter_skey"]
    assert note.sign(go["text"], [signer]) == f"{go['text']}\n{go['peter_sig']}"
    assert [refusal(note.Verifier.parse, each) for each in go["bad_vkeys"]] == ["key", "key"]


def test_generated_signers_read_back() -> None:
    for kind in (note.ED25519, note.COSIGNATURE):
        signer = note.Signer.generate("a.example", kind)
        assert note.Signer.parse(signer.encode()) == signer
        assert note.Verifier.parse(signer.verifier.vkey) == signer.verifier
        assert signer.seed.hex() not in repr(signer)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PRIVATE+KEY+a",
        "PRIVATE+KEY+a+00000000+AQ==",
        "PRIVATE+KEY+a+00000000+!!!!",
        LOG.encode().replace("a.example", "b.example"),
        "x" * 600,
    ],
)
def test_signing_keys_that_are_refused(text: str) -> None:
    assert refusal(note.Signer.parse, text) == "key"


def test_signer_refuses_what_would_not_read_back() -> None:
    assert refusal(note.Signer, "a b", bytes(32)) == "key"
    assert refusal(note.Signer, "a", bytes(31)) == "key"
    assert refusal(note.Signer, "a", bytes(32), 2) == "key"
    assert refusal(LOG.line, TEXT, stamp=1) == "key"
    assert refusal(WITNESS.line, TEXT) == "key"
    assert refusal(note.sign, "no newline", [LOG]) == "format"
    assert refusal(note.sign, "\ud800\n", [LOG]) == "format"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (b"\xff\n\n", "format"),
        ("\n", "format"),
        (TEXT + "\n— a\n", "format"),
        (TEXT + "\n— a !!!!\n", "format"),
        (TEXT + "\n— a AAAA\n", "format"),
        (TEXT + "\n—  AAAAAAAAAAA=\n", "format"),
        (TEXT + "\n" + "— a AAAAAAAA\n" * 65, "too_large"),
        ("x" * (note.MAX_NOTE + 1), "too_large"),
    ],
)
def test_notes_that_are_refused(text: str | bytes, kind: str) -> None:
    assert refusal(note.parse, text) == kind


def test_verify_ignores_the_unknown_and_refuses_the_false() -> None:
    signed = note.sign(TEXT, [LOG])
    more = note.add(signed, WITNESS.line(TEXT, stamp=5))
    assert note.add(more, WITNESS.line(TEXT, stamp=5)) == more
    assert note.verify(note.parse(more), [LOG.verifier]) == (note.Signed(LOG.verifier, None),)
    assert note.verify(note.parse(more.encode()), [WITNESS.verifier])[0].stamp == 5
    assert refusal(note.verify, note.parse(signed), [WITNESS.verifier]) == "signature"
    short = note.Signature(LOG.name, LOG.verifier.id, b"short")
    cut = note.Note(TEXT, (short,))
    assert refusal(note.verify, cut, [LOG.verifier]) == "signature"
    late = WITNESS.line(TEXT, stamp=note.LAST + 1)
    assert (
        refusal(note.verify, note.parse(note.add(signed, late)), [WITNESS.verifier]) == "signature"
    )


def times(point: tuple[int, int], count: int) -> tuple[int, int]:
    """Plain affine Edwards arithmetic, apart from the code under test."""
    total = (0, 1)
    for _ in range(count):
        (x, y), (u, v) = total, point
        k = _ed25519._D * x * u * y * v
        p = _ed25519._P
        total = (
            (x * v + u * y) * pow(1 + k, -1, p) % p,
            (y * v + x * u) * pow(1 - k, -1, p) % p,
        )
    return total


def test_the_low_order_list_is_every_point_of_order_dividing_eight() -> None:
    p = _ed25519._P
    y = _ed25519._Y8
    square = (y * y - 1) * pow(_ed25519._D * y * y + 1, -1, p) % p
    root = pow(square, (p + 3) // 8, p)
    root = root if root * root % p == square else root * pow(2, (p - 1) // 4, p) % p
    assert {times((root, y), n)[1] for n in range(8)} == _ed25519._LOW_ORDER


def test_keys_that_are_sound() -> None:
    assert _ed25519.is_sound(LOG.verifier.public)
    assert not _ed25519.is_sound(LOG.verifier.public[:-1])
    assert not _ed25519.is_signed(b"", bytes(64), b"")
    assert not _ed25519.is_signed(LOG.verifier.public, b"", b"")


def trees(kind: str) -> list[Path]:
    return sorted((VECTORS / "merkle" / kind).rglob("*.json"))


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@pytest.mark.parametrize(
    "path",
    trees("inclusion") + trees("consistency"),
    ids=lambda p: f"{p.parent.name}-{p.stem}",
)
def test_public_tree_vector(path: Path) -> None:
    case = json.loads(path.read_text())
    proof = [raw(each) for each in case["proof"] or []]

    def action() -> None:
        if "leafIdx" in case:
            leaf, root = raw(case["leafHash"]), raw(case["root"])
            merkle.verify_inclusion(case["leafIdx"], case["treeSize"], leaf, proof, root)
        else:
            roots = raw(case["root1"]), raw(case["root2"])
            merkle.verify_consistency(case["size1"], case["size2"], *roots, proof)

    if case["wantErr"]:
        assert refusal(action) in {"range", "length", "root"}
    else:
        action()


def test_certificate_transparencys_tree() -> None:
    case = public("ct_merkle_test.json")
    leaves = [merkle.leaf_hash(bytes.fromhex(each)) for each in case["leaves"]]
    roots = [merkle.leaves_hash(leaves[: size + 1]).hex() for size in range(len(leaves))]
    assert roots == case["roots"]
    for old, new, old_root, new_root, proof in case["consistency"]:
        hashes = [bytes.fromhex(each) for each in proof]
        merkle.verify_consistency(
            old,
            new,
            bytes.fromhex(old_root),
            bytes.fromhex(new_root),
            hashes,
        )
        made = merkle.consistency_proof(old, new, lambda a, b: merkle.leaves_hash(leaves[a:b]))
        assert made == hashes


LEAVES = [merkle.leaf_hash(n.to_bytes(4, "big")) for n in range(70_000)]


def small(start: int, end: int) -> bytes:
    return merkle.leaves_hash(LEAVES[start:end])


def test_every_proof_of_small_trees() -> None:
    for size in range(1, 40):
        root = small(0, size)
        edge = merkle.edge_of(size, small)
        assert merkle.fold(edge) == merkle.tree_hash(0, size, small) == root
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, small)
            merkle.verify_inclusion(index, size, LEAVES[index], proof, root)
            assert (
                refusal(merkle.verify_inclusion, index, size, LEAVES[size], proof, root) == "root"
            )
        for old in range(1, size + 1):
            proof = merkle.consistency_proof(old, size, small)
            merkle.verify_consistency(old, size, small(0, old), root, proof)
            forged = [bytes(32), *proof[1:]]
            if proof:
                assert (
                    refusal(merkle.verify_consistency, old, size, small(0, old), root, forged)
                    == "root"
                )
    assert merkle.fold([]) == merkle.EMPTY == merkle.leaves_hash([])


def test_growth_completes_the_tiles_of_both_levels() -> None:
    size, edge, nodes = merkle.grow(300, merkle.edge_of(300, small), LEAVES[300:65_600])
    assert (size, edge) == (65_600, merkle.edge_of(65_600, small))
    expected = [(1, n, small(n * 256, n * 256 + 256)) for n in range(1, 256)]
    assert [each for each in nodes if each[0] == 1] == expected
    assert [each for each in nodes if each[0] > 1] == [(2, 0, small(0, 65_536))]
    assert refusal(merkle.grow, 3, [bytes(32)], []) == "length"


@settings(deadline=None)
@given(st.integers(1, 10**12), st.data())
def test_paths_of_large_trees_are_short_and_complete(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_path(index, size)
    covered = sorted([*path, (index, index + 1)])
    assert covered[0][0] == 0
    assert covered[-1][1] == size
    assert all(a[1] == b[0] for a, b in pairwise(covered))
    assert len(path) <= size.bit_length()
    assert len(merkle.consistency_path(index + 1, size)) <= size.bit_length() + 1


def test_paths_refuse_sizes_that_make_no_sense() -> None:
    for index, size in ((-1, 1), (1, 1), (0, 0)):
        assert refusal(merkle.inclusion_path, index, size) == "range"
    for old, new in ((0, 1), (2, 1), (-1, 1)):
        assert refusal(merkle.consistency_path, old, new) == "range"


def test_checkpoint_reads_back() -> None:
    head = checkpoint.Checkpoint("a.example/log", 7, bytes(32), ("more",))
    assert checkpoint.parse_text(head.encode()) == head
    signed = checkpoint.sign(head, LOG)
    signed = note.add(signed, checkpoint.cosign(signed, WITNESS, stamp=9))
    opened = checkpoint.verify(signed, LOG.verifier, [WITNESS.verifier])
    assert opened == checkpoint.Opened(head, (note.Signed(WITNESS.verifier, 9),))


W = [note.Signer(f"w{n}.example", bytes([n]) * 32, note.COSIGNATURE) for n in range(4)]
KEYS = [each.verifier for each in W]
THREE = "".join(f"witness X{n} {KEYS[n].vkey}\n" for n in range(3))


@pytest.mark.parametrize(
    ("lines", "cosigned", "satisfied"),
    [
        ("quorum none", [], True),
        ("quorum X0", [], False),
        ("quorum X0", [0], True),
        ("group g 2 X0 X1 X2\nquorum g", [0], False),
        ("group g 2 X0 X1 X2\nquorum g", [0, 2], True),
        ("group g any X0 X1\nquorum g", [1], True),
        ("group g all X0 X1\nquorum g", [1], False),
        ("group g any X0 X1\ngroup h all g X2\nquorum h", [0, 1], False),
        ("group g any X0 X1\ngroup h all g X2\nquorum h", [1, 2], True),
        ("\t# a comment\n\n  quorum\tX0  ", [0], True),
    ],
)
def test_policy(lines: str, cosigned: list[int], *, satisfied: bool) -> None:
    read = policy.parse(THREE + lines)
    assert read.satisfied([KEYS[n] for n in cosigned]) is satisfied


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("", "format"),
        ("quorum", "format"),
        ("quorum none\nquorum none", "format"),
        ("quorum nobody", "format"),
        ("group g 0 X0\nquorum g", "format"),
        ("group g 2 X0\nquorum g", "format"),
        ("group g 01 X0\nquorum g", "format"),
        ("group g any\nquorum g", "format"),
        ("group g any none\nquorum g", "format"),
        ("group g any X0 X0\nquorum g", "format"),
        ("group g any X0\ngroup h any X0\nquorum h", "format"),
        ("group X0 any X1\nquorum X1", "format"),
        ("group none any X1\nquorum X1", "format"),
        ("quorum g\ngroup g any X0", "format"),
        (f"witness Y {KEYS[0].vkey}\nquorum none", "format"),
        (f"witness Y {LOG.verifier.vkey}\nquorum none", "key"),
        (f"witness Y {KEYS[3].vkey} u v\nquorum none", "format"),
        (f"log {KEYS[0].vkey}\nquorum none", "key"),
        (f"log {LOG.verifier.vkey}\nlog {LOG.verifier.vkey}\nquorum none", "format"),
        ("log\nquorum none", "format"),
        ("log x\nquorum none", "key"),
        ("poem x\nquorum none", "format"),
        ("quorum none\r", "format"),
        ("# " + "x" * policy.MAX_POLICY + "\nquorum none", "too_large"),
        (
            "".join(f"group g{n} any {'X0' if not n else f'g{n - 1}'}\n" for n in range(300)),
            "too_large",
        ),
    ],
)
def test_policies_that_are_refused(lines: str, kind: str) -> None:
    assert refusal(policy.parse, THREE + lines) == kind


def test_policy_by_operator_counts_operators_not_keys() -> None:
    rows = [
        ("a", "Works council", KEYS[0]),
        ("b", "Works council", KEYS[1]),
        ("c", "Board", KEYS[2]),
    ]
    two = policy.by_operator(LOG.verifier, rows, 2)
    assert not two.satisfied(KEYS[:2])
    assert two.satisfied([KEYS[1], KEYS[2]])
    assert two.operators(KEYS[:2]) == ("Works council",)
    assert policy.by_operator(LOG.verifier, rows, 0).satisfied([])
    assert refusal(policy.by_operator, LOG.verifier, rows, 3) == "format"
    assert refusal(policy.by_operator, LOG.verifier, [("a", ":", KEYS[0])], 1) == "format"


@settings(deadline=None)
@given(st.binary(max_size=1300), st.sampled_from(["age", "age1pq", "age-secret-key-"]))
def test_bech32_round_trip(data: bytes, prefix: str) -> None:
    text = bech32.encode(prefix, data)
    assert bech32.decode(text) == bech32.decode(text.upper()) == (prefix, data)


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=40), st.data())
def test_bech32_finds_one_wrong_letter(data: bytes, draw: st.DataObject) -> None:
    text = bech32.encode("age", data)
    place = draw.draw(st.integers(4, len(text) - 1))
    letter = draw.draw(
        st.sampled_from(sorted(set("qpzry9x8gf2tvdw0s3jn54khce6mua7l") - {text[place]})),
    )
    assert refusal(bech32.decode, text[:place] + letter + text[place + 1 :]) == "bech32"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1",
        "1qqqqqq",
        "age1Qqqqqqqqq",
        "age1bbbbbbbbb",
        "a\x1f1qqqqqqq",
        "é1qqqqqqq",
        "q" * 5000,
    ],
)
def test_bech32_refuses(text: str) -> None:
    assert refusal(bech32.decode, text) == "bech32"


@pytest.mark.parametrize("words", [bytes([0, 1]), bytes(3)], ids=["a bit set", "a word too many"])
def test_bech32_refuses_spare_bits(words: bytes) -> None:
    check = bech32._checksum(bech32._expand("age") + words + bytes(6)) ^ 1
    words += bytes(check >> 5 * place & 31 for place in reversed(range(6)))
    text = "age1" + "".join(bech32._ALPHABET[word] for word in words)
    assert refusal(bech32.decode, text) == "bech32"


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("A12UEL5L", "a"),
        ("a12uel5l", "a"),
        ("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef"),
        ("?1ezyfcl", "?"),
    ],
)
def test_bech32_takes_the_standards_own_strings(text: str, prefix: str) -> None:
    assert bech32.decode(text)[0] == prefix
