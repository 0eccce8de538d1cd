"""What a reporter signs in clear to take a report back, or to come back to it."""

from seeds import Json, an_id, b64, secret

from heard.formats import _ed25519, withdrawal

CASE, SEALED = an_id("taken back"), b"age-encryption.org/v1 and so on"


def make_withdrawal() -> Json:
    """Two that are signed, and what each such signature is not over."""
    seed = secret("signing Lin")
    signed = [
        {"move": move, "version": version, "signature": withdrawal.sign(
            seed, case=CASE, move=move, version=version, sealed=SEALED,
        )}
        for move, version in (("withdraw", 1), ("come_back", 12))
    ]  # fmt: skip
    first = signed[0]
    other = withdrawal.sign(
        secret("signing Gao"), case=CASE, move="withdraw", version=1, sealed=SEALED
    )
    unsigned: dict[str, Json] = {
        "of another case": {**first, "case": an_id("else")},
        "of the other move": {**first, "move": "come_back"},
        "of another time": {**first, "version": 2},
        "over another letter": {**first, "sealed": b64(SEALED + b".")},
        "by another key": {**first, "signature": other},
        "no signature": {**first, "signature": ""},
        "half of it": {**first, "signature": first["signature"][:44]},
    }
    key = b64(_ed25519.public_of(seed))
    return {
        "key": key, "seed": b64(seed), "case": CASE, "sealed": b64(SEALED),
        "signed": signed, "unsigned": unsigned,
    }  # fmt: skip
