"""Check from outside that a Heard serves the published pages and no others.

Fetches manifest.json and every file in it and compares SHA-256. Against what: --manifest FILE (the
one of the release you built or downloaded yourself), or --receipt FILE of the log's event
manifest_published (with --key). Without either, the site is only compared with itself, and that
says so. What a site serves to you it may not serve to somebody else: check from several places.
"""

import argparse
from hashlib import sha256
from pathlib import Path

from heard.doors.operator import console, site
from heard.doors.operator.refusal import ExitError
from heard.formats import verify
from heard.formats._errors import FormatError


def configure(parser: argparse.ArgumentParser) -> None:
    """A site and what it should be."""
    parser.add_argument("url", help="such as https://speak.example.org")
    parser.add_argument("--manifest", type=Path, metavar="FILE", help="what it should serve")
    parser.add_argument("--receipt", type=Path, metavar="FILE", help="of manifest_published")
    parser.add_argument("--key", metavar="VKEY", help="the log's key, for --receipt")


def run(options: argparse.Namespace) -> int:
    """Fetch, compare, say."""
    fetch = site.fetcher(options.url)
    try:
        served = fetch(site.NAME)
    except OSError as error:
        raise ExitError(f"{options.url} gives no {site.NAME}: {error}") from error
    sums = site.parse_manifest(served)
    _compare_manifests(options, served)
    wrong = [(path, what) for path, what in site.differing(sums, fetch) if what]
    for path, what in wrong:
        console.say(f"  {path} {what}")
    if wrong:
        raise ExitError(f"{len(wrong)} of {len(sums)} files are not as published. Do not trust it.")
    console.say(f"All {len(sums)} files of {options.url} are as its manifest says.")
    console.say(f"  manifest SHA-256 {sha256(served).hexdigest()}")
    if not (options.manifest or options.receipt):
        console.say("  Compared with itself only: give --manifest or --receipt to compare further.")
    return 0


def _compare_manifests(options: argparse.Namespace, served: bytes) -> None:
    if options.manifest and options.manifest.read_bytes() != served:
        raise ExitError("The site's manifest is NOT the one you gave. Do not trust it.")
    if not options.receipt:
        return
    if not options.key:
        raise ExitError("--receipt needs the log's key: give --key.", code=2)
    try:
        text = console.read_text(options.receipt, what="The receipt")
        found = verify.verify_receipt(text, log_vkey=options.key)
    except FormatError as error:
        raise ExitError(f"The receipt does not hold: {error}") from error
    if found.fields.get("event") != "manifest_published":
        raise ExitError("The receipt is of another event than manifest_published.", code=2)
    if found.fields.get("manifest") != sha256(served).hexdigest():
        raise ExitError("The site's manifest is NOT the one in the log. Do not trust it.")
