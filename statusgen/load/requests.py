"""A file of requests → the maintenance that wants times."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from statusgen import civil
from statusgen.finding import Finding, printable, told_in_order
from statusgen.load.sheet import MOST_FINDINGS, STAND_IN, Context, Sheet, did_you_mean
from statusgen.load.traffic import read_traffic
from statusgen.requests import A_DAY_LATE, AVERAGE, FLAT, KeepApart, Request, Requests
from statusgen.timeline import DAY, Span

if TYPE_CHECKING:
    from statusgen.load.request_forms import GroundForm, RequestForm

HORIZON: Final = 56 * DAY
"""How far is looked ahead where the file does not say it."""
LONGEST: Final = 366 * DAY
"""As far as any schedule may reach."""

Beside = Callable[[str], bytes]
"""The content of a file by its path below the folder of the file of requests; `OSError` where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the reading of requests depends on beside their own text."""

    context: Context
    windows: Collection[str]
    """The ids of the windows that are declared, and not over long since."""
    taken: Mapping[str, str]
    """The files of other windows by their names: those that are over long since, and series."""
    beside: Beside
    now: int


def read_requests(path: str, body: bytes, around: Around) -> tuple[Requests | None, tuple[Finding, ...]]:
    """What a file asks for; None where there are findings."""
    sheet = Sheet(path, body, around.context)
    ground, forms = _filled(sheet)
    wanted = None if ground is None else _requests(ground, forms, sheet, around)
    told = told_in_order(sheet.findings)[:MOST_FINDINGS]
    return (None if told else wanted), told


def _filled(sheet: Sheet) -> tuple[GroundForm | None, Mapping[int, RequestForm]]:
    """The forms of the file and of its requests, by their place in the list.

    Where something does not fit, findings tell it, and what does fit is there all the same.
    """
    from statusgen.load.filling import filled
    from statusgen.load.request_forms import GroundForm, RequestForm, RequestsForm

    whole = filled(RequestsForm, sheet)
    if whole is not None:
        return whole, dict(enumerate(whole.requests))
    value = sheet.document.value
    if not isinstance(value, dict):
        return None, {}
    listed = value.get("requests")
    entries = listed if isinstance(listed, list) else []
    read = {number: filled(RequestForm, sheet.part(one, "requests", number)) for number, one in enumerate(entries)}
    ground = filled(GroundForm, sheet.part({key: entry for key, entry in value.items() if key in GroundForm.__struct_fields__}))
    return ground, {number: form for number, form in read.items() if form is not None}


def _requests(ground: GroundForm, forms: Mapping[int, RequestForm], sheet: Sheet, around: Around) -> Requests:
    ids = _ids(sheet)
    within = _within(ground, sheet, around.now)
    for number, form in forms.items():
        _check_names(number, form, ground, [*ids, *around.windows, *around.taken], sheet)
    _check_twins(ids, around.taken, sheet)
    _check_order(forms, sheet)
    return Requests(
        file=sheet.file,
        within=within or Span(0, 1),  # without one there is a finding, and nothing comes of it
        requests=tuple(_request(number, form, within, sheet) for number, form in forms.items()),
        traffic=_traffic(ground.traffic, sheet, around.beside),
        a_night=_a_night(ground, sheet),
        a_day_late=_a_day_late(ground, sheet),
        keep_apart=tuple(_keep_apart(ground, ids, sheet)),
    )


def _ids(sheet: Sheet) -> list[str]:
    """Every id that the file gives, also of requests that cannot be read: nobody who names one of those makes a mistake."""
    listed = sheet.document.value.get("requests")
    entries: list[Any] = listed if isinstance(listed, list) else []
    return [str(entry.get("id", STAND_IN)) if isinstance(entry, dict) else STAND_IN for entry in entries]


def _within(ground: GroundForm, sheet: Sheet, now: int) -> Span | None:
    start = sheet.edge(ground.within.from_, "within", "from", days=0) if ground.within.from_ else now
    if start is None:
        return None
    end = sheet.edge(ground.within.to, "within", "to", days=1) if ground.within.to else start + HORIZON
    within = sheet.span(start, end, "within", "to" if ground.within.to else "from")
    if within is not None and within.seconds > LONGEST:
        sheet.tell("out-of-bounds", "within", what="This is more than a year.", way_out="Look at most a year ahead.")
    return within


def _request(number: int, form: RequestForm, within: Span | None, sheet: Sheet) -> Request:
    here = ("requests", number)
    seconds = sheet.duration(form.duration, *here, "duration") or 1
    return Request(
        id=form.id,
        place=sheet.document.place((*here, "id")),
        title=form.title,
        components=sheet.components(form.components, *here, "components"),
        impact=form.impact,
        seconds=seconds,
        room=_room(form, seconds, within, sheet, *here),
        priority=form.priority,
        after=tuple(dict.fromkeys(form.after)),
        crew=form.crew,
        description=form.description,
    )


def _room(form: RequestForm, seconds: int, within: Span | None, sheet: Sheet, *here: str | int) -> Span:
    """From the earliest start to the latest end, inside the time of all."""
    earliest, latest = sheet.edge(form.earliest, *here, "earliest", days=0), sheet.edge(form.latest, *here, "latest", days=1)
    unread = (form.earliest is not None and earliest is None) or (form.latest is not None and latest is None)
    nothing = Span(0, seconds)
    if within is None or unread:
        return nothing
    if earliest is not None and latest is not None and sheet.span(earliest, latest, *here, "latest") is None:
        return nothing
    start = within.start if earliest is None else max(earliest, within.start)
    end = within.end if latest is None else min(latest, within.end)
    if end - start < seconds:
        key = next((key for key, edge in (("latest", latest), ("earliest", earliest)) if edge is not None), "duration")
        begins, ends = (civil.show(at, sheet.time_zone) for at in (start, end))
        room = f", which is {civil.lasting(end - start)}" if end > start else ""
        what = f"It may start from {begins} on and has to be over by {ends}{room}; it takes {civil.lasting(seconds)}."
        sheet.tell("no-room", *here, key, what=what, way_out="Let it start earlier or end later, or make the work shorter.")
        return nothing
    return Span(start, end)


def _check_names(number: int, form: RequestForm, ground: GroundForm, known: Sequence[str], sheet: Sheet) -> None:
    for index, name in enumerate(form.after):
        sheet.known("unknown-request", name, known, "requests", number, "after", index)
    if form.crew is not None and form.crew not in ground.crews:
        what = f"{printable(form.crew, quoted=True)} is none of the `crews` of this file."
        way_out = did_you_mean(form.crew, ground.crews) if ground.crews else f"Add `crews: [{printable(form.crew)}]`."
        sheet.tell("unknown-crew", "requests", number, "crew", what=what, way_out=way_out)


def _check_twins(ids: Sequence[str], taken: Mapping[str, str], sheet: Sheet) -> None:
    for number, name in enumerate(ids):
        if name in taken:
            what = f"{printable(name, quoted=True)} is the name of other maintenance: {printable(taken[name])}."
            sheet.tell("duplicate-request", "requests", number, "id", what=what, way_out="Give the request another id.")
        elif name != STAND_IN and name in ids[:number]:
            what = f"A request above is called {printable(name, quoted=True)}, too."
            sheet.tell("duplicate-request", "requests", number, "id", what=what, way_out="Give one of the two another id.")


def _check_order(forms: Mapping[int, RequestForm], sheet: Sheet) -> None:
    """Nothing waits for itself, not even by way of others."""
    numbers = {form.id: number for number, form in forms.items()}
    waiting = {form.id: [name for name in form.after if name in numbers] for form in forms.values()}
    try:
        TopologicalSorter(waiting).prepare()
    except CycleError as error:
        cycle = list(reversed(error.args[1]))  # each waits for the one behind it
        first = min(cycle, key=lambda name: numbers[name])
        turn = cycle.index(first)
        chain = [*cycle[turn:-1], *cycle[:turn], first] if turn else cycle
        what = f"{' waits for '.join(f'`{name}`' for name in chain)}."
        sheet.tell("order-cycle", "requests", numbers[first], "after", what=what, way_out="Take one of them out of an `after`.")


def _keep_apart(ground: GroundForm, ids: Sequence[str], sheet: Sheet) -> Iterator[KeepApart]:
    for number, form in enumerate(ground.keep_apart):
        here = ("keep_apart", number)
        for index, name in enumerate(form.requests):
            if sheet.known("unknown-request", name, ids, *here, "requests", index) and name in form.requests[:index]:
                what = f"{printable(name, quoted=True)} is named twice."
                sheet.tell("duplicate-request", *here, "requests", index, what=what, way_out="Name it once.")
        yield KeepApart(tuple(form.requests), sheet.duration(form.by, *here, "by") or 0)


def _a_night(ground: GroundForm, sheet: Sheet) -> int | None:
    most = ground.at_most.a_night
    if most is not None and most < 1:
        sheet.tell("out-of-bounds", "at_most", "a_night", what="Nothing could be placed.", way_out="Write 1 or more.")
    return most


def _a_day_late(ground: GroundForm, sheet: Sheet) -> int:
    from statusgen.load.request_forms import MOST_A_DAY

    if ground.lateness is None:
        return A_DAY_LATE
    amount = ground.lateness.a_day
    if not 0 <= amount <= MOST_A_DAY or amount * AVERAGE % 1:
        what = "A day of waiting costs from 0 to 1000 hours, in at most three decimals."
        sheet.tell("out-of-bounds", "lateness", "a_day", what=what, way_out="Write such a number: `0.1`.")
        return 0
    return int(amount * AVERAGE)


def _traffic(name: str | None, sheet: Sheet, beside: Beside) -> tuple[int, ...]:
    """How busy each hour is; flat where the file does not say it, or a finding says why it cannot be read."""
    if name is None:
        return FLAT
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not name.isprintable():
        what = f"{printable(name, quoted=True)} does not lie beside this file, or below."
        sheet.tell("missing-file", "traffic", what=what, way_out="Put it there, and write its name: `traffic.csv`.")
        return FLAT
    try:
        body = beside(name)
    except OSError as error:
        what = f"{printable(name, quoted=True)} cannot be read: {error.strerror or 'it is no name of a file'}."
        sheet.tell("missing-file", "traffic", what=what, way_out="Write the name of a CSV file beside this one.")
        return FLAT
    folder = PurePosixPath(sheet.file).parent
    week, told = read_traffic(str(folder / path), body)
    sheet.findings.extend(told)
    return week or FLAT
