"""Holders' new keys: rosters that name them, and what follows in a case. Run by make.py."""

from dataclasses import replace
from datetime import date

from make_log import NOTICES, PROMISE, ROOT, ROSTER, SITE, rooted
from make_readers import BY_AMARA, FIRST, IDS, RUTH, SECOND, case, said, signing, state
from seeds import Json, b64, secret

from heard.formats import _ed25519, agefile, newkeys, note, readers
from heard.formats.newkeys import Earlier, PublicKeys
from heard.formats.readers import Said, Successor
from heard.formats.roster import Entry

LAST = date(2026, 3, 8)


def _seed(at: int) -> bytes:
    return secret(f"holder signing {at}" if at else "holder signing")


def _keys(at: int) -> PublicKeys:
    """Amara's: ``at`` counts from the first."""
    entry = replace(
        ROSTER.entries[0],
        recipient=agefile.recipient_of(agefile.identity_from_seed(secret(f"holder age {at}"))),
        signing=b64(_ed25519.public_of(_seed(at))),
    )
    return entry.keys if at else ROSTER.entries[0].keys


def _entry(at: int) -> Entry:
    """Amara after so many changes of her keys."""
    first = ROSTER.entries[0]
    steps = []
    for each in range(at):
        before, after = _keys(each), _keys(each + 1)
        made = newkeys.sign(_seed(each), site=SITE, holder=first.id, before=before, after=after)
        steps.append(
            Earlier(recipient=before.recipient, signing=before.signing, until=LAST, signature=made)
        )
    recipient = agefile.recipient_of(agefile.identity_from_seed(secret(f"holder age {at}")))
    return replace(first, recipient=recipient, signing=_keys(at).signing, earlier=tuple(steps))


def _roster(entry: Entry, **more: object) -> str:
    return rooted(replace(ROSTER, promise=PROMISE, entries=(entry, ROSTER.entries[1]), **more))


def _last(entry: Entry, **changes: object) -> Entry:
    return replace(entry, earlier=(*entry.earlier[:-1], replace(entry.earlier[-1], **changes)))


def _by(entry: Entry, **changed: object) -> str:
    """The signature of the last earlier key over something else."""
    before, after = entry.earlier[-1].keys, entry.keys
    given = {"site": SITE, "holder": entry.id, "before": before, "after": after, **changed}
    return newkeys.sign(_seed(len(entry.earlier) - 1), **given)


def roster_cases() -> list[Json]:
    """More cases for roster.json."""
    once, twice, other = _entry(1), _entry(2), ROSTER.entries[1]
    text = replace(ROSTER, promise=PROMISE, entries=(once, other)).encode()
    stranger = newkeys.sign(
        secret("stranger"), site=SITE, holder=once.id, before=_keys(0), after=_keys(1)
    )
    table = {
        "new keys that the ones before named": (_roster(once), "ok"),
        "new keys, twice": (_roster(twice), "ok"),
        "new keys that a stranger named": (_roster(_last(once, signature=stranger)), "new_keys"),
        "new keys named for another site": (
            _roster(_last(once, signature=_by(once, site="other.example"))),
            "new_keys",
        ),
        "new keys named for another holder": (
            _roster(_last(once, signature=_by(once, holder=other.id))),
            "new_keys",
        ),
        "another recipient than was named": (
            _roster(_last(once, signature=_by(once, after=_keys(2)))),
            "new_keys",
        ),
        "keys after keys that were left out": (
            _roster(replace(twice, earlier=twice.earlier[1:])),
            "ok",
        ),
        "a step of two left out": (_roster(replace(twice, earlier=twice.earlier[:1])), "new_keys"),
        "steps out of order": (_roster(replace(twice, earlier=twice.earlier[::-1])), "new_keys"),
        "17 earlier keys": (
            _roster(replace(once, earlier=once.earlier * 17)),
            "format",
        ),
        "a signature that is none": (_roster(_last(once, signature="!")), "new_keys"),
        "an earlier recipient that is no digest": (
            _roster(_last(once, recipient="Amara")),
            "format",
        ),
        "the keys of another, from before": (
            rooted(
                replace(
                    ROSTER,
                    promise=PROMISE,
                    entries=(once, replace(other, signing=once.earlier[0].signing)),
                )
            ),
            "duplicate",
        ),
        "new keys without a promise key": (
            rooted(replace(ROSTER, entries=(once, other))),
            "format",
        ),
        "new keys in version 2": (
            note.sign(text.replace("roster/v3", "roster/v2"), [ROOT]),
            "format",
        ),
        "new keys beside a machine": (_roster(once, services=(NOTICES,)), "ok"),
        "a machine with a key from before": (
            _roster(once, services=(replace(NOTICES, recipient=ROSTER.entries[0].recipient),)),
            "duplicate",
        ),
        "a last day that is none": (
            note.sign(text.replace(LAST.isoformat(), "2026-03-32"), [ROOT]),
            "format",
        ),
    }
    return [{"name": name, "note": text, "expect": kind} for name, (text, kind) in table.items()]


NEW = signing("Amara anew")
NEWER = signing("Amara once more")


def _step(before: str, after: str, by: str | None = None) -> Successor:
    return Successor(holder=IDS["Amara"], before=before, after=after, by=by or before)


def _renamed(key: str) -> readers.Statement:
    """Her first statement, with this key of Amara's."""
    people = [
        replace(each, signing=key) if each.id == IDS["Amara"] else each for each in FIRST.readers
    ]
    return replace(FIRST, readers=tuple(people))


OLD = signing("Amara")
AFTER = _renamed(NEW)
FROM_OLD = state(1, "Amara", "Ruth", out=("Xu",), prev=AFTER.digest())

CASES: dict[str, tuple[tuple[Said, ...], tuple[Successor, ...]]] = {
    "the key that Amara's named makes the next": (
        (said("reporter", FIRST), said("Amara", BY_AMARA, key=NEW)),
        (_step(OLD, NEW),),
    ),
    "a key that a stranger named for Amara": (
        (said("reporter", FIRST), said("Amara", BY_AMARA, key=NEW)),
        (_step(OLD, NEW, by=signing("stranger")),),
    ),
    "a key that named itself": (
        (said("reporter", FIRST), said("Amara", BY_AMARA, key=NEW)),
        (_step(OLD, NEW, by=NEW),),
    ),
    "a key that Xu's named is not Amara's": (
        (said("reporter", FIRST), said("Amara", BY_AMARA, key=NEW)),
        (replace(_step(signing("Xu"), NEW), holder=IDS["Xu"]),),
    ),
    "two keys that one named": (
        (said("reporter", FIRST), said("Amara", BY_AMARA, key=NEW)),
        (_step(OLD, NEW), _step(OLD, NEWER)),
    ),
    "over two steps, in any order": (
        (said("reporter", FIRST), said("Amara", BY_AMARA, key=NEWER)),
        (_step(NEW, NEWER), _step(OLD, NEW), _step(OLD, NEW)),
    ),
    "in a ring": (
        (said("reporter", FIRST), said("Amara", BY_AMARA, key=NEWER)),
        (_step(OLD, NEW), _step(NEW, OLD)),
    ),
    "the key before, where she named the new one": (
        (said("reporter", AFTER), said("Amara", FROM_OLD)),
        (_step(OLD, NEW),),
    ),
    "the key that Amara's named lets Ruth in": (
        (said("reporter", FIRST), said("reporter", SECOND), said("Amara", RUTH, key=NEW)),
        (_step(OLD, NEW),),
    ),
    "it lets nobody in where it was not named": (
        (said("reporter", FIRST), said("reporter", SECOND), said("Amara", RUTH, key=NEW)),
        (),
    ),
}


def _value(each: Successor) -> Json:
    return {
        "holder": each.holder,
        "before": each.before,
        "after": each.after,
        "by": each.by,
    }


def readers_cases() -> list[Json]:
    """More cases for readers.json."""
    return [
        {**case(name, given, steps), "successors": [_value(each) for each in steps]}
        for name, (given, steps) in CASES.items()
    ]
