"""What moves on a page while it is being opened: a control that somebody was about to press."""

from __future__ import annotations

from playwright.sync_api import Page

# Chromium tells of what moved without having been scrolled, with what is inside of it. A page that
# is shown in the place of another has moved nothing: its parts were not there before.
WATCH = """() => {
  const control = 'a, button, input, select, textarea, summary, label, [role=tab]';
  window.moved = [];
  const tell = ({node, previousRect: before, currentRect: after}) => {
    const element = node instanceof Element ? node : node?.parentElement;
    const isIn = element?.isConnected && document.querySelector('main')?.contains(element);
    const holds = isIn && (element.closest(control) ?? element.querySelector(control));
    if (!holds || before.height === 0 || before.top >= innerHeight || after.height === 0) return;
    const name = element.id || element.className || element.tagName;
    window.moved.push(`${name} by ${Math.round(after.top - before.top)}: ${holds.textContent}`);
  };
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) entry.sources.forEach(tell);
  }).observe({type: 'layout-shift'});
}"""


def watch(page: Page) -> None:
    """From now on, also over other pages of the same document."""
    page.evaluate(WATCH)


def moved(page: Page) -> list[str]:
    """What can be pressed and has moved since."""
    # What was drawn last is told after the next frame.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    return list(page.evaluate("() => window.moved.splice(0)"))
