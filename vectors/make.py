"""Write our own vectors: `python vectors/make.py` (`--check` only compares).

Deterministic but for sealed bytes, which are kept from the file as long as they open to the same
plaintext: encapsulation takes its own randomness.
"""

import json
import sys

import make_bag
import make_carried
import make_casework
import make_channel
import make_conflicts
import make_days
import make_desk
import make_entry
import make_filereaders
import make_gateagreed
import make_gatelisting
import make_handedon
import make_history
import make_keys
import make_lending
import make_letter
import make_log
import make_matters
import make_newkeys
import make_partyroom
import make_promise
import make_readers
import make_returncode
import make_shell
import make_withdrawal
from seeds import HERE


def main() -> int:
    makers = {
        "letter": make_letter.make_letter,
        "casekey": lambda: make_letter.make_wraps("case"),
        "filekey": lambda: make_letter.make_wraps("file"),
        "returncode": make_returncode.make_returncode,
        "entry": make_entry.make_entry,
        "keys": make_keys.make_keys,
        "checkpoint": make_log.make_checkpoint,
        "consistency": make_log.make_consistency,
        "receipt": make_log.make_receipt,
        "roster": lambda: make_log.make_roster(make_newkeys.roster_cases()),
        "promise": make_promise.make_promise,
        "requests": make_desk.make_requests,
        "evidence": make_desk.make_evidence,
        "suspension": make_desk.make_suspension,
        "readers": lambda: make_readers.make_readers(make_newkeys.readers_cases()),
        "filereaders": make_filereaders.make_filereaders,
        "handedon": make_handedon.make_handedon,
        "carried": make_carried.make_carried,
        "shell": make_shell.make_shell,
        "partyletter": make_shell.make_partyletter,
        "partyroom": make_partyroom.make_partyroom,
        "matters": make_matters.make_matters,
        "history": make_history.make_history,
        "bag": make_bag.make_bag,
        "lending": make_lending.make_lending,
        "withdrawal": make_withdrawal.make_withdrawal,
        "days": make_days.make_days,
        "conflicts": make_conflicts.make_conflicts,
        "casework": make_casework.make_casework,
        "channel": make_channel.make_channel,
        "gateagreed": make_gateagreed.make_gateagreed,
        "gatelisting": make_gatelisting.make_gatelisting,
    }
    stale = 0
    for name, maker in makers.items():
        path = HERE / f"{name}.json"
        text = json.dumps(maker(), ensure_ascii=False, indent=1) + "\n"
        if not path.exists() or path.read_text() != text:
            stale += 1
            print(f"{path.name}: changed")
            if "--check" not in sys.argv:
                path.write_text(text)
    return stale if "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
