"""Statements of a case's earlier keys as they are carried to who came late, and what is none."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace

from make_readers import FIRST, HERS, IDS, RUTH, SECOND, THIRD, person, said, signing, state
from seeds import CASE, Json, an_id, b64, secret

from heard.formats import _ed25519, carried, readers
from heard.formats.carried import Carried
from heard.formats.letter import REPORTER
from heard.formats.readers import Said, Statement

ON = "2026-11-21"
AMARAS = state(1, "Amara", "Ruth", out=("Xu",), prev=FIRST.digest())
NEWEST = state(2, "Amara", "Ruth", "Gao", prev=AMARAS.digest())
RIVAL = state(1, "Xu", "Ruth", out=("Amara",), prev=FIRST.digest())
RIVAL_KEY = replace(RIVAL, recipient="c" * 64)
AFTER_RIVAL = state(2, "Xu", "Ruth", "Gao", prev=RIVAL_KEY.digest())
AMARAS_OTHERWISE = replace(
    AMARAS,
    readers=tuple(
        replace(each, signing=signing("stranger")) if each.id == IDS["Ruth"] else each
        for each in AMARAS.readers
    ),
)


def signed(statement: Statement, author: str, *, by: str = "", **changed: str) -> Carried:
    """Signed by its author, or in its author's name by somebody else."""
    hers = author == REPORTER
    about = {"case": CASE, "author": author if hers else IDS.get(author, author), "on": ON}
    return carried.sign(statement, **{**about, **changed}, seed=secret(f"signing {by or author}"))


def received(statement: Statement = FIRST, **changed: str) -> Json:
    event = {
        "event": "report_received",
        "actor": REPORTER,
        "case_recipient": statement.recipient,
        "recipients": ",".join(each.id for each in statement.readers),
        "reporter_key": HERS,
    }
    return {**event, **changed}


def renewed(statement: Statement, author: str, **changed: str) -> Json:
    event = {
        "event": "identity_renewed",
        "actor": author if author == REPORTER else IDS[author],
        "generation": str(statement.generation),
        "case_recipient": statement.recipient,
        "recipients": ",".join(each.id for each in statement.readers),
        "excluded": ",".join(statement.excluded),
    }
    return {**event, **changed}


def passed(author: str, to: str) -> Json:
    return {"event": "case_passed", "actor": IDS[author], "to": IDS[to], "wrap": "0" * 64}


LOG = [received(), renewed(AMARAS, "Amara"), renewed(NEWEST, "Amara")]
REPORT, BY_AMARA = signed(FIRST, REPORTER), signed(AMARAS, "Amara")
LATE = (said("Amara", NEWEST),)  # all that who came with the newest key can open


def _without(event: Json, name: str) -> Json:
    return {key: value for key, value in event.items() if key != name}


# What whoever has the newest key alone opens, is carried, and is told of the log.
COURSES: dict[str, tuple[Sequence[Said], Sequence[Carried], Sequence[Json]]] = {
    "nothing is carried": (LATE, (), LOG),
    "the whole chain": (LATE, (REPORT, BY_AMARA), LOG),
    "in another order, and twice": (LATE, (BY_AMARA, REPORT, BY_AMARA), LOG),
    "cut at its beginning": (LATE, (BY_AMARA,), LOG),
    "cut before the newest": (LATE, (REPORT,), LOG),
    "the log lacks its beginning": (LATE, (REPORT, BY_AMARA), LOG[1:]),
    "the log lacks what is between": (LATE, (REPORT, BY_AMARA), (LOG[0], LOG[2])),
    "the log tells nothing": (LATE, (REPORT, BY_AMARA), ()),
    "the log says that somebody else made it": (
        LATE,
        (REPORT, BY_AMARA),
        (LOG[0], renewed(AMARAS, "Xu"), LOG[2]),
    ),
    "the log says that nobody was left out": (
        LATE,
        (REPORT, BY_AMARA),
        (LOG[0], renewed(AMARAS, "Amara", excluded=""), LOG[2]),
    ),
    "the log closes whom it left out": (
        LATE,
        (REPORT, BY_AMARA),
        (LOG[0], _without(LOG[1], "excluded"), LOG[2]),
    ),
    "the log says that others read it": (
        LATE,
        (REPORT, BY_AMARA),
        (LOG[0], renewed(AMARAS, "Amara", recipients=IDS["Amara"]), LOG[2]),
    ),
    "the log says that it was another key": (
        LATE,
        (REPORT, BY_AMARA),
        (LOG[0], renewed(AMARAS, "Amara", case_recipient="e" * 64), LOG[2]),
    ),
    "the log says that the report went to others": (
        LATE,
        (REPORT, BY_AMARA),
        (received(recipients=IDS["Amara"]), *LOG[1:]),
    ),
    "by somebody in Amara's name": (LATE, (REPORT, signed(AMARAS, "Amara", by="Xu")), LOG),
    "by somebody in her name": (LATE, (signed(FIRST, REPORTER, by="Xu"), BY_AMARA), LOG),
    "by Xu, who was left out of it": (
        (said("Xu", AFTER_RIVAL),),
        (REPORT, signed(RIVAL_KEY, "Xu")),
        LOG,
    ),
    "a rival of Xu's beside Amara's": (LATE, (REPORT, BY_AMARA, signed(RIVAL_KEY, "Xu")), LOG),
    "a rival of Xu's, to Amara's key": (LATE, (REPORT, BY_AMARA, signed(RIVAL, "Xu")), LOG),
    "two of Amara's that differ": (
        LATE,
        (REPORT, BY_AMARA, signed(AMARAS_OTHERWISE, "Amara")),
        LOG,
    ),
    "by nobody whom the roster knows": (LATE, (REPORT, signed(AMARAS, an_id("nobody"))), LOG),
    "of another case": (LATE, (signed(FIRST, REPORTER, case=an_id("else")), BY_AMARA), LOG),
    "called of another day": (LATE, (REPORT, replace(BY_AMARA, on="2026-11-22")), LOG),
    "of a day before Amara had the key": (
        LATE,
        (REPORT, signed(AMARAS, "Amara", on="2020-01-01")),
        LOG,
    ),
    "of the key that one has": (
        (said("reporter", FIRST), said("Amara", NEWEST)),
        (signed(AMARAS, "Amara"), signed(replace(FIRST, recipient="f" * 64), REPORTER)),
        LOG,
    ),
    "another of Amara's, of a key that one has": (
        (said("reporter", FIRST), said("Amara", AMARAS), said("Amara", NEWEST)),
        (signed(AMARAS_OTHERWISE, "Amara"),),
        LOG,
    ),
    "of the newest, in the place of a letter": (
        (said("Amara", AMARAS),),
        (REPORT, signed(NEWEST, "Amara")),
        LOG,
    ),
    "where one has no key": ((), (REPORT, BY_AMARA, signed(NEWEST, "Amara")), LOG),
    "one of Amara's with another key for Ruth, in the place of the true one": (
        LATE,
        (REPORT, signed(AMARAS_OTHERWISE, "Amara")),
        LOG,
    ),
    "she made the one between": (
        (said("Amara", THIRD),),
        (signed(SECOND, REPORTER),),
        (LOG[0], renewed(SECOND, REPORTER), renewed(THIRD, "Amara")),
    ),
    "who was let in made the newest": (
        (said("Ruth", THIRD),),
        (REPORT, signed(SECOND, REPORTER), signed(RUTH, "Amara")),
        (LOG[0], renewed(SECOND, REPORTER), passed("Amara", "Ruth"), renewed(THIRD, "Ruth")),
    ),
    "who was let in by nobody, as the log has it": (
        (said("Ruth", THIRD),),
        (REPORT, signed(SECOND, REPORTER), signed(RUTH, "Amara")),
        (LOG[0], renewed(SECOND, REPORTER), passed("Amara", "Gao"), renewed(THIRD, "Ruth")),
    ),
    "who was let in by somebody else, as the log has it": (
        (said("Ruth", THIRD),),
        (REPORT, signed(SECOND, REPORTER), signed(RUTH, "Amara")),
        (LOG[0], renewed(SECOND, REPORTER), passed("Gao", "Ruth"), renewed(THIRD, "Ruth")),
    ),
}


def key_of(author: str, on: str, claimed: bytes) -> bytes | None:
    """Amara has a second key since the day of the vectors, and nobody one before the year."""
    keys = [KEYS[author]] if author in KEYS and on >= "2026-01-01" else []
    found = [_ed25519.public_of(secret(f"signing {name}")) for names in keys for name in names]
    return claimed if claimed in found else next(iter(found), None)


KEYS = {REPORTER: ["reporter"], **{IDS[name]: [name] for name in IDS}}


def _course(name: str) -> Json:
    given, earlier, events = COURSES[name]
    have = {each.generation for each in given}
    older = carried.believed(earlier, case=CASE, have=have, key_of=key_of, events=events)
    found = readers.follow(HERS, [*given, *older])
    return {
        "name": name,
        "said": [
            {
                "author": each.author,
                "key": each.key,
                "generation": each.generation,
                "recipient": each.recipient,
                "statement": each.statement.value() if each.statement else None,
            }
            for each in given
        ],
        "earlier": [each.value() for each in earlier],
        "events": list(events),
        "made": {str(at): base.digest() for at, base in sorted(found.bases.items())},
        "readers": {str(at): sorted(ids) for at, ids in sorted(found.members.items())},
    }


def _malformed() -> dict[str, tuple[object, str]]:
    one = REPORT.value()
    other = deepcopy(one)
    other["readers"]["readers"] = []
    return {
        "nothing": (None, "carried"),
        "none": ([], "carried"),
        "129": ([one] * 129, "carried"),
        "words": ([{"words": "They could."}], "carried"),
        "a member too many": ([{**one, "words": ""}], "carried"),
        "a member is missing": ([{key: one[key] for key in one if key != "on"}], "carried"),
        "nobody's": ([{**one, "author": "Amara"}], "carried"),
        "no day": ([{**one, "on": "2026-02-30"}], "carried"),
        "a time": ([{**one, "on": "2026-11-21T09:00:00Z"}], "carried"),
        "a short key": ([{**one, "key": b64(bytes(31))}], "carried"),
        "half a signature": ([{**one, "signature": b64(bytes(32))}], "carried"),
        "a signature that is no base64": ([{**one, "signature": "?"}], "carried"),
        "a signature that is a number": ([{**one, "signature": 1}], "carried"),
        "a statement of nobody": ([other], "statement"),
        "no statement": ([{**one, "readers": None}], "statement"),
    }


def make_carried() -> Json:
    """What a note carries, what is none, and what follows from it for who came late."""
    good = [REPORT.value(), BY_AMARA.value()]
    assert person("Amara").signing == signing("Amara")
    return {
        "case": CASE,
        "reporter": HERS,
        "keys": {author: signing(name) for author, [name] in KEYS.items()},
        "since": "2026-01-01",
        "lists": [{"name": "good", "value": good, "expect": "ok"}]
        + [
            {"name": name, "value": value, "expect": kind}
            for name, (value, kind) in _malformed().items()
        ],
        "courses": [_course(name) for name in COURSES],
    }
