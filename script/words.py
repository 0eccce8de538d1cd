"""What script/words does: stale translations, and gettext files there and back."""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from heard.languages import DEFAULT, LANGUAGES, TAGS  # noqa: E402 -- found where this file stands

BOOKS = {  # the same places as in client/build/books.mjs
    "shared": "src/heard/languages/words/{}.json",
    "site": "client/locales/{}.json",
    "desk": "client/locales/desk.{}.json",
    "plain": "src/heard/doors/reporter/plain/words/{}.json",
    "letter": "src/heard/doors/_typeset/words/{}.json",
    "notices": "src/heard/rules/words/{}.json",
}
FORM = re.compile(r"(\w+|\*) \{\{(.*?)\}\}(?= (?:\w+|\*) \{\{|$)", re.DOTALL)
PLURAL = re.compile(r"\.input \{\$(\w+) :number\} \.match \$\1 (.+)", re.DOTALL)
LINE = re.compile(r'\s*("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*"),?\s*')


class Books:
    """The books under one folder, by ``book:key``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, tag: str) -> dict[str, str]:
        """All messages of a language."""
        return {
            f"{book}:{key}": text
            for book, place in BOOKS.items()
            for key, text in json.loads((self.root / place.format(tag)).read_text("utf-8")).items()
        }

    def write(self, tag: str, words: dict[str, str]) -> None:
        """Take in ``words``; lines that stay the same stay where they are."""
        for book, place in BOOKS.items():
            own = {key.partition(":")[2]: words[key] for key in words if key.startswith(f"{book}:")}
            order = list(json.loads((self.root / place.format(DEFAULT)).read_text("utf-8")))
            _write(self.root / place.format(tag), own, order)

    def stamps(self, tag: str) -> dict[str, str]:
        """What each translation was made from: two sums, of the English and of itself."""
        path = self._stamps(tag)
        return json.loads(path.read_text("utf-8")) if path.exists() else {}

    def stamp(self, tag: str, stamps: dict[str, str]) -> None:
        """Write them down."""
        path = self._stamps(tag)
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(dict(sorted(stamps.items())), indent=2) + "\n", "utf-8")

    def _stamps(self, tag: str) -> Path:
        return self.root / f"client/locales/stamps/{tag}.json"


def _write(path: Path, words: dict[str, str], order: list[str]) -> None:
    lines = path.read_text("utf-8").splitlines()
    kept: list[str] = []
    for line in lines:
        found = LINE.fullmatch(line)
        if not found:
            kept.append(line)
            continue
        key = json.loads(found[1])
        text = words.pop(key, json.loads(found[2]))
        kept.append(f"  {json.dumps(key)}: {json.dumps(text, ensure_ascii=False)},")
    for key in (each for each in order if each in words):  # new ones, after their neighbour
        before = order[order.index(key) - 1] if order.index(key) else ""
        at = next((i for i, line in enumerate(kept) if f'  "{before}":' in line), 0) + 1
        kept.insert(at, f"  {json.dumps(key)}: {json.dumps(words[key], ensure_ascii=False)},")
    last = max(i for i, line in enumerate(kept) if LINE.fullmatch(line))
    kept[last] = kept[last].removesuffix(",")
    path.write_text("\n".join(kept) + "\n", "utf-8")


def _sum(*texts: str) -> str:
    return " ".join(hashlib.sha256(text.encode()).hexdigest()[:8] for text in texts)


def stale(books: Books, tag: str) -> list[str]:
    """Keys of which the English changed and the translation did not."""
    english, own, stamps = books.read(DEFAULT), books.read(tag), books.stamps(tag)
    found = []
    for key, text in own.items():
        before, after = stamps.get(key, "").split(), _sum(english.get(key, ""), text).split()
        if before and before[0] != after[0] and before[1] == after[1]:
            found.append(key)
    return found


def stamp(books: Books, tag: str, looked_at: set[str]) -> list[str]:
    """Note what each translation was made from; returns what is stale and was not looked at."""
    english, own, stamps = books.read(DEFAULT), books.read(tag), books.stamps(tag)
    left = [key for key in stale(books, tag) if key not in looked_at]
    fresh = {key: _sum(english[key], text) for key, text in own.items() if key in english}
    books.stamp(tag, fresh | {key: stamps[key] for key in left})
    return left


def plural_forms(tag: str) -> str:
    """Gettext's header: the forms of languages.toml, and then "other"."""
    rules = list(LANGUAGES[tag].plurals.values())
    chain = "".join(f"{rule} ? {index} : " for index, rule in enumerate(rules))
    return f"nplurals={len(rules) + 1}; plural=({chain}{len(rules)});"


def _names(tag: str) -> list[str]:
    return [*LANGUAGES[tag].plurals, "*"]


def _forms(text: str) -> dict[str, str]:
    plural = PLURAL.fullmatch(text)
    return dict(FORM.findall(plural[2])) if plural else {"*": text}


def export(books: Books, tag: str) -> polib.POFile:
    """One gettext file: the context is ``book:key``, what is stale is fuzzy."""
    english, own, old = books.read(DEFAULT), books.read(tag), set(stale(books, tag))
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": tag,
        "Plural-Forms": plural_forms(tag),
    }
    for key, text in english.items():
        entry = polib.POEntry(msgctxt=key, flags=["fuzzy"] if key in old else [])
        forms, mine = _forms(text), _forms(own.get(key, ""))
        entry.msgid = forms.get("one", forms["*"])
        if PLURAL.fullmatch(text):
            entry.msgid_plural = forms["*"]
            entry.msgstr_plural = {i: mine.get(name, "") for i, name in enumerate(_names(tag))}
        else:
            entry.msgstr = own.get(key, "")
        catalogue.append(entry)
    return catalogue


def translated(books: Books, catalogue: polib.POFile) -> Iterator[tuple[str, str]]:
    """``book:key`` and message of each entry that is translated. Raises ValueError."""
    english, tag = books.read(DEFAULT), catalogue.metadata["Language"]
    for entry in catalogue:
        key = entry.msgctxt
        if key not in english:
            raise ValueError(f"{key}: no such message; export anew and merge")
        if not entry.translated():
            continue
        plural = PLURAL.fullmatch(english[key])
        if not plural or len(_names(tag)) == 1:
            yield key, entry.msgstr_plural[0] if plural else entry.msgstr
            continue
        forms = (f"{name} {{{{{entry.msgstr_plural[i]}}}}}" for i, name in enumerate(_names(tag)))
        yield key, f".input {{${plural[1]} :number}} .match ${plural[1]} {' '.join(forms)}"


def take_in(books: Books, catalogue: polib.POFile) -> None:
    """Write what is translated into the books, and note what it was made from."""
    tag, words = catalogue.metadata["Language"], dict(translated(books, catalogue))
    if tag not in TAGS or tag == DEFAULT:
        raise ValueError(f"{tag}: name a language of languages.toml other than {DEFAULT}")
    before = books.read(tag)
    books.write(tag, words)
    stamp(books, tag, {key for key in words if before.get(key) != words[key]})


def main(arguments: list[str]) -> int:
    """What script/words says."""
    parser = argparse.ArgumentParser(prog="script/words", description=__doc__)
    parser.add_argument("action", choices=["stale", "stamp", "export", "import"])
    parser.add_argument("what", nargs="*")
    given = parser.parse_args(arguments)
    books, others = Books(ROOT), TAGS[1:]
    if given.action == "export":
        for tag in others:
            export(books, tag).save(str(Path(given.what[0]) / f"{tag}.po"))
        return 0
    if given.action == "import":
        for name in given.what:
            take_in(books, polib.pofile(name))
        print("Now run node client/build.mjs, which checks gaps and plural forms.")
        return 0
    left = []
    for tag in others:
        keys = stamp(books, tag, set(given.what)) if given.action == "stamp" else stale(books, tag)
        left += [f"{tag} {key}: its English has changed" for key in keys]
    for line in left:
        print(line, file=sys.stderr)
    if left:
        print(
            "Translate them, or name those that are right: script/words stamp BOOK:KEY",
            file=sys.stderr,
        )
    return bool(left)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
