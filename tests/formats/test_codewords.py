"""The words of a code: which are never drawn, and what that costs."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator

import pytest

from heard.formats import returncode as codes
from heard.formats._codewords import VARIANTS, WOUNDING


@pytest.mark.parametrize("language", codes.LANGUAGES)
def test_a_code_keeps_127_of_its_bits(language: str) -> None:
    words = codes.wordlist(language)
    assert WOUNDING[language] < set(words)
    kept = 1 - len(WOUNDING[language]) / len(words)
    assert 128 + codes.WORDS * math.log2(kept) > 127


@pytest.mark.parametrize("language", codes.LANGUAGES)
def test_words_that_wound_are_drawn_again(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    wounding = [each for each in _entropies() if not _harmless(each, language)][:3]
    harmless = next(each for each in _entropies() if _harmless(each, language))
    drawn = iter([*wounding, harmless])
    monkeypatch.setattr(os, "urandom", lambda size: next(drawn)[:size])
    assert codes.generate(language) == harmless
    assert next(drawn, None) is None


def _entropies() -> Iterator[bytes]:
    return (hashlib.sha256(bytes([n])).digest()[: codes.ENTROPY] for n in range(256))


def _harmless(entropy: bytes, language: str) -> bool:
    return WOUNDING[language].isdisjoint(codes.words(entropy, language))


@pytest.mark.parametrize("language", codes.LANGUAGES)
def test_codes_of_old_still_open(language: str) -> None:
    for entropy in _entropies():
        assert codes.read(" ".join(codes.words(entropy, language))) == entropy


@pytest.mark.parametrize(
    ("language", "words"),
    {
        "english": "assault attack abuse blame guilt shove secret prison",
        "chinese_simplified": "强 侵 暴 罪 死 痛 骂 打 摸 脱 酒 性",
    }.items(),
)
def test_the_worst_are_among_them(language: str, words: str) -> None:
    assert set(words.split()) <= WOUNDING[language]


def test_traditional_characters_mean_one_word_each() -> None:
    simplified = set(codes.wordlist("chinese_simplified"))
    traditional = set(codes.wordlist("chinese_traditional"))
    assert set(VARIANTS.values()) <= simplified
    assert not set(VARIANTS) & (simplified | traditional)
    # A character of both lists has the same place in both.
    pairs = zip(
        codes.wordlist("chinese_simplified"), codes.wordlist("chinese_traditional"), strict=True
    )
    assert all(other == word or other not in simplified for word, other in pairs)
