"""What is moved in a worked case, and signatures and letters beside it."""

from django.http import HttpResponse

from heard.actions import cases, casework
from heard.doors._http.answers import binary, json
from heard.doors._http.contract import BINARY, Refusals, answers
from heard.doors._http.errors import unreadable
from heard.doors.desk.answers import Done
from heard.doors.desk.bodies import Move, SealedLetter
from heard.doors.desk.cases import LETTER
from heard.doors.desk.dispatch import Call
from heard.rules.refusals import MalformedError

_MOVE: Refusals = (casework.CannotMoveError, *LETTER, casework.StaleFileKeyError)


@answers(casework.WorkView, cases.NoSuchCaseError)
def work(call: Call, case: str) -> HttpResponse:
    """What was moved in the case, who has its file, and who is in it."""
    return json(casework.read_work(holder=call.me.id, case=case, now=call.now))


@answers(casework.KeptUntilView, cases.NoSuchCaseError)
def kept(call: Call, case: str) -> HttpResponse:
    """What is kept of the case, and until when."""
    return json(casework.read_kept(holder=call.me.id, case=case, now=call.now))


@answers(Done, *_MOVE, statuses=(201,))
def move(call: Call, case: str) -> HttpResponse:
    """Move something of the case; why is in the sealed letters."""
    leaf = casework.move(
        holder=call.me.id,
        case=case,
        key=call.body.id,
        new=new_move(call.body),
        letters=[new_letter(each) for each in call.body.letters],
        listing=call.body.listing,
        now=call.now,
    )
    return json(Done(leaf=leaf), status=201)


@answers(Done, *_MOVE, statuses=(201,))
def assent(call: Call, case: str) -> HttpResponse:
    """Sign a move that somebody else will make."""
    body = call.body
    leaf = casework.assent(
        holder=call.me.id,
        case=case,
        key=body.id,
        new=casework.NewMove(
            object=body.object, record=body.record, move=body.move, version=body.version
        ),
        shell=body.shell,
        letter=new_letter(body.letter),
        now=call.now,
    )
    return json(Done(leaf=leaf), status=201)


@answers(Done, *LETTER, casework.StaleFileKeyError, statuses=(201,))
def write_file_letter(call: Call, case: str) -> HttpResponse:
    """A note among those who have the file, or a message to a party."""
    leaf = casework.write_file_letter(
        holder=call.me.id,
        case=case,
        key=call.body.id,
        kind=call.body.kind,
        party=call.body.party,
        letter=new_letter(call.body.letter),
        now=call.now,
    )
    return json(Done(leaf=leaf), status=201)


@answers(BINARY, cases.NoSuchCaseError)
def read_file_letter(call: Call, case: str, letter: str) -> HttpResponse:
    """A sealed letter of the file."""
    return binary(casework.read_file_letter(holder=call.me.id, case=case, letter=letter))


_IDS = {"ids": "Ids of letters, at most 64, with commas between them."}
_LONGEST = 33 * casework.MOST_TOGETHER


@answers(casework.SealedFileLetters, cases.NoSuchCaseError, MalformedError, query=_IDS)
def read_file_letters(call: Call, case: str) -> HttpResponse:
    """Several sealed letters of the file in one answer."""
    asked = call.request.GET
    ids = asked.get("ids", "")
    if not set(asked) <= set(_IDS) or len(ids) > _LONGEST:
        raise unreadable()
    letters = ids.split(",")
    return json(casework.read_file_letters(holder=call.me.id, case=case, letters=letters))


def new_move(body: Move) -> casework.NewMove:
    """A move as an action takes it."""
    names = casework.NewMove.__dataclass_fields__
    return casework.NewMove(**{name: getattr(body, name) for name in names})


def new_letter(body: SealedLetter) -> casework.NewLetter:
    """One of its letters as an action takes it."""
    return casework.NewLetter(
        to=body.to, id=body.id, seq=body.seq, sealed=body.sealed, generation=body.generation
    )
