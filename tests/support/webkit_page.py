"""A page in WebKitGTK with the words that Playwright has for it, so that walks are written once.

As much of ``playwright.sync_api.Page`` and ``Locator`` as the walks use, with the same meaning: who
acts on an element waits until there is exactly one and it can be acted on.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urljoin

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    InvalidElementStateException,
    JavascriptException,
    NoSuchElementException,
    StaleElementReferenceException,
)
from selenium.webdriver import Remote
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

FIND = Path(__file__).with_name("find.js").read_text("utf-8")
PATIENCE = 45.0
# Seconds between the first two looks at a page, and between two much later.
SOON, SELDOM = 0.05, 0.3
# A file that is being saved grows; nothing says when it is whole.
SETTLED = 0.3
NOT_YET = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    InvalidElementStateException,
    StaleElementReferenceException,
)
# What was pressed took itself away, or its page.
GONE = (StaleElementReferenceException, NoSuchElementException, JavascriptException)
# Chosen from a calendar or too long to be typed key by key.
SET = """const [field, value] = arguments;
field.focus();
Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, value);
field.dispatchEvent(new Event('input', {bubbles: true}));
field.dispatchEvent(new Event('change', {bubbles: true}));"""
TYPED_AT_MOST = 40
# The driver scrolls to what it clicks, as it says, but not always.
# Where it is, once the page was scrolled to it.
TO_IT = """arguments[0].scrollIntoView({block: 'center', behavior: 'instant'});
const {x, y} = arguments[0].getBoundingClientRect();
return [x, y];"""
STILL = 0.03  # seconds: two frames
# Listens for the press; gives whether it is heard, which in a page without scripts nothing is.
ARM = """const [element] = arguments;
let listens = false;
element.addEventListener('listens', () => { listens = true; }, {once: true});
element.dispatchEvent(new Event('listens'));
element.wasPressed = false;
const heard = () => { element.wasPressed = true; };
element.addEventListener('click', heard, {once: true, capture: true});
return listens;"""
PRESSED = "return arguments[0].wasPressed === true"
LOST = 5.0  # seconds after which a press went elsewhere

Step = dict[str, Any]
T = TypeVar("T")


def css(selector: str) -> Step:
    """Playwright's ``:visible`` is asked for at the end of a selector only."""
    visible = selector.endswith(":visible")
    return {"by": "css", "css": selector.removesuffix(":visible"), "visible": visible}


def until(attempt: Callable[[], T | None], failing: Callable[[], str], patience: float) -> T:
    """What ``attempt`` gives once it gives something. Raises AssertionError."""
    end, pause = time.monotonic() + patience, SOON
    while True:
        with contextlib.suppress(*NOT_YET):
            got = attempt()
            if got is not None:
                return got
        if time.monotonic() > end:
            raise AssertionError(failing())
        time.sleep(pause)
        # To look is work for the page that is waited for.
        pause = min(1.5 * pause, SELDOM)


class Finding:
    """Where elements are looked for: the page, or what was found before."""

    page: WebKitPage
    steps: tuple[Step, ...]

    def _then(self, *more: Step) -> WebKitLocator:
        return WebKitLocator(self.page, (*self.steps, *more))

    def locator(
        self, selector: str, *, has_text: str | None = None, has: WebKitLocator | None = None
    ) -> WebKitLocator:
        return self._then(css(selector)).filter(has_text=has_text, has=has)

    def get_by_role(
        self, role: str, *, name: str | None = None, exact: bool = False, level: int | None = None
    ) -> WebKitLocator:
        return self._then(
            {"by": "role", "role": role, "name": name, "exact": exact, "level": level}
        )

    def get_by_label(self, text: str, *, exact: bool = False) -> WebKitLocator:
        return self._then({"by": "label", "name": text, "exact": exact})

    def get_by_text(self, text: str, *, exact: bool = False) -> WebKitLocator:
        return self._then({"by": "text", "name": text, "exact": exact})


@dataclass(frozen=True)
class WebKitLocator(Finding):
    """Elements that are looked for anew each time something is asked of them."""

    page: WebKitPage
    steps: tuple[Step, ...]

    def filter(
        self, *, has_text: str | None = None, has: WebKitLocator | None = None
    ) -> WebKitLocator:
        if has_text is None and has is None:
            return self
        return self._then({"by": "filter", "text": has_text, "has": has.steps if has else None})

    def nth(self, place: int) -> WebKitLocator:
        return self._then({"by": "nth", "nth": place})

    @property
    def first(self) -> WebKitLocator:
        return self.nth(0)

    @property
    def last(self) -> WebKitLocator:
        return self.nth(-1)

    def all(self) -> list[WebElement]:
        return list(
            self.page.driver.execute_script(f"{FIND} return find(arguments[0])", self.steps)
        )

    def count(self) -> int:
        return len(self.all())

    def ask(self, expression: str) -> list[Any]:
        """``expression`` in JavaScript about each ``element``; a promise is no answer."""
        return list(
            self.page.driver.execute_script(
                f"{FIND} return find(arguments[0]).map((element) => {expression})", self.steps
            )
        )

    def one(self) -> WebElement | None:
        """The element, or None while there is none. Raises AssertionError if there are several."""
        found = self.all()
        assert len(found) <= 1, f"{len(found)} elements where one is meant: {self.steps}"
        return found[0] if found else None

    def act(self, action: Callable[[WebElement], Any], patience: float = PATIENCE) -> Any:
        def attempt() -> tuple[Any] | None:
            element = self.one()
            return None if element is None else (action(element),)

        return until(
            attempt, lambda: f"Not to be acted on: {self.steps} {self.page.url}", patience
        )[0]

    def wait_for(self, *, timeout: float = PATIENCE * 1000) -> None:
        def attempt() -> bool | None:
            assert len(self.all()) <= 1, self.steps
            return True if self.ask("shown(element)") == [True] else None

        until(attempt, lambda: f"Not to be seen: {self.steps} {self.page.url}", timeout / 1000)

    def click(self, *, force: bool = False) -> None:
        """``force`` asks Playwright not to wait until an element stands still; nobody does here."""
        del force
        self.act(self._click)

    def _click(self, element: WebElement) -> None:
        """A click goes to a place: where the page still grows, something else is there by then."""
        run = self.page.driver.execute_script
        place = run(TO_IT, element)
        time.sleep(STILL)
        if run(TO_IT, element) != place:
            raise InvalidElementStateException(f"it moves: {self.steps}")
        listens = run(ARM, element)
        element.click()
        if listens:
            self._arrived(element)

    def _arrived(self, element: WebElement) -> None:
        """The driver says that it clicked before the page hears of it, or though it never does."""
        end = time.monotonic() + LOST
        with contextlib.suppress(*GONE):
            while not self.page.driver.execute_script(PRESSED, element):
                if time.monotonic() > end:
                    raise InvalidElementStateException(f"pressed beside it: {self.steps}")
                time.sleep(SOON)

    def check(self) -> None:
        def action(element: WebElement) -> None:
            if not element.is_selected():
                self._click(element)
            if not element.is_selected():
                raise InvalidElementStateException(f"not checked by a click: {self.steps}")

        self.act(action)

    def fill(self, text: str) -> None:
        typed = {"text", "search", "email", "textarea", "password"}

        def action(element: WebElement) -> None:
            if not element.is_displayed() or not element.is_enabled():
                raise InvalidElementStateException("hidden or disabled")
            if element.get_property("type") not in typed or len(text) > TYPED_AT_MOST:
                self.page.driver.execute_script(SET, element, text)
                return
            self.page.driver.execute_script("arguments[0].focus(); arguments[0].select()", element)
            element.send_keys(text.replace("\n", Keys.ENTER) or Keys.BACKSPACE)
            # Keys are said to be sent before the page has had them.
            until(
                lambda: True if element.get_property("value") == text else None,
                lambda: f"Typed {text!r}, there is {element.get_property('value')!r}",
                PATIENCE,
            )

        self.act(action)

    def focus(self) -> None:
        self.act(lambda element: self.page.driver.execute_script("arguments[0].focus()", element))

    def set_input_files(self, files: Path | Sequence[Path]) -> None:
        paths = [files] if isinstance(files, Path) else list(files)
        self.act(lambda element: element.send_keys("\n".join(str(path) for path in paths)))

    def evaluate(self, function: str) -> Any:
        call = f"return ({function})(arguments[0])"
        return self.act(lambda element: self.page.driver.execute_script(call, element))

    def inner_text(self) -> str:
        return str(self.evaluate("(element) => element.innerText"))

    def input_value(self) -> str:
        return str(self.evaluate("(element) => element.value"))

    def get_attribute(self, name: str) -> str | None:
        return self.act(lambda element: element.get_dom_attribute(name))

    def is_checked(self) -> bool:
        return bool(self.evaluate("(element) => element.checked"))

    def all_inner_texts(self) -> list[str]:
        return [str(text) for text in self.ask("element.innerText")]


@dataclass(frozen=True)
class Keyboard:
    driver: Remote

    def press(self, name: str) -> None:
        key = name if len(name) == 1 else getattr(Keys, name.upper().replace("ARROW", "ARROW_"))
        ActionChains(self.driver).send_keys(key).perform()


@dataclass
class Saved:
    """A file that the browser saved; as Playwright's ``EventInfo[Download]`` and ``Download``."""

    file: Path | None = None

    @property
    def value(self) -> Saved:
        assert self.file is not None
        return self

    @property
    def suggested_filename(self) -> str:
        assert self.file is not None
        return self.file.name

    def path(self) -> Path:
        assert self.file is not None
        return self.file


class WebKitPage(Finding):
    """The one page of a browser."""

    steps = ()

    def __init__(self, driver: Remote, *, base: str, saved: Path) -> None:
        self.page = self
        self.driver = driver
        self.base = base
        self.saved = saved
        self.keyboard = Keyboard(driver)

    @property
    def url(self) -> str:
        return self.driver.current_url

    def title(self) -> str:
        return self.driver.title

    def content(self) -> str:
        return self.driver.page_source

    def goto(self, address: str) -> None:
        self.driver.get(urljoin(self.base, address))

    def reload(self) -> None:
        self.driver.refresh()

    def go_back(self) -> None:
        self.driver.back()

    def set_viewport_size(self, size: Mapping[str, int]) -> None:
        """Make what is inside the window this large."""
        width, height = size["width"], size["height"]
        self.driver.set_window_rect(0, 0, width, height)
        inner, outer = self.driver.execute_script("return [innerHeight, outerHeight]")
        self.driver.set_window_rect(0, 0, width, height + outer - inner)

    def evaluate(self, expression: str, argument: Any = None) -> Any:
        """The value of an expression, or what a function gives for ``argument``."""
        script = f"""const [argument, done] = arguments;
        (async () => {{
          const given = ({expression});
          return typeof given === 'function' ? given(argument) : given;
        }})().then((value) => done([true, value]), (wrong) => done([false, String(wrong)]));"""
        well, value = self.driver.execute_async_script(script, argument)
        assert well, value
        return value

    def screenshot(self, *, path: Path) -> None:
        self.driver.get_screenshot_as_file(str(path))

    def wait_for_selector(self, selector: str) -> None:
        self.locator(selector).first.wait_for()

    def click(self, selector: str) -> None:
        self.locator(selector).click()

    def check(self, selector: str) -> None:
        self.locator(selector).check()

    def fill(self, selector: str, text: str) -> None:
        self.locator(selector).fill(text)

    def input_value(self, selector: str) -> str:
        return self.locator(selector).input_value()

    def get_attribute(self, selector: str, name: str) -> str | None:
        return self.locator(selector).get_attribute(name)

    def set_input_files(self, selector: str, files: Path | Sequence[Path]) -> None:
        self.locator(selector).set_input_files(files)

    @contextlib.contextmanager
    def expect_download(self) -> Iterator[Saved]:
        before = set(self.saved.iterdir())
        saved = Saved()
        yield saved

        def attempt() -> Path | None:
            new = [path for path in self.saved.iterdir() if path not in before]
            if len(new) != 1 or new[0].suffix == ".wkdownload":
                return None
            size = new[0].stat().st_size
            time.sleep(SETTLED)
            return new[0] if new[0].stat().st_size == size > 0 else None

        saved.file = until(attempt, lambda: "Nothing was saved.", 4 * PATIENCE)
