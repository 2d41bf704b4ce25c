"""A file in `agreements/` → what was agreed with one customer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import msgspec

from statusgen.civil import CivilError, Month
from statusgen.finding import Finding, Severity, printable
from statusgen.load.policies import packs
from statusgen.load.sheet import MOST_FINDINGS, STAND_IN, SUMMARIES, Context, Sheet, did_you_mean
from statusgen.model import Agreement, Filed, Money, Origin, digits

if TYPE_CHECKING:
    from statusgen.load.forms import AgreementForm, Filing

_MONEY: Final = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,6}))? ([A-Z]{3})")


def _is_month(name: str) -> bool:
    """Whether a name looks like a month, so that it is none of an incident."""
    return re.fullmatch(r"[0-9]{4}-[0-9]{1,2}", name) is not None


def read_agreement(path: str, body: bytes, context: Context) -> tuple[tuple[Agreement, ...], tuple[Finding, ...]]:
    """The agreement of a file; none where there are findings. Depends on nothing but its arguments."""
    from statusgen.load.filling import filled
    from statusgen.load.forms import AgreementForm

    sheet = Sheet(path, body, context)
    agreement_id = sheet.id
    form = filled(AgreementForm, sheet)
    agreement = None if form is None else _agreement(form, sheet, agreement_id)
    return ((), sheet.told) if sheet.findings or agreement is None else ((agreement,), ())


def _agreement(form: AgreementForm, sheet: Sheet, agreement_id: str) -> Agreement:
    plans = sheet.context.plans
    if _is_known(form.policy, sheet) and form.plan is not None:
        sheet.known("unknown-plan", form.plan, (plans or {}).get(form.policy) or None, "plan")
    since, until = sheet.edge(form.since, "since", days=0), sheet.edge(form.until, "until", days=1)
    if since is not None and until is not None:
        sheet.span(since, until, "until")
    _check_claims(form, sheet)
    return Agreement(
        id=agreement_id,
        origin=Origin(sheet.file, _marks(form, sheet)),
        customer=form.customer,
        policy=form.policy,
        plan=form.plan,
        fee=_money(form.fee, sheet, "fee"),
        fees=_fees(form, sheet),
        exchange=_exchange(form, sheet),
        holidays=tuple(day for number, day in enumerate(form.holidays) if sheet.day(day, "holidays", number)),
        country=form.country,
        subdivision=form.subdivision,
        since=since,
        until=until,
        active=form.active,
        reports=_filed(form.reports, sheet, "reports"),
        claims=_filed(form.claims, sheet, "claims"),
    )


def _is_known(policy: str, sheet: Sheet) -> bool:
    """Whether the page is held to a policy: it is not enough that there is one of that name."""
    known = sheet.context.plans
    if known is None or policy in known or policy == STAND_IN:
        return True
    way_out = "It is built in: name it in `policies:` of statusgen.yaml."
    if policy not in packs():
        way_out = f"{did_you_mean(policy, known)} A policy of your own counts where statusgen.yaml names it in `policies:`."
    sheet.tell(
        "unknown-policy",
        "policy",
        what=f"{printable(policy, quoted=True)} is no policy that this page is held to.",
        way_out=way_out,
    )
    return False


def _filed(forms: Mapping[str, str | Filing], sheet: Sheet, key: str) -> dict[str, Filed]:
    """Reports or claims by the name of what they are about."""
    read = ((name, _one_filed(form, sheet, key, name)) for name, form in forms.items())
    return {name: filed for name, filed in read if filed is not None}


def _one_filed(form: str | Filing, sheet: Sheet, *path: str) -> Filed | None:
    if isinstance(form, str):
        at = sheet.time(form, *path)
        return None if at is None else Filed(at)
    at = sheet.time(form.at, *path, "at")
    return None if at is None else Filed(at, form.channel or "", {name: text.strip() for name, text in form.fields.items()})


def _check_claims(form: AgreementForm, sheet: Sheet) -> None:
    """Names that look like a month are months; the others are incidents, which only the whole project knows."""
    for name in form.claims:
        if _is_month(name):
            try:
                Month.parse(name)
            except CivilError as error:
                place = sheet.document.place(("claims", name), key=True)
                sheet.tell_at(place, "not-a-time", error.what, way_out=error.way_out)


def _marks(form: AgreementForm, sheet: Sheet) -> dict[str, tuple[int, int]]:
    """Beside the usual places those of reported and claimed incidents: they are looked up when all files are read."""
    marks = sheet.document.marks(())
    for key, names in (("reports", form.reports), ("claims", form.claims)):
        for name in names:
            marks[f"{key}.{name}"] = sheet.document.mark((key, name), key=True)
    return marks


def _fees(form: AgreementForm, sheet: Sheet) -> dict[str, Money]:
    given = {} if form.fees is None else msgspec.structs.asdict(form.fees)
    read = ((name, _money(text, sheet, "fees", name)) for name, text in given.items())
    return {name: money for name, money in read if money is not None}


def _exchange(form: AgreementForm, sheet: Sheet) -> dict[str, Decimal]:
    for currency, rate in form.exchange.items():
        if rate <= 0:
            what, way_out = (
                "Nothing of a currency is worth nothing.",
                "Write what one unit is worth in the fee's currency: `USD: 1.52`.",
            )
            sheet.tell("bad-money", "exchange", currency, what=what, way_out=way_out)
    return {currency: Decimal(rate) for currency, rate in form.exchange.items()}


def _money(text: str | None, sheet: Sheet, *path: str) -> Money | None:
    """`900.00 AUD` as 90000 of the currency's smallest unit, exactly."""
    if text is None:
        return None
    amount = _MONEY.fullmatch(text)
    if amount is None:
        what = f"{printable(text, quoted=True)} is not an amount of money."
        sheet.tell("bad-money", *path, what=what, way_out="Write the amount and the currency's code: `900.00 AUD`.")
        return None
    whole, decimals, currency = amount[1], amount[2] or "", amount[3]
    most = digits(currency)
    if decimals[most:].strip("0"):
        what = f"{printable(text, quoted=True)} has more decimals than {currency}, which has {most}."
        sheet.tell("bad-money", *path, what=what, way_out=f"Write at most {most} decimals.")
        return None
    return Money(int(whole + decimals[:most].ljust(most, "0")), currency)


def unknown_incidents(agreements: Sequence[Agreement], known: Collection[str]) -> Iterator[Finding]:
    """Reports and claims of what no file declares, not even one that cannot be read. Work that is downtime is reported like
    any failure; of a series it is one occurrence that is."""
    for agreement in agreements:
        named = [("reports", name) for name in agreement.reports] + [
            ("claims", name) for name in agreement.claims if not _is_month(name)
        ]
        for key, name in [(key, name) for key, name in named if name not in known][:MOST_FINDINGS]:
            yield Finding(
                place=agreement.origin.at(f"{key}.{name}"),
                rule="unknown-incident",
                severity=Severity.ERROR,
                summary=SUMMARIES["unknown-incident"],
                what=f"{printable(name, quoted=True)} is not known.",
                way_out=did_you_mean(name, known),
            )
