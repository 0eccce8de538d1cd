"""One target until its time is up: guided by what code an input reaches where Atheris is there.

    python -m fuzzing.engine TARGET --seconds N --corpus DIR --crashes DIR

Prints one line of JSON: how many inputs were tried, how many were accepted, and how many of them
TypeScript was asked about as well.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
import traceback
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import NoReturn

try:
    import atheris
except ImportError:  # no build for this Python: by chance alone
    atheris = None

if atheris:
    with atheris.instrument_imports(include=["heard.formats"]):
        from fuzzing.all_targets import TARGETS
else:
    from fuzzing.all_targets import TARGETS
from fuzzing import seeds
from fuzzing.elsewhere import DisagreementError, Elsewhere
from fuzzing.mutate import inputs
from fuzzing.target import Target
from fuzzing.twins import TWINS

REFUSED = 8  # of what Python refused, TypeScript is asked about every eighth
LONGEST_TURN = 20  # seconds that one input may take


class Run:
    """Counts, compares, and ends the process when the time is up or something broke."""

    def __init__(self, target: Target, options: argparse.Namespace, twin: Elsewhere | None) -> None:
        self.target, self.twin = target, twin
        self.crashes = Path(options.crashes) / target.name
        self.until = time.monotonic() + options.seconds
        self.inputs = self.accepted = self.compared = 0

    def one(self, raw: bytes) -> None:
        """Try one input; does not come back when the time is up."""
        if time.monotonic() > self.until:
            self.end()
        self.inputs += 1
        data = raw
        try:
            data = self.target.shape(raw)
            verdict = self.target.read(data)
            self.accepted += verdict is not None
            self._compare(data, verdict)
        except DisagreementError as error:
            self.broken(error.data)
        except Exception:  # noqa: BLE001 -- whatever leaves a parser undocumented is what is looked for
            self.broken(data)

    def _compare(self, data: bytes, verdict: str | None) -> None:
        if self.twin and (verdict is not None or self.inputs % REFUSED == 0):
            self.compared += 1
            self.twin.compare(self.target.name, data, verdict)

    def broken(self, data: bytes) -> NoReturn:
        """Keep the input, say what happened, and stop."""
        self.crashes.mkdir(parents=True, exist_ok=True)
        path = self.crashes / hashlib.sha256(data).hexdigest()[:16]
        path.write_bytes(data)
        traceback.print_exc()
        print(f"kept: {path}", file=sys.stderr)
        self._tell(broken=True)

    def end(self) -> NoReturn:
        """What is on the way is waited for."""
        try:
            if self.twin:
                self.twin.finish()
        except DisagreementError as error:
            self.broken(error.data)
        self._tell(broken=False)

    def _tell(self, *, broken: bool) -> NoReturn:
        told = {name: getattr(self, name) for name in ("inputs", "accepted", "compared")}
        print(json.dumps({"target": self.target.name, **told, "broken": broken}), flush=True)
        if self.twin:
            self.twin.__exit__(None, None, None)
        os._exit(broken)  # libFuzzer has no other way to be left


def begin(target: Target, corpus: Path) -> list[bytes]:
    """What was found in runs before, the seeds, and what once broke something."""
    corpus.mkdir(parents=True, exist_ok=True)
    past = seeds.PAST / target.name
    found = [*target.seeds(), *(each.read_bytes() for each in past.glob("*"))]
    for data in found:
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    return [each.read_bytes() for each in corpus.iterdir()]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--crashes", required=True)
    options = parser.parse_args()
    target = TARGETS[options.target]
    corpus = Path(options.corpus) / target.name
    found = begin(target, corpus)
    with ExitStack() as stack:
        twin = stack.enter_context(Elsewhere()) if target.name in TWINS else None
        run = Run(target, options, twin)
        for data in found:
            run.one(data)
        if atheris:
            bounds = [f"-max_len={target.longest}", f"-timeout={LONGEST_TURN}"]
            said = [sys.argv[0], str(corpus), "-verbosity=0", "-rss_limit_mb=3000", *bounds]
            atheris.Setup(said, run.one)
            atheris.Fuzz()
        else:
            random = Random()
            for data in inputs(found, longest=target.longest, random=random):
                run.one(data)
        run.end()


if __name__ == "__main__":
    main()
