"""``/report/plain/`` and ``/report/plain/back/``."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TypedDict

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.http import require_http_methods

from heard.actions import conflicts, publication
from heard.actions.cases import IdempotencyConflictError, NoSuchCaseError
from heard.actions.intake import RosterUnknownError
from heard.actions.operations import timekeeping
from heard.doors._http.errors import FULL, ForeignError, TooManyError, refusal_of
from heard.doors._http.reading import check_origin
from heard.doors.reporter.middleware import WRITES
from heard.doors.reporter.plain import back, pages
from heard.doors.reporter.plain.answers import AnswerMissingError, Answers, read
from heard.doors.reporter.plain.lines import of_country
from heard.doors.reporter.plain.send import send
from heard.doors.reporter.plain.upload import SealingHandler, TooManyFilesError
from heard.doors.reporter.plain.words import in_a_row, known, words
from heard.formats import FormatError, returncode
from heard.formats.ids import is_id, new_id
from heard.formats.letter import LetterError
from heard.formats.report import Secrets
from heard.formats.roster import Entry
from heard.languages import of
from heard.rules.days import ImpossibleDayError
from heard.rules.rosters import NotListedError

View = Callable[[HttpRequest, str], HttpResponse]


def _plain_only(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Not there where the operator switched it off; closed to forms of other sites."""

    @wraps(view)
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.HEARD.plain:
            raise Http404
        language = known(request.GET.get("lang"))
        if request.method == "POST":
            _refuse_foreign(request)
        return view(request, language)

    vars(guarded)["rules"] = ("GET", "POST")  # for the permission table, as the desk's views say it
    return guarded


def _refuse_foreign(request: HttpRequest) -> None:
    try:
        check_origin(request, form=True)
    except ForeignError:
        raise Http404 from None


@_plain_only
def report(request: HttpRequest, language: str) -> HttpResponse:
    """The form, and what came of it; where nobody could read it, no form."""
    if request.method != "POST":
        readers = _readers()
        return pages.form(language, readers, Answers()) if readers else _closed(language)
    try:
        WRITES.check(request)
    except TooManyError as error:
        return pages.form(language, _readers(), Answers(), **_said(error))
    secrets = Secrets.generate(_site(), language=of(language).code)
    handler = SealingHandler(
        recipient=lambda: secrets.recipient,
        directory=settings.HEARD.data / "passing",
        most=settings.HEARD.max_file_bytes,
    )
    request.upload_handlers = [handler]
    try:
        return _report(request, language, secrets, handler)
    finally:
        handler.close()


def _closed(language: str) -> HttpResponse:
    """Before the first roster is signed, and where everybody's time on it is over.

    200: the page is what it should be, and a browser must not put a page of its own before it.
    """
    try:
        country = publication.site().country
    except publication.NotPublishedError:
        country = ""
    return pages.page("closed", language, lines=of_country(country, words(language)))


def _report(
    request: HttpRequest, language: str, secrets: Secrets, handler: SealingHandler
) -> HttpResponse:
    answers = Answers()
    try:
        form = request.POST
        now = timekeeping.now()
        fields = {name: str(form[name]) for name in form}
        answers = read(fields, form.getlist("readers"), now=now)
        handler.check()
        answers.check()
        answers = _uninvolved(answers)
        id = form.get("case", "")
        secrets = replace(secrets, case=id if is_id(id) else secrets.case)
        done = send(answers, secrets, handler.sealed, language=language, now=now)
    except Exception as error:  # noqa: BLE001 -- her words go back to her, whatever it was
        answers = error.kept if isinstance(error, ReaderInConflictError) else answers
        return pages.form(language, _readers(), answers, **_said(error))
    w = words(language)
    return pages.page(
        "sent",
        language,
        201,
        promise=pages.promise(w, done, told=answers.disclosed),
        code=returncode.words(secrets.code, of(language).code),
        stored=w["files.ok"].format(count=done.stored) if done.stored else "",
        failed=w["files.failed"].format(names=in_a_row(w, done.failed)) if done.failed else "",
        receipt=done.receipt,
    )


def _uninvolved(answers: Answers) -> Answers:
    """The same answers, where no reader is in a conflict. Raises ReaderInConflictError."""
    told = conflicts.look_up(texts=answers.names()).values()
    kept = answers.without({holder for found in told for holder, _ in found})
    if kept.readers == answers.readers:
        return kept
    raise ReaderInConflictError(kept)


class ReaderInConflictError(Exception):
    """Somebody whom she named is, or stands close to, a reader she left ticked."""

    def __init__(self, kept: Answers) -> None:
        super().__init__("error.conflict" if kept.readers else "error.conflict_all")
        self.kept = kept


# What may go wrong and the sentence of these pages' book that says so; the status is the table's.
_SENTENCES: dict[type[Exception], str] = {
    TooManyError: "error.busy",
    ImpossibleDayError: "error.date",
    IdempotencyConflictError: "error.again",
    NotListedError: "error.changed",
    RosterUnknownError: "error.changed",
}
# What these pages tell in a way of their own.
_OF_THE_FORM: dict[type[Exception], tuple[str, int]] = {
    TooManyFilesError: ("error.size", 413),
    RequestDataTooBig: ("error.long", 413),
    LetterError: ("error.long", 413),
    publication.NotPublishedError: ("error.closed", 503),
    # No browser's form: there is nothing that could be given back.
    MultiPartParserError: ("error.later", 400),
}


class Said(TypedDict):
    """Which sentence of the book a page says, and under which status."""

    error: str
    status: int


def _said(error: Exception) -> Said:
    if isinstance(error, AnswerMissingError | ReaderInConflictError):
        return Said(error=str(error), status=422)
    if type(error) in _OF_THE_FORM:
        key, status = _OF_THE_FORM[type(error)]
        return Said(error=key, status=status)
    refusal = refusal_of(error)
    key = "error.full" if refusal is FULL else _SENTENCES.get(type(error), "error.later")
    return Said(error=key, status=refusal.status if key != "error.later" else 503)


@_plain_only
def come_back(request: HttpRequest, language: str) -> HttpResponse:
    """Her code, then her report; a message where she wrote one."""
    if request.method != "POST":
        return pages.page("back", language)
    w = words(language)
    code = _code(request)
    try:
        WRITES.check(request)
    except TooManyError:
        return pages.page("back", language, 429, error=w["error.busy"], code=code)
    try:
        opened = _open(code)
    except (FormatError, NoSuchCaseError) as error:
        said = pages.code_error(w, error)
        return pages.page("back", language, 404, error=said, code=code)
    draft = request.POST.get("words", "")
    if not draft.strip():
        return pages.case(language, opened, code, now=timekeeping.now())
    return _write(request, language, opened, code, draft)


def _write(
    request: HttpRequest, language: str, opened: back.Inbox, code: str, draft: str
) -> HttpResponse:
    id = request.POST.get("letter", "")
    try:
        back.write(opened, draft, id=id if is_id(id) else new_id(), now=timekeeping.now())
    except IdempotencyConflictError:
        pass  # the same form again: the first one is in
    except Exception as error:  # noqa: BLE001 -- her words go back to her, whatever it was
        now = timekeeping.now()
        return pages.case(language, opened, code, now=now, draft=draft, **_said(error))
    return pages.case(language, _open(code), code, now=timekeeping.now(), said="back.sent")


def _code(request: HttpRequest) -> str:
    """What she typed, to be shown again: never more than a code can be."""
    return request.POST.get("code", "")[: returncode.MAX_TEXT + 1]


def _open(code: str) -> back.Inbox:
    return back.open_inbox(code, _site(), now=timekeeping.now())


def _readers() -> list[Entry]:
    try:
        return list(publication.roster()[1].valid_on(timekeeping.now().date()))
    except publication.NotPublishedError:
        return []


def _site() -> str:
    return str(settings.HEARD.site)
