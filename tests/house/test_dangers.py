"""What is dangerous where strangers' input may come near stands in the files named here alone.

A new place must be added, and so be looked at, by whoever writes it (docs/asvs.md).
"""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVER = [
    *(each for each in (ROOT / "src/heard").rglob("*.py") if each.parent.name != "migrations"),
    *(ROOT / "src/heard/doors").rglob("*.html"),
]
PAGES = [
    each
    for room in ("lib", "pages", "ui")
    for each in (ROOT / "client" / room).rglob("*.*")
    if each.suffix in {".ts", ".tsx", ".html"} and ".test." not in each.name
]
BOTH = [*SERVER, *PAGES]
COMMENT = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/|^[ \t]*(?://|#)[^\n]*", re.MULTILINE)

# what: its pattern, where it is looked for, the files that have it, something that must be found
DANGERS = {
    "SQL written out": (
        r"\.(?:execute|executemany|executescript|raw|extra)\(|\bRawSQL\b|f['\"]COPY ",
        SERVER,
        {
            # Values are parameters; what is put together are names of our own and marks for values.
            *("ledger/chain.py", "ledger/log.py", "ledger/numbers.py"),
            *("ledger/pending.py", "ledger/placing.py"),
            *(
                "access/roster.py",
                "ledger/bulk_insert.py",
                "ledger/directory_lock.py",
                "ledger/writer.py",
            ),
            *("actions/operations/backups/_copying.py", "actions/directory/_staging.py"),
            *(
                "actions/operations/health/_state.py",
                "actions/scim/_writing.py",
                "actions/operations/timekeeping.py",
            ),
            *("actions/operations/updates.py", "doors/operator/witness/state.py"),
            *("actions/publication.py", "access/conflict_tables.py", "records/closed_sets.py"),
        },
        "connection.cursor().execute(text)",
    ),
    "a program started": (
        r"\bsubprocess\b|\bos\.(?:system|popen|exec\w*|spawn\w*|posix_spawn)\b|\bpty\b",
        SERVER,
        {"actions/operations/backups/_copying.py"},
        "os.system(text)",
    ),
    "text as code": (
        (
            r"(?<![.\w])(?:eval|exec|compile|__import__)\(|\bnew Function\b"
            r"|\bset(?:Timeout|Interval)\([\"'`]"
        ),
        BOTH,
        set(),
        "eval(text)",
    ),
    "objects from bytes": (
        r"\b(?:pickle|marshal|shelve|dill|jsonpickle|yaml)\b",
        SERVER,
        set(),
        "import pickle",
    ),
    "XML": (
        r"\b(?:xml\.\w+|lxml|ElementTree|minidom|expat|XMLSerializer|XSLTProcessor)\b",
        BOTH,
        set(),
        "from xml.etree import ElementTree",
    ),
    "text as markup": (
        (
            r"\b(?:inner|outer|dangerouslySetInner)HTML\b|insertAdjacentHTML|document\.write|DOMParser|setHTML|srcdoc"
            r"|createContextualFragment|mark_safe|SafeString|format_html|autoescape|\|\s*safe\b"
        ),
        BOTH,
        {"doors/reporter/plain/pages.py"},  # autoescape=True
        "element.innerHTML = text",
    ),
    "patterns made of something": (
        r"new RegExp\(|\bre\.\w+\(\s*(?:r?f[\"']|[\"'][^\n]*\.format\()",
        BOTH,
        {
            "lib/wordcheck.ts",  # of our own lists
            # Of constants.
            *("actions/transports/rooms.py", "formats/bag.py", "formats/table.py"),
            "lib/package/bag.ts",
        },
        "new RegExp(typed)",
    ),
    "messages from other windows or workers": (
        r"addEventListener\(\s*[\"'`]message|\bonmessage\b|BroadcastChannel",
        PAGES,
        # A worker of ours hears its page, a page its own worker: each is of this origin alone.
        {"lib/desk-service-worker.ts", "lib/media.ts", "lib/seal-worker.ts", "lib/sealing.ts"},
        'window.addEventListener("message", hear)',
    ),
    "the browser's storage": (
        r"\b(?:localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open)\b",
        PAGES,
        {
            *("pages/reporter/report/drafts.ts", "pages/reporter/report/draftKept.ts"),
            *("pages/desk/unsent.ts", "pages/desk/standing.ts"),
        },
        "localStorage.setItem(name, words)",
    ),
    "calls to other machines": (
        (
            r"urlopen|build_opener|\brequests\.(?:get|post|put|request|Session)\b"
            r"|\bHTTPS?Connection\b|\bsmtplib\.SMTP\w*\(|\burllib3\b"
        ),
        SERVER,
        {
            *(
                "ledger/witness_calls.py",
                "actions/transports/egress.py",
                "actions/transports/mail.py",
            ),
            "actions/transports/push.py",
            # Commands that an operator gives by hand.
            *("doors/operator/address.py", "doors/operator/site.py"),
            "doors/operator/commands/stamp.py",
            # Somebody else's machine, which speaks to the one site that it was made for.
            "doors/operator/gatekeeper/site.py",
        },
        "urllib.request.urlopen(url)",
    ),
    "chance that can be guessed": (
        r"\bMath\.random\b|\brandom\.\w+\(|\bimport random\b|\bfrom random\b|\buuid",
        BOTH,
        {"lib/api.ts"},  # how long to wait
        "Math.random()",
    ),
    "hashes and ciphers that are broken": (
        r"\b(?:md5|sha1|SHA-1|RC4|ARC4|3?DES3?|ECB|PKCS1v15)\b",
        BOTH,
        set(),
        "hashlib.md5(data)",
    ),
}


@pytest.mark.parametrize("what", DANGERS)
def test_what_is_dangerous_stands_only_where_it_was_looked_at(what: str) -> None:
    pattern, files, known, _ = DANGERS[what]
    found = {_short(each) for each in files if re.search(pattern, _code(each))}
    assert (sorted(found - known), sorted(known - found)) == ([], []), (
        f"{what}: take it out (text goes into a page as textContent or a child; Django's ORM asks"
        " the database), or look at it and list its file in DANGERS, with a reason. A file that has"
        " none any more leaves the list."
    )


@cache
def _code(path: Path) -> str:
    return COMMENT.sub("", path.read_text("utf-8"))


def _short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix().removeprefix("src/heard/").removeprefix("client/")


# What a library is called in code, and the words by which docs/keys.md has it.
CIPHERS = dict(
    each.split(": ")
    for each in (
        *("chacha: ChaCha20-Poly1305", "aead: ChaCha20-Poly1305", "mlkem: ML-KEM-768"),
        *("ml-kem: ML-KEM-768", "x25519: X25519", "ed25519: Ed25519", "ec: P-256"),
        *("scrypt: scrypt", "hkdf: HKDF-SHA256", "hpke: HPKE", "sha3: SHA3-256"),
        "sha2: SHA-256",
    )
)
LIBRARY = re.compile(
    r"cryptography\.hazmat\.primitives\.(?:asymmetric|ciphers|kdf)\.(\w+)"
    r"|cryptography\.hazmat\.primitives\.(hpke)|hazmat\.primitives\.asymmetric import (\w+)"
    r"|@noble/(?:ciphers|curves|hashes|post-quantum)/([\w-]+)\.js"
)


def test_every_key_and_cipher_is_in_the_list_of_keys() -> None:
    listed = (ROOT / "docs/keys.md").read_text("utf-8")
    code = "".join(map(_code, BOTH))
    used = {next(filter(None, found)) for found in LIBRARY.findall(code)}
    assert used - set(CIPHERS) == set()
    assert [each for each in used if CIPHERS[each] not in listed] == []
    files = set(re.findall(r'"keys" / "(\w+)"|\bkeys / "(\w+)"', code))
    assert len(files) > 3
    assert [one or other for one, other in files if f"`keys/{one or other}`" not in listed] == []


@pytest.mark.parametrize("what", DANGERS)
def test_it_would_be_seen(what: str) -> None:
    pattern, files, _, sample = DANGERS[what]
    assert re.search(pattern, sample)
    assert len(files) > 100
