"""What forms of the desk say, and that they still say it; where words could lie in clear."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

# A drawing is done before whatever asked for it goes on: what is lost is told soon, by name.
PATIENCE = 5
NOW = """(ids) => ids.map((id) => {
  const control = document.getElementById(id);
  if (control === null) return null;
  return control.matches('[type=checkbox], [type=radio]') ? control.checked : control.value;
})"""
MARK = "(ids) => { for (const id of ids) document.getElementById(id).wasHere = true; }"
MARKED = "(ids) => ids.filter((id) => document.getElementById(id)?.wasHere !== true)"
# All that a page can be asked for: its document, what its controls say, every storage, its address.
EVERYTHING = """async () => JSON.stringify([
  document.documentElement.outerHTML,
  [...document.querySelectorAll('input, textarea, select')].map((each) => each.value),
  {...sessionStorage}, {...localStorage}, history.state, location.href, document.cookie, name,
  await indexedDB.databases(), await caches.keys(),
  Object.keys(window).map((each) => [each, typeof window[each] === 'string' ? window[each] : '']),
])"""

Said = Mapping[str, str | bool]


def lost(page: Any, wanted: Said) -> dict[str, tuple[object, object]]:
    """By the id of a control: what it should say, and what it says (None: it is not there)."""
    now = page.evaluate(NOW, list(wanted))
    pairs = zip(wanted.items(), now, strict=True)
    return {id: (said, says) for (id, said), says in pairs if said != says}


def still_says(page: Any, wanted: Said) -> None:
    """Each control says what was put into it; ticks are booleans. Raises AssertionError soon."""
    until = time.monotonic() + PATIENCE
    while (missing := lost(page, wanted)) and time.monotonic() < until:
        time.sleep(0.05)
    assert missing == {}, f"what was typed is lost; by control, what it was and is: {missing}"


def put(page: Any, wanted: Said) -> None:
    """Type into each control, and see that it is kept before the next is drawn."""
    for id, said in wanted.items():
        control = page.locator(f"#{id}")
        if said is True:
            control.click()  # `check` would say only that it did not change
        else:
            control.fill(said)
        still_says(page, {id: said})


def mark(page: Any, wanted: Said) -> None:
    """Remember the very elements, for ``same_controls``."""
    page.evaluate(MARK, list(wanted))


def same_controls(page: Any, wanted: Said) -> None:
    """No control was taken away and made again: caret, selection and undo went with it."""
    replaced = page.evaluate(MARKED, list(wanted))
    assert replaced == [], f"a redraw put other controls in the place of {replaced}"


def nothing_in_clear(page: Any, *words: str) -> None:
    """None of the words is in the document, in a control, in any storage or in the address."""
    everything = page.evaluate(EVERYTHING)
    found = [each for each in words if json.dumps(each)[1:-1] in everything or each in everything]
    assert found == [], f"after the lock the page still has {found}"
