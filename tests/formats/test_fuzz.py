"""Every parser has a fuzz target; what broke one once, and some hundred inputs more, break none.

The same inputs every time, in seconds. Millions, by chance, are for script/fuzz.
"""

import ast
import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from fuzzing import seeds
from fuzzing.all_targets import TARGETS
from fuzzing.elsewhere import Elsewhere
from fuzzing.mutate import inputs
from fuzzing.target import Target
from fuzzing.twins import OWN, SHARED, TWINS

ROOT = Path(__file__).parents[2]
FORMATS = ROOT / "src/heard/formats"
CLIENT = ROOT / "client/lib"
CHANGED = 120  # inputs by chance for each target
OF_SEEDS = 60

# A function whose name begins so takes bytes, text or a value from outside and makes sense of it.
VERBS = (
    *("parse", "read", "decode", "dearmor", "dearmored", "verify", "open", "unseal", "unframe"),
    *("check", "look", "follow", "judge", "split", "unpack", "is", "has", "may", "hear", "stored"),
    *("same", "strip", "clean", "kind", "key", "readings", "tokens", "runs", "lines", "header"),
    *("rows", "plain", "foreign", "decimal", "language", "unbase64", "unbase64nopad", "unhex"),
    *("unbase64url", "unbech32", "recipient", "identity", "seed", "missing", "unread", "hybrid"),
)
READS = re.compile(rf"(?:{'|'.join(VERBS)})(?=[_A-Z(]|$)|\w+_(?:bytes|object|utf8)$")
SPARED = {
    "_ed25519.is_signed": "bytes of any kind: tried through every target that is signed",
    "_text.json_bytes": "writes",
    "agefile.header_for": "writes",
    "agepassphrase.header_for": "writes",
    "bagfolder.check": "a hash of each file",
    "bagfolder.read": "bag.read_info and bag.read_manifest, and which files are there",
    "agekeys.identity_from_seed": "writes",
    "conflicts.follow": "a hash",
    "gatesigned.header": "writes",
    "gatestore.open_store": "agefile.unseal of what a keeper signed",
    "history.follow": "entry.parse of each event, compared with what is told",
    "_inviteframe.check_sealed": "agefile.check_header, and a length",
    "invitation.check_roster": "roster.verify, compared with what was parsed",
    "invitation.check_sealed": "_inviteframe.check_sealed",
    "invitation.unseal": "agefile.unseal and invitation.read",
    "invitekept.unseal": "agefile.unseal and invitekept.read",
    "inviteown.check_sealed": "_inviteframe.check_sealed",
    "inviteown.unseal": "agefile.unseal and inviteown.read",
    "keyring.unseal": "agefile.unseal and keyring.parse",
    "kept.check": "compares what was verified",
    "letter.unseal": "agefile.unseal and letter.read",
    "newkeys.is_signed": "_text.base64_bytes and _ed25519.is_signed, over what was parsed",
    "note.key_id": "a hash",
    "names.plain_form": "part of names.key_of",
    "promise.key_name": "writes",
    "_stated.is_heir": "compares what was parsed",
    "partyletter.check_sealed": "letter.check_sealed, of two recipients",
    "partyletter.unseal": "letter.unseal and partyletter.parse",
    "partyroom.follow": "compares what was parsed",
    "verify.verify_broken": "compares what was verified, under merkle and checkpoint",
    "verify.verify_kept": "as verify.verify_broken",
    "withdrawal.is_signed": "_text.base64_bytes and _ed25519.is_signed",
    "gateagreed.is_signed": "_text.base64_bytes and _ed25519.is_signed",
    "wrap.unseal": "agefile.unseal and wrap.parse",
}
SPARED_THERE = {
    "agefile.hybridSeed": "part of agefile.recipientOf and wrap.parseWrap",
    "agefile.identityFromSeed": "writes",
    "ageheader.headerBytes": "writes",
    "codelabels.tokensOf": "part of returncode.readCode",
    "draft.hasDraft": "asks the browser",
    "ed25519.keyText": "writes",
    "keyring.identityFromPrf": "derives",
    "note.keyHash": "a hash",
    "letterAuthors.hasReport": "compares what was parsed",
    **dict.fromkeys(
        (
            *("caseworkAsked.isAdjusted", "caseworkAsked.isAfter", "caseworkAsked.isConfirmed"),
            *("caseworkAsked.isFormed", "caseworkMinor.hasMinor", "caseworkMinor.isAccompanied"),
            *("caseworkMinor.isMinor", "caseworkMinor.isWeighed", "caseworkMinor.mayStandBeside"),
            *("caseworkAsked.isOver", "caseworkAsked.isMadeTogether"),
            *("caseworkAsked.isRespondents", "caseworkAsked.isWorkedDay"),
            *("caseworkState.isAllFound", "caseworkState.isOpenAppeal"),
        ),
        "asks a case that was folded",
    ),
    "answering.isAnswer": "looks two codes up in a table",
    "answering.isPartysOwn": "looks two codes up in a table",
    "chacha.isNative": "asks the browser",
    "clock.isTold": "asks what was heard",
    "desk.hearLetters": "letterAuthors.hear",
    "desk.isProven": "compares what was parsed",
    "desk.openCase": "wrap.openWraps",
    "draft.readDraft": "agefile.open of what this tab sealed to itself",
    "ed25519.sameKey": "bytes.unbase64",
    "ed25519.verify": "bytes of any kind: the browser's own code",
    "caseLink.openLink": "agefile.open, letter.judgeLetter and caseLink.parseLink",
    "caseLink.openLinkCheck": "agefile.open, letter.judgeLetter and caseLink.parseLinkCheck",
    "fileKey.openFile": "wrap.openWrap, letter.judgeLetter, fileStatement.parseFileStatement",
    "erased.isReportGone": "looks at what the server lists",
    "files.isSameFile": "compares what was parsed",
    "items.checkAll": "sealedFileReader.openFile, read to its end",
    "history.followHistory": "entry.parseOpening of each event, compared with what is told",
    "history.isOtherwiseLogged": "compares what was parsed",
    "invitation.checkTeam": "roster.verifyRoster, compared with what was parsed",
    "invitation.openInvitation": "agefile.open and invitation.readInvitation",
    "inviteframe.openInvite": "agefile.open, and a length",
    "invitekept.openKept": "agefile.open and invitekept.readKept",
    "inviteown.openOwn": "agefile.open and inviteown.readOwn",
    "enrolling.openInvited": "invitation.openInvitation and roster.verifyRoster",
    "partyChain.followRoom": "compares what was parsed",
    "partyVouch.isVouched": "compares what was parsed",
    "partyKeys.judgePartyKeys": "invitekept.openKept and inviteanswer.parseAnswer",
    "partyRoom.openRoom": "inviteown.openOwn, letter.judgeLetter and partyLetter.parseTo",
    "promiseOrProof.verifyGiven": "promise.verifyPromise or receipt.verifyReceipt",
    "keyring.openKeyring": "agefile.open and keyring.readKeyring",
    "letter.judgeLetter": "letter.unpackLetter, compared with what the server says",
    "letter.openLetter": "agefile.open and letter.unpackLetter",
    "verifyCase.verifyCase": "report.hearLetters",
    "verifyLogged.verifyLogged": "promiseOrProof.verifyGiven, compared with the case",
    "matters.isReleased": "compares what was parsed",
    "assents.isSignedBeside": "shell.fits of what letter.judgeLetter read, and the log",
    "moves.judgeMoves": "shell.fits of what letter.judgeLetter read, and the log",
    "letter.judgeBy": "letter.unpackLetter, then as judgeLetter",
    "matters.mayHold": "compares what was parsed",
    "partyLetter.openPartyLetter": "agefile.open, letter.unpackLetter and partyLetter.parseTo",
    "readers.isHeir": "compares what was parsed",
    "recipient.readRecipient": "agefile.recipientKey of what was typed",
    "matching.checkBy": "compares what was verified",
    "newkeys.isSigned": "bytes.unbase64 and ed25519.verify, over what was parsed",
    "ownkeys.hasKey": "derives, and compares",
    "promise.checkBroken": "compares what was verified, under merkle and checkpoint",
    "promise.checkKept": "compares what was verified",
    "upgrade.checkUpgrade": "receipt.verifyReceipt, then promise.checkKept",
    "sealedFileReader.openBlob": "agefile.open",
    "sealedFileReader.openFile": "agefile.openHead and sealedFileReader.checkSegments",
    "reporterLimits.isPast": "compares two days",
    "report.hearLetters": "letterAuthors.hear",
    "report.openInbox": "wrap.openWraps",
    "report.openLetters": "as letter.openLetter",
    "verifySent.checkSent": "receipt.verifyReceipt, compared with what was sent",
    "verifyReceipts.checkShown": "receipt.verifyReceipt, compared with what is shown",
    "vectors.isVector": "the name of a file of ours",
    "vectors-keys.keyChecks": "vectors of ours",
    "letterAuthors.hear": "letter.unpackLetter and readers.follow",
    "letterAuthors.isMade": "compares what was parsed",
    "letterAuthors.isOlder": "compares what was parsed",
    "wrap.checkWrap": "wrap.parseWrap, compared with what was asked for",
    "wrap.openWrap": "agefile.open and wrap.parseWrap",
    "wrap.openWraps": "as wrap.openWrap, each",
    "transcript.linesOf": "words of any kind, split at line ends",
    "x25519.isNative": "asks the browser",
}


def functions_here() -> Iterator[str]:
    for path in sorted(FORMATS.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{path.stem}.{node.name}"


def functions_there() -> Iterator[str]:
    exported = re.compile(r"^export (?:async )?(?:function|const) (\w+)", re.MULTILINE)
    for path in sorted(CLIENT.rglob("*.ts")):
        if not path.name.endswith((".test.ts", ".d.ts")):
            for name in exported.findall(path.read_text("utf-8")):
                yield f"{path.stem}.{name}"


def reading(names: Iterator[str]) -> set[str]:
    return {name for name in names if READS.match(name.partition(".")[2])}


def test_every_parser_of_python_has_a_target() -> None:
    covered = {each for target in TARGETS.values() for each in target.covers}
    without = reading(functions_here()) - covered - SPARED.keys()
    assert not without, f"no fuzz target in tests/support/fuzzing: {sorted(without)}"


def test_every_parser_of_typescript_has_a_target() -> None:
    covered = {each for covers in (*SHARED.values(), *OWN.values()) for each in covers}
    without = reading(functions_there()) - covered - SPARED_THERE.keys()
    assert not without, f"no fuzz target in client/fuzz: {sorted(without)}"


def test_nothing_is_spared_that_is_gone_or_tried() -> None:
    for spared, there, targets in (
        (SPARED, reading(functions_here()), TARGETS.values()),
        (SPARED_THERE, reading(functions_there()), ()),
    ):
        covered = {each for target in targets for each in target.covers}
        assert spared.keys() <= there - covered


def test_no_target_covers_what_is_gone() -> None:
    covered = {each for target in TARGETS.values() for each in target.covers}
    there = {each for covers in (*SHARED.values(), *OWN.values()) for each in covers}
    assert covered - set(functions_here()) == {"agefile.check_header", "agefile.is_hybrid"}
    assert there - set(functions_there()) == set()


def test_the_twins_know_the_same_keys() -> None:
    assert json.loads(seeds.KNOWN.read_bytes()) == seeds.known()


def some(target: Target) -> Iterator[bytes]:
    """What broke a parser once, some of the seeds, and those changed."""
    given = list(target.seeds())
    random = Random(target.name)
    yield from (each.read_bytes() for each in sorted((seeds.PAST / target.name).glob("*")))
    yield from random.sample(given, min(OF_SEEDS, len(given)))
    count = CHANGED // (6 if target.slow else 1)
    changed = inputs(given, longest=target.longest, random=random)
    yield from map(target.shape, islice(changed, count))


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as there:
        yield there


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_but_what_is_documented_leaves_a_parser(name: str, elsewhere: Elsewhere) -> None:
    target = TARGETS[name]
    for data in some(target):
        verdict = target.read(data)
        if name in TWINS:
            elsewhere.compare(name, data, verdict)
    elsewhere.finish()
