"""The figures at the head of a report: a label, a value, and a note with its clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from statusgen import civil
from statusgen.board.words import line, month_name
from statusgen.documents.charts import credits_of, missed, plain
from statusgen.documents.paper import Clauses
from statusgen.render.statement import owing, promised, words
from statusgen.report import Report, Work
from statusgen.statement import Kept
from statusgen.uptime import support


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure."""

    label: str
    value: str
    notes: tuple[Markup, ...]
    tone: str
    """`kept`, `missed`, or `plain`: the style sheet's word; the note says it, too."""


def tiles(report: Report, clauses: Clauses) -> tuple[Tile, ...]:
    """Those of a month, or of a quarter's months together."""
    kept = report.kept
    found = [*(_month(kept[0], report) if len(kept) == 1 else _months(kept, report))]
    found += [*_owed(report), *_incidents(kept), *_answers(report), *_works(report.works)]
    return tuple(Tile(line(label), value, tuple(map(clauses.said, notes)), tone) for label, value, notes, tone in found)


_Tile = tuple[str, str, list[str], str]
_TONES: Final[dict[bool | None, str]] = {True: "missed", False: "kept", None: "plain"}
"""By whether something was missed; None: nobody knows."""


def _month(kept: Kept, report: Report) -> Iterator[_Tile]:
    account = kept.account
    commitments = credits_of(account, report.plans)
    notes = [f"commitment {words.commitment(credit, account.policy)}" for credit in commitments]
    notes.append(words.measured(account.availability, account.policy.measure))
    yield "Uptime", words.uptime(account.availability), notes, _TONES[missed(account, report.plans)]
    given = [credit for credit in commitments if credit.share]
    value = ", ".join(dict.fromkeys(f"{words.percent(credit)} %" for credit in given)) or "none"
    yield "Service credit", value, [words.given(credit, account.policy) for credit in given], "missed" if given else "kept"


def _months(kept: Sequence[Kept], report: Report) -> Iterator[_Tile]:
    accounts = [one.account for one in kept]
    broken = [missed(account, report.plans) for account in accounts]
    value = f"{broken.count(False)} of {len(broken)} months"
    plans = dict.fromkeys(credit.plan for account in accounts for credit in credits_of(account, report.plans))
    promised = [f"{plan.commitment.normalize():f} %{'' if plan.guaranteed else ', a target'} [{plan.clause}]" for plan in plans]
    yield "Commitment met", value, promised, _TONES[True if True in broken else None if None in broken else False]
    counted = civil.lasting(sum(account.availability.counted_seconds for account in accounts))
    yield "Counted downtime", counted, [_named(account.policy.measure.clause for account in accounts)], "plain"
    given = sum(any(credit.share for credit in credits_of(account, report.plans)) for account in accounts)
    clauses = _named(account.policy.credits.clause for account in accounts)
    yield "Service credit", f"in {given} month{'' if given == 1 else 's'}", [clauses], "missed" if given else "kept"


def _owed(report: Report) -> Iterator[_Tile]:
    """What the customer is owed whom it is for, month by month."""
    for month in report.months:
        for due in month.due:
            one = due.entitlement
            value = owing.money(one.amount) if one.amount is not None else f"{plain(one.share)} %"
            name = f"{one.agreement.customer}, {month_name(month.month)}"
            clauses = _named([report.terms.credits.clause])
            yield f"Owed to {name}", value if one.share else "nothing", [f"{owing.STATES[one.state]} {clauses}"], "plain"


def _incidents(kept: Sequence[Kept]) -> Iterator[_Tile]:
    told = [one.registered for one in kept if one.registered is not None]
    if told:
        broken = any(not one.kept for one in told)
        count = sum(len(one.incidents) for one in told)
        yield "Incidents registered", str(count), [promised.registered(one) for one in told], _TONES[broken]


def _answers(report: Report) -> Iterator[_Tile]:
    counts = Counter(answer.kept for promise in report.promises for answer in promise.answers)
    met, late = counts[support.Kept.MET], counts[support.Kept.MISSED]
    if met or late:
        others = [f"{counts[kept]} {promised.KEPT[kept]}" for kept in support.Kept if counts[kept] and kept is not support.Kept.MET]
        clauses = dict.fromkeys(answer.clause for promise in report.promises for answer in promise.answers)
        note = f"{', '.join(others)} {_named(clauses)}".strip()
        yield "Answers in time", f"{met} of {met + late}", [note], _TONES[late > 0]


def _works(works: Sequence[Work]) -> Iterator[_Tile]:
    asked = [work for work in works if work.notice_kept is not None]
    if asked:
        kept = sum(work.notice_kept is True for work in asked)
        note = f"windows {_named(work.terms.notice.clause for work in asked)}"
        yield "Notice kept", f"{kept} of {len(asked)}", [note], _TONES[kept < len(asked)]
    bound = [work for work in works if work.hours_kept is not None]
    if bound:
        kept = sum(work.hours_kept is True for work in bound)
        note = f"windows {_named(hours.clause for work in bound if (hours := work.terms.maintenance_hours) is not None)}"
        yield "Hours kept", f"{kept} of {len(bound)}", [note], _TONES[kept < len(bound)]


def _named(clauses: Iterable[str]) -> str:
    """`[clever.response] [clever.resolution]`, each once."""
    return " ".join(f"[{clause}]" for clause in dict.fromkeys(clauses))
