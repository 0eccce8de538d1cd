"""The conflict vectors: keys of what is typed, names that are found, a table."""

import base64
import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from make_conflictproof import proofs
from seeds import an_id, secret

from heard.formats import FormatError, conflicts, conflictwhole, names, naming

Json = dict[str, Any]
TYPED = [
    "Gao Wei",
    "gao wei",
    "GaoWei",
    "WEI GAO",
    " Wei  Gao ",
    "Gao, Wei",
    "Gao-Wei",
    "ＧＡＯ　Ｗｅｉ",
    "高伟",
    "高 伟",
    "伟 高",
    "高偉",
    "김민수",
    "김 민수",
    "たなか はなこ",
    "タナカ ハナコ",
    "ﾀﾅｶ",
    "ガ",
    "محمد علي",
    "مُحَمَّد عَلِي",
    "محمـد على",
    "فاطمة",
    "علی",
    "אברהם",
    "שָׁלוֹם",
    "José Núñez",
    "Jose\u0301 Nu\u0301n\u0303ez",
    "JOSÉ NÚÑEZ",
    "Łukasz Żółć",
    "Đặng Thị Ánh",
    "Þór Æsir",
    "Straße",
    "STRASSE",
    "strasse",
    "ẞ",
    "İpek Işık",
    "ipek isik",
    "IPEK IŞIK",
    "Ωραίος Οδός",
    "ΟΔΟΣ",
    "O'Brien",
    "O’Brien",
    "OʼBrien",
    "Anne-Marie d’Arc",
    "ﬁona",
    "ĳssel",
    "Ǆemal",
    "ŉame",
    "राम कुमार",
    "Иванов Пётр",
    "ИВАНОВ ПЕТР",
    "𝐆𝐚𝐨",
    "Gao 2",
    "🙂",
    "🙂 Gao",
    "",
    "   ",
    "-",
    "'",
    "\t\n",
    "E001234",
    " e001234 ",
    "Ｅ００１２３４",
    "E-001/2",
    "٤٢",
    "42",
    "4 2",
    "E1\u200b",
    "\u200bE1",
    "E\u00a01",
    "Gao.Wei@Meridian.example",
    "gao.wei@meridian.example ",
    "GAO.WEI＠MERIDIAN.EXAMPLE",
    "straße@meridian.example",
    "İ@meridian.example",
    "@",
    "a@b c",
]
# Blocks that have been whole for many years, so that any browser's Unicode has them.
BLOCKS = {
    "latin": (0x20, 0x24F),
    "latin additional": (0x1E00, 0x1EFF),
    "greek": (0x391, 0x3CE),
    "cyrillic": (0x400, 0x4FF),
    "hebrew": (0x5D0, 0x5EA),
    "arabic": (0x621, 0x64A),
    "kana": (0x3041, 0x30FA),
    "han": (0x4E00, 0x9FA5),
    "hangul": (0xAC00, 0xD7A3),
    "half and full width": (0xFF01, 0xFFBE),
}
STORED = [
    (["Gao Wei", "高伟"], ["Wei Gao", "gaowei", "高 伟", "GAO WEI"], ["Gao", "Wei", "高", "高偉"]),
    (["高伟"], ["Gao Wei", "weigao", "高伟"], ["Gao", "高"]),
    (["Müller, Jörg"], ["jorg muller", "Joerg Mueller", "Jörg Müller"], ["Müller"]),
    (["Joerg Mueller"], ["Jörg Müller", "jorg muller"], ["Jorg"]),
    (["Maria del Carmen Garcia"], ["Maria Garcia", "García María", "carmen garcia"], ["Maria"]),
    (["Łukasz Ångström"], ["lukasz angstrom", "Lukasz Aangstroem"], ["Luke Angstrom"]),
    (["Юлия Иванова"], ["Юлия Иванова", "Yuliya Ivanova"], ["Julia Ivanova"]),
    (["محمد علي"], ["مُحَمَّد على"], ["Mohammed Ali"]),
    (["Nguyễn Văn Ánh"], ["nguyen van anh", "Ánh Nguyễn"], ["Anh"]),
    (["🙂"], [], ["🙂"]),
]
HOLDERS = tuple(an_id(f"conflict holder {n}") for n in range(11))


TOLD: dict[str, list[tuple[int, int]]] = {
    "name:ago": [(0, 0)],
    "name:伟高": [(n, n) for n in (1, 2, 3, 4)],
    "id:e7": [(n, n % 5) for n in range(11)],
    "email:gao@meridian.example": [(10, 1)],
}


def digest_of(first: int, last: int) -> str:
    said = "\n".join(names.key_of(chr(code)) for code in range(first, last + 1))
    return sha256(said.encode()).hexdigest()


def table() -> tuple[conflicts.Head, list[bytes]]:
    """Two buckets without paths: Gao with one conflict, 高伟 with four, E7 with all eleven."""
    head = conflicts.Head(
        salt=secret("conflict salt", 16).hex(),
        bits=1,
        entries=64,
        holders=HOLDERS,
        roster=secret("conflict roster").hex(),
        built="2026-11-21T09:00:00Z",
    )
    buckets: list[list[bytes]] = [[], []]
    for key, said in TOLD.items():
        at = conflicts.digest(head.salt, key)
        buckets[conflicts.prefix(at, head.bits)] += conflicts.entries(at, said)
    fills = (secret(f"conflict fill {n}", 64 * conflicts.ENTRY) for n in range(2))
    made = [
        conflicts.bucket(each, head.entries, lambda size, fill=fill: fill[:size])  # type: ignore[misc]
        for each, fill in zip(buckets, fills, strict=True)
    ]
    whole = sha256(whole_table(head.salt)).hexdigest()
    return replace(head, tree=conflicts.planted(made)[0], whole=whole), made


def whole_table(salt: str) -> bytes:
    """The same in four shards of sixteen entries, random ones among them."""
    digests = {key: conflicts.digest(salt, key)[conflictwhole.KEY] for key in TOLD}
    rows = sorted({conflictwhole.row(said) for said in TOLD.values()})
    numbers = {row: number for number, row in enumerate(rows)}
    own = [(digests[key], numbers[conflictwhole.row(said)]) for key, said in TOLD.items()]
    fills = (secret(f"whole fill {n}", 10) for n in range(64))
    entries = [*own, *conflictwhole.filled(len(own), lambda _: next(fills))]
    return conflictwhole.encode(sorted(entries), len(entries), rows)


def wholes(head: conflicts.Head) -> Json:
    """The whole table, and what a server may give in its place."""
    good = whole_table(head.salt)
    start = good.index(b"\x00\x0b") + 2  # of the longest row
    counts = len(good) - 64 * 5 - 8
    swapped = good[:-10] + good[-5:] + good[-10:-5]
    cases: dict[str, bytes] = {
        "good": good,
        "of a version to come": b"\x02" + good[1:],
        "numbers of three bytes": good[:1] + b"\x03" + good[2:],
        "more shards": good[:2] + b"\x03" + good[3:],
        "far more shards": good[:2] + b"\xff" + good[3:],
        "a row less": good[:5] + b"\x03" + good[6:],
        "a row more": good[:5] + b"\x05" + good[6:],
        "a holder twice": good[:start] + good[start + 2 : start + 4] + good[start + 2 :],
        "a holder beyond the list": good[:start] + b"\x00\xc0" + good[start + 2 :],
        "nobody": good[:start] + b"\x00\x00" + good[start + 2 :],
        "a relation beyond the list": good[:start] + b"\x00\x15" + good[start + 2 :],
        "another division": good[:counts] + b"\x00\x01" + good[counts + 2 :],
        "out of order": swapped,
        "an entry less": good[:-5],
        "a byte less": good[:-1],
        "a byte more": good + b"\x00",
        "nothing": b"",
    }
    said = [
        {"name": name, "body": base64.b64encode(body).decode(), "expect": _read(head, body)}
        for name, body in cases.items()
    ]
    assert [each["name"] for each in said if each["expect"] == "ok"] == ["good"]
    return {"cases": said, "unbound": base64.b64encode(good[:-1] + b"\x00").decode()}


def _read(head: conflicts.Head, body: bytes) -> str:
    try:
        conflictwhole.parse(replace(head, whole=sha256(body).hexdigest()), body)
    except FormatError as error:
        return error.kind
    return "ok"


def trees() -> Json:
    """Eight buckets of one entry, and what a server may give in the place of one."""
    buckets = [secret(f"conflict bucket {n}", conflicts.ENTRY) for n in range(8)]
    root, given = conflicts.planted(buckets)
    head = replace(table()[0], bits=3, entries=1, tree=root)
    _, others = conflicts.planted([*buckets[:5], secret("another bucket", 14), *buckets[6:]])
    good, end = given[5], conflicts.ENTRY
    path = [good[at : at + 32] for at in range(end, len(good), 32)]
    cases: dict[str, tuple[int, bytes, str]] = {
        **{f"bucket {n}": (n, body, "ok") for n, body in enumerate(given)},
        "another bucket": (5, given[4], "tree"),
        "under another number": (4, good, "tree"),
        "another entry": (5, others[5], "tree"),
        "another entry with the path": (5, others[5][:end] + good[end:], "tree"),
        "a path from the top": (5, good[:end] + b"".join(reversed(path)), "tree"),
        "without a path": (5, good[:end], "format"),
        "a hash less": (5, good[:-32], "format"),
        "a hash more": (5, good + bytes(32), "format"),
        "an entry more": (5, bytes(end) + good, "format"),
        "nothing": (5, b"", "format"),
    }
    said = [
        {"name": name, "prefix": n, "body": base64.b64encode(body).decode(), "expect": expect}
        for name, (n, body, expect) in cases.items()
    ]
    return {"head": json.loads(head.encode()), "cases": said}


def heads(head: conflicts.Head) -> list[Json]:
    value = json.loads(head.encode())
    changes: dict[str, Json] = {
        "good": {},
        "of version 1": {"v": 1, "tree": None, "whole": None},
        "of version 2": {"v": 2, "whole": None},
        "version 2 with a whole": {"v": 2},
        "version 3 without a whole": {"whole": None},
        "version 3 without a tree": {"tree": None},
        "whole short": {"whole": "00"},
        "whole a number": {"whole": 1},
        "version 1 with a tree": {"v": 1},
        "version 2 without a tree": {"v": 2, "tree": None, "whole": None},
        "tree short": {"tree": "00"},
        "tree in capitals": {"tree": "A" * 64},
        "tree a number": {"tree": 1},
        "empty": {"holders": [], "roster": "", "bits": 0},
        "version 4": {"v": 4},
        "salt short": {"salt": "00"},
        "salt in capitals": {"salt": "A" * 32},
        "12 bits": {"bits": 12},
        "13 bits": {"bits": 13},
        "16 bits": {"bits": 16},
        "negative bits": {"bits": -1},
        "half a bit": {"bits": 0.5},
        "bits true": {"bits": True},
        "no entries": {"entries": 0},
        "too many entries": {"entries": 65537},
        "holders no list": {"holders": "x"},
        "a holder without an id": {"holders": ["x"]},
        "no relations": {"relations": []},
        "17 relations": {"relations": ["x"] * 17},
        "a relation that is a number": {"relations": [1]},
        "roster short": {"roster": "00"},
        "built yesterday": {"built": "yesterday"},
        "one member more": {"more": 1},
    }
    return [
        {
            "name": name,
            "head": {key: each for key, each in (value | change).items() if each is not None},
            "expect": "ok" if name in {"good", "empty", "12 bits", "of version 2"} else "format",
        }
        for name, change in changes.items()
    ]


SAID = [
    "Gao Jun",
    "Dr. Gao Jun",
    "Prof. Dr. Gao Jun",
    "Herr Gao Jun",
    "Mme. Gao Jun",
    "Sra. Gao Jun",
    "господин Иванов Пётр",
    "السيد محمد علي",
    "الدكتورة فاطمة علي",
    "my boss Gao Jun",
    "My boss, Gao Jun",
    "My Nguyen",
    "Gao Jun, Sales",
    "Sales, Gao Jun",
    "Gao, Jun",
    "Gao,Jun",
    "Gao, Jun, Sales",
    "Lindqvist, Jonas Erik",
    "García Márquez, Gabriel",
    "Gao Jun (Sales)",
    "Gao Jun / Sales",
    "Gao Jun - Sales",
    "Anne-Marie d’Arc",
    "Gao Jun from Sales",
    "Kim In Ho",
    "Gao Jun, PhD",
    "Gao Jun PhD",
    "Gao Jun <gao.jun@meridian.example>",
    "From: Gao Jun <gao.jun@meridian.example>",
    "To: Gao Jun",
    '"Gao, Jun" <gao.jun@meridian.example>; Lin <lin@meridian.example>',
    "mailto:gao.jun@meridian.example",
    "gao.jun@meridian.example.",
    "发件人：高俊 <gao.jun@meridian.example>",
    "高俊，销售部",
    "高俊（销售部）",
    "高俊先生",
    "高俊经理",
    "高总",
    "我的经理高俊",
    "销售部的高俊",
    "高 俊",
    "田中さん",
    "김민수님",
    "محمد علي من المبيعات",
    "E-001/2",
    "Gao Jun E001234",
    "Gao Jun, 42",
    "\ufeffGao\u00a0Jun\ufeff(Sales)",
    *("Team lead: Gao Jun", "Product Owner / Gao Jun", "Head of Sales: Gao Jun"),
    *("Sales Team, Gao Jun", "Büro: Jürgen Müller", "المدير: أحمد علي", "经理：高军"),
    *("销售部，高军", "المبيعات، أحمد علي", "أحمد علي؛ المبيعات", "Dr.Gao Jun", "Mr.Gao Jun"),
    *("Dr. med. Gao Jun", "Dr.-Ing. Gao Jun", "Dr. rer. nat. Gao Jun", "VP Gao Jun"),
    *("Herrn Gao Jun", "Doña Gao Jun", "د. أحمد علي", "د.أحمد علي", "أ. أحمد علي"),
    *("总经理高军", "高军副总", "总裁 高军", "高军 先生", "销售经理高军"),
    *(
        "高军销售经理",
        "高军销售部经理",
        "高军 销售经理",
        "高军高级工程师",
        "大客户经理高军",
        "高總經理",
    ),
    *("财务总监高军先生", "張明業務副總經理", "김민수부장님", "田中営業部長", "王总经理", "李主任"),
    *("欧阳行政", "高市场", "高级明", "部门经理", "𠮷野部長"),
    *("Herr, Michael", "Mr Kumar", "Cc Wang", "欧阳部长", "白石氏", "José"),
    *("高军（10002）", "工号：10002", "工号10002", "ID:10002", "#10002", "No.10002", "١٠٠٠٢"),
    *("أحمد علي ١٠٠٠٢", "Building 7", "room 42", "2nd floor", "Gao Jun, Building 7"),
    "One Two / Three Four / Five Six / Seven Eight / Nine Ten, 1, 2, 3",
    "Dr.",
    "The boss",
    "🙂",
    "",
    " ,;: ",
]


def make_conflicts() -> Json:
    head, buckets = table()
    _, given = conflicts.planted(buckets)
    asked = ["Gao", "高伟", "e7", "GAO@meridian.example", "Lin", "🙂"]
    lookups: list[Json] = []
    for text in asked:
        key = names.key_of(text)
        at = conflicts.digest(head.salt, key)
        bucket = conflicts.prefix(at, head.bits)
        found = conflicts.look(head, given[bucket], at) if key else []
        lookups.append({"text": text, "prefix": bucket if key else None, "conflicts": found})
    return {
        "typed": [{"text": text, "key": names.key_of(text)} for text in TYPED],
        "said": [{"text": text, "readings": naming.readings(text)} for text in SAID],
        "not_names": {
            "titles": sorted(naming.TITLES),
            "doubtful": sorted(naming.DOUBTFUL),
            "ends": sorted(naming.ENDS),
            "honorifics": list(naming.HONORIFICS),
            "posts": list(naming.POSTS),
        },
        "blocks": [
            {"name": name, "first": first, "last": last, "sha256": digest_of(first, last)}
            for name, (first, last) in BLOCKS.items()
        ],
        "stored": [
            {"names": stored, "found_by": found, "not_by": missed}
            for stored, found, missed in STORED
        ],
        "head": json.loads(head.encode()),
        "buckets": [base64.b64encode(each).decode() for each in given],
        "trees": trees(),
        "whole": wholes(head),
        "digest": {"key": "name:ago", "sha256": conflicts.digest(head.salt, "name:ago").hex()},
        "lookups": lookups,
        "heads": heads(head),
        "proofs": proofs(head, buckets),
    }
