"""Return codes: what is derived from one, and how people write it."""

import re

from seeds import SITE, Json, b64, secret

from heard.formats import _codewords
from heard.formats import returncode as codes


def code_case(name: str, entropy: bytes, language: str, domain: str) -> Json:
    keys = codes.derive(entropy, SITE, domain=domain)
    return {
        "name": name,
        "domain": domain,
        "entropy": entropy.hex(),
        "language": language,
        "words": codes.words(entropy, language),
        "login_verifier": keys.login_verifier.hex(),
        "header": keys.header,
        "stored": keys.stored,
        "age_identity": keys.identity,
        "age_recipient": keys.recipient,
        "signing_seed": keys.signing_seed.hex(),
        "signing_public": b64(keys.signing_public),
    }


def readings(entropy: bytes) -> dict[str, tuple[str, str]]:
    english, chinese = codes.words(entropy), codes.words(entropy, "chinese_simplified")
    swapped = [english[1], english[0], *english[2:]]
    traditional = dict(
        zip(
            codes.wordlist("chinese_simplified"), codes.wordlist("chinese_traditional"), strict=True
        )
    )
    plain, joined = " ".join(english), "".join(chinese)
    slips = [re.sub("(?<=^....).*", "x", word) for word in english]
    plurals = [re.sub("(?<=^....).*", r"\g<0>s", word) for word in english]
    return {
        "plain": (plain, "ok"),
        "capitals": ("  ".join(english).upper(), "ok"),
        "first four letters": (" ".join(word[:4] for word in english), "ok"),
        "slips after the fourth letter": (" ".join(slips), "ok"),
        "a letter too many": (" ".join(plurals), "ok"),
        "numbered lines": ("\n".join(f"{n}. {w}" for n, w in enumerate(english, 1)), "ok"),
        "numbers and colons": ("\n".join(f"{n}: {w}" for n, w in enumerate(english, 1)), "ok"),
        "numbers without a space": (" ".join(f"{n}{w}" for n, w in enumerate(english, 1)), "ok"),
        "commas": (",".join(english), "ok"),
        "hyphens": ("-".join(english), "ok"),
        "soft hyphens": (" ".join(f"{word[:2]}\u00ad{word[2:]}" for word in english), "ok"),
        "a byte order mark": ("\ufeff" + plain, "ok"),
        "zero-width spaces": ("\u200b".join(english), "ok"),
        "accents": (plain.replace("o", "ö"), "ok"),
        "dotless i": (plain.replace("i", "ı"), "ok"),
        "full-width": (
            "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in " ".join(english)),
            "ok",
        ),
        "a label and a colon": (f"Your 12 code words: {plain}", "ok"),
        "a label on a line of its own": (f"My code words\n{plain}\n", "ok"),
        "a sheet of paper": (f"Recovery code\nAmara Okafor\n\n{plain}\n", "ok"),
        "a Chinese label": (f"我的十二个字 {plain}", "ok"),
        "an Arabic label": (f"كلماتي: {plain}", "ok"),
        "chinese": (" ".join(chinese), "ok"),
        "chinese unspaced": (joined, "ok"),
        "chinese with punctuation": ("、".join(chinese) + "。", "ok"),
        "chinese, a label and a colon": (f"我的回访代码是：{joined}", "ok"),
        "chinese, a label and a space": (f"我的字 {joined}", "ok"),
        "chinese, an English label": (f"my words {joined}", "ok"),
        "chinese, traditional": ("".join(traditional[word] for word in chinese), "ok"),
        "eleven words": (" ".join(english[:11]), "words"),
        "thirteen words": (" ".join([*english, english[0]]), "words"),
        "a label without a mark": (f"my code words {plain}", "ok"),
        **labelled(english, chinese),
        "something without a mark": (f"hello dear friend {plain}", "words"),
        "labels, and a word left out": (
            "\n".join(f"Word {n}: {word}" for n, word in enumerate([*english[:11], ""], 1)),
            "words",
        ),
        "no spaces": ("".join(english), "glued"),
        "two without a space": (plain.replace(" ", "", 1), "glued"),
        "a word of no list": (" ".join([*english[:11], "xylophone"]), "unknown"),
        "three letters": (" ".join(["aba", *english[1:]]), "unknown"),
        "two of no list": (" ".join(["aba", *english[1:11], "xylophone"]), "unknown"),
        "chinese, a word of no list": ("醣" + joined[1:], "unknown"),
        "two languages": (" ".join([*english[:6], *chinese[6:]]), "words"),
        "words swapped": (" ".join(swapped), "checksum"),
        "empty": ("", "words"),
    }


def how_wrong(text: str) -> Json:
    try:
        codes.read(text)
    except codes.CodeError as error:
        return {"count": error.count, "wrong": [list(each) for each in error.wrong]}
    return {}


def labelled(english: list[str], chinese: list[str]) -> dict[str, tuple[str, str]]:
    """The code under each label that is made of words of the lists itself."""
    counted = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    one = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    plain, joined = " ".join(english), "".join(chinese)
    listed = {
        "Word 1:": [f"Word {n}: {word}" for n, word in enumerate(english, 1)],
        "Word 1": [f"Word {n} {word}" for n, word in enumerate(english, 1)],
        "one:": [f"{n}: {word}" for n, word in zip(one, english, strict=True)],
        "第 1 个字：": [f"第 {n} 个字：{word}" for n, word in enumerate(chinese, 1)],
        "第1个词：": [f"第{n}个词：{word}" for n, word in enumerate(chinese, 1)],
        "第一个字": [f"第{n}个字{word}" for n, word in zip(counted, chinese, strict=True)],
        "一、": [f"{n}、{word}" for n, word in zip(counted, chinese, strict=True)],
    }
    texts = {f"{name} on each line": "\n".join(lines) for name, lines in listed.items()}
    texts["Word 1: on one line"] = " ".join(listed["Word 1:"])
    texts["Word 1: below a heading"] = "\n".join(["My return code", *listed["Word 1:"]])
    texts |= {
        "code in front": f"code {plain}",
        "(code) in front": f"(code) {plain}",
        "a note behind": f"{plain} (keep it secret)",
        "chinese, a label in brackets": f"【返回码】的 {joined}",
        "chinese, a label and a dash": f"返回码—的 {joined}",
        "chinese, a label and spaced words": f"返回码—的 {' '.join(chinese)}",
        "chinese, a note behind": f"{joined}（请保密）",
    }
    return {name: (text, "ok") for name, text in texts.items()}


def make_returncode() -> Json:
    entropy = secret("return code", 16)
    sent = codes.derive(entropy, SITE).header
    return {
        "site": SITE,
        "derive": [
            code_case("english", entropy, "english", codes.RETURN),
            code_case("chinese", entropy, "chinese_simplified", codes.RETURN),
            code_case("recovery", entropy, "english", codes.RECOVERY),
            code_case("zeros", bytes(16), "english", codes.RETURN),
            code_case("ones", b"\xff" * 16, "chinese_simplified", codes.RETURN),
        ],
        "entropy": entropy.hex(),
        "wounding": {name: sorted(_codewords.WOUNDING[name]) for name in codes.LANGUAGES},
        "variants": _codewords.VARIANTS,
        "read": [
            {"name": name, "text": text, "expect": expect, **how_wrong(text)}
            for name, (text, expect) in readings(entropy).items()
        ],
        "headers": [
            {"text": text, "stored": codes.stored_from_header(text)}
            for text in (sent, sent + "=", sent[:-1], sent[:-1] + "B", "", "+" * 43)
        ],
    }
