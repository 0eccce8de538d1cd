"""A gate's store, and what a keeper signs: only what was written is read."""

import json
import os
from dataclasses import replace

import pytest

from heard.formats import FormatError, _ed25519, agefile, agekeys, gatesigned, gatestore
from heard.formats._text import base64_text
from heard.formats.gatestore import BUCKET, Store, StoredCell

SITE, SEED, OTHER = "heard.meridian.example", b"s" * 32, b"o" * 32
IDENTITY = agekeys.identity_from_seed(b"i" * 32)
SECOND = agekeys.identity_from_seed(b"j" * 32)
KEEPERS = [_ed25519.public_of(SEED)]
CELL = StoredCell("ab" * 16, "Sales", ("cGVyc29u",), ("2027-01-01", "2027-07-02"))
STORE = Store(SITE, 3, b"k" * 32, (CELL,))
SAID = {"v": 1, "site": SITE, "number": 1, "key": base64_text(b"k" * 32), "cells": []}


def sealed(store=STORE, seed=SEED):
    recipients = [agekeys.recipient_of(each) for each in (IDENTITY, SECOND)]
    return gatestore.seal(store, seed=seed, recipients=recipients)


def opened(data, identity=IDENTITY, site=SITE):
    return gatestore.open_store(data, identity=identity, keepers=KEEPERS, site=site)


@pytest.mark.parametrize("identity", [IDENTITY, SECOND], ids=["one keeper", "the other"])
def test_each_keeper_reads_what_one_of_them_wrote(identity):
    assert opened(sealed(), identity) == STORE


def test_one_day_more_of_a_cell_does_not_show():
    fuller = StoredCell(CELL.id, CELL.unit, CELL.people, (*CELL.held, "2028-01-01"))
    assert len(sealed(replace(STORE, cells=(fuller,)))) == len(sealed())
    assert len(agefile.unseal(sealed(), [IDENTITY])) == BUCKET


def test_one_that_no_keeper_signed_is_not_believed():
    with pytest.raises(FormatError) as refused:
        opened(sealed(seed=OTHER))
    assert refused.value.kind == "signature"


def test_one_of_another_site_is_not_taken():
    with pytest.raises(FormatError) as refused:
        opened(sealed(), site="heard.other.example")
    assert refused.value.kind == "site"


def test_a_key_is_never_shown():
    assert "kkkk" not in repr(STORE)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"v": 2}, "version"),
        ({"number": 0}, "format"),
        ({"key": "AAAA"}, "format"),
        ({"key": "%"}, "format"),
        ({"cells": [["xx", "A", [], []]]}, "format"),
        ({"cells": [["ab" * 16, "A", [], ["2027-02-30"]]]}, "format"),
        ({"cells": [["ab" * 16, "A", [], ["27-02-03"]]]}, "format"),
        ({"more": 1}, "format"),
    ],
)
def test_a_signed_one_that_is_malformed_is_refused(changed, kind):
    with pytest.raises(FormatError) as refused:
        opened(signed(json.dumps(SAID | changed).encode()))
    assert refused.value.kind == kind


def test_one_that_can_be_read_in_two_ways_is_refused():
    with pytest.raises(FormatError, match="two ways"):
        opened(signed(b'{"v":1,' + json.dumps(SAID).encode()[1:]))


def signed(body):
    signature = _ed25519.sign(SEED, b"heard/gate-store/v1\n" + body)
    return agefile.seal(signature + body, [agekeys.recipient_of(IDENTITY)])


# ------------------------------------------------------------------------------------- requests

NOW, KEY = 1_800_000_000, base64_text(_ed25519.public_of(SEED))
ASKED = ("POST", "/gate/keeper/day", b'{"v":1}')


def test_a_request_says_whose_it_is():
    written = gatesigned.header(*ASKED, seed=SEED, now=NOW)
    keepers = [base64_text(os.urandom(32)), KEY]
    for apart in (-gatesigned.NEAR, 0, gatesigned.NEAR):
        assert gatesigned.check(written, *ASKED, keepers=keepers, now=NOW + apart) == KEY


@pytest.mark.parametrize(
    "asked",
    [
        ("PUT", ASKED[1], ASKED[2]),
        (ASKED[0], "/gate/keeper/store", ASKED[2]),
        (ASKED[0], ASKED[1], b'{"v":2}'),
    ],
    ids=["method", "path", "body"],
)
def test_it_is_of_one_method_path_and_body(asked):
    written = gatesigned.header(*ASKED, seed=SEED, now=NOW)
    with pytest.raises(FormatError) as refused:
        gatesigned.check(written, *asked, keepers=[KEY], now=NOW)
    assert refused.value.kind == "signature"


@pytest.mark.parametrize("apart", [-gatesigned.NEAR - 1, gatesigned.NEAR + 1])
def test_one_of_another_time_is_refused(apart):
    written = gatesigned.header(*ASKED, seed=SEED, now=NOW)
    with pytest.raises(FormatError) as refused:
        gatesigned.check(written, *ASKED, keepers=[KEY], now=NOW + apart)
    assert refused.value.kind == "time"


@pytest.mark.parametrize("text", ["", "1", "01 " + "A" * 86 + "==", f"{NOW} AAAA", f"{NOW}  x"])
def test_what_is_no_header_is_refused(text):
    with pytest.raises(FormatError) as refused:
        gatesigned.check(text, *ASKED, keepers=[KEY], now=NOW)
    assert refused.value.kind == "format"


def test_that_a_listing_was_read_only_its_keeper_can_say():
    said = gatesigned.taken("ab" * 32, seed=SEED)
    assert gatesigned.is_taken("ab" * 32, said, key=KEY)
    assert not gatesigned.is_taken("cd" * 32, said, key=KEY)
    assert not gatesigned.is_taken("ab" * 32, gatesigned.taken("ab" * 32, seed=OTHER), key=KEY)
    assert not gatesigned.is_taken("ab" * 32, "%", key=KEY)
