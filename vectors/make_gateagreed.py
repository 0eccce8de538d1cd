"""What a reporter signs in clear to let the gate be told, and which keepers are meant."""

from seeds import Json, an_id, b64, secret

from heard.formats import _ed25519, gateagreed

CASE, RECORD, SEALED = an_id("protected"), an_id("asked"), b"age-encryption.org/v1 and so on"
KEEPERS = ("age1pq1first", "age1pq1second")


def make_gateagreed() -> Json:
    """One that is signed, what it is not over, and digests of keepers."""
    seed = secret("signing Lin")
    said = {"case": CASE, "record": RECORD, "version": 2}
    other = gateagreed.sign(secret("signing Gao"), sealed=SEALED, **said)
    signature = gateagreed.sign(seed, sealed=SEALED, **said)
    unsigned: dict[str, Json] = {
        "of another case": {"case": an_id("else")},
        "of another question": {"record": an_id("else")},
        "of another time": {"version": 4},
        "over another letter": {"sealed": b64(SEALED + b".")},
        "by another key": {"signature": other},
        "no signature": {"signature": ""},
    }
    return {
        "key": b64(_ed25519.public_of(seed)), "seed": b64(seed),
        "signed": {**said, "sealed": b64(SEALED), "signature": signature},
        "unsigned": unsigned,
        "keepers": [
            {"recipients": list(each), "digest": gateagreed.keepers_digest(each)}
            for each in (KEEPERS, KEEPERS[::-1], KEEPERS[:1], ())
        ],
    }  # fmt: skip
