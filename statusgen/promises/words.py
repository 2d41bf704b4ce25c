"""The words that sentences share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from statusgen.civil import Opening
from statusgen.language import ENGLISH, Language, capital, message
from statusgen.policy import Cause, Plan, Policy, Term, TermUnit
from statusgen.timeline import DAY, HOUR

CAUSES: Final = {
    Cause.PROVIDER_FAILURE: message("the provider's own systems"),
    Cause.ALLY_FAILURE: message("partners that the provider answers for"),
    Cause.HOSTING_FAILURE: message("the cloud or data centre that it runs on"),
    Cause.MESSAGING_PROVIDER: message("carriers and messaging services of others"),
    Cause.META_API: message("Meta's services (WhatsApp, Messenger)"),
    Cause.AI_PROVIDER: message("AI services"),
    Cause.INTERNET_PROVIDER: message("internet providers"),
    Cause.THIRD_PARTY: message("other outside services"),
    Cause.CUSTOMER_ERROR: message("the customer's code or configuration"),
    Cause.CUSTOMER_CONNECTIVITY: message("the customer's own line"),
    Cause.FORCE_MAJEURE: message("force majeure"),
    Cause.GOVERNMENT_ACTION: message("acts of government"),
    Cause.CYBERATTACK: message("attacks"),
    Cause.UNKNOWN: message("a cause that nobody knows"),
}
_MONTHS: Final = {
    1: message("the month after"),
    2: message("the second month after"),
    3: message("the third month after"),
    4: message("the fourth month after"),
    5: message("the fifth month after"),
    6: message("the sixth month after"),
}
_LAST: Final = {"and": message("%(first)s and %(last)s"), "or": message("%(first)s or %(last)s")}


def listed(parts: Iterable[str], last: str = "and", language: Language = ENGLISH) -> str:
    """`a, b and c`."""
    *first, final = parts
    return language.say(_LAST[last], first=", ".join(first), last=final) if first else final


def number(value: Decimal | int) -> str:
    """`99.9`, without zeros at its end; `43,200`."""
    return f"{value.normalize():,f}" if isinstance(value, Decimal) else f"{value:,}"


def percent(value: Decimal) -> str:
    """`99.9 %`."""
    return f"{number(value)} %"


def hours(count: int, language: Language) -> str:
    """`48 hours`."""
    return language.counted("%(count)s hour", "%(count)s hours", count)


def days(count: int, language: Language) -> str:
    """`7 days`."""
    return language.counted("%(count)s day", "%(count)s days", count)


def elapsed(count: int, language: Language) -> str:
    """`48 hours`, `168 hours (7 days)`."""
    whole, rest = divmod(count * HOUR, DAY)
    return f"{hours(count, language)} ({days(whole, language)})" if whole > 2 and not rest else hours(count, language)


def length(term: Term, language: Language) -> str:
    """`168 hours (7 days)`, `10 days`."""
    match term.unit:
        case TermUnit.MINUTE:
            return language.counted("%(count)s minute", "%(count)s minutes", term.amount)
        case TermUnit.HOUR:
            return elapsed(term.amount, language)
        case TermUnit.DAY:
            return days(term.amount, language)
        case TermUnit.MONTH:
            return language.counted("%(count)s month", "%(count)s months", term.amount)
        case TermUnit.BUSINESS_HOUR:
            return language.counted("%(count)s business hour", "%(count)s business hours", term.amount)
        case TermUnit.BUSINESS_DAY:
            return language.counted("%(count)s business day", "%(count)s business days", term.amount)


def months_after(amount: int, language: Language) -> str:
    """`the month after`, `the second month after`."""
    return language.say(_MONTHS[amount]) if amount in _MONTHS else language.say("month %(number)s after", number=amount)


def week(openings: Iterable[Opening], language: Language) -> str:
    """`Mon-Fri 21:00-01:00, Sat 17:00-24:00`."""
    return ", ".join(opening.named(language.weekdays) for opening in openings)


def names(policy: Policy, plans: Sequence[str], language: Language) -> str:
    """`Starter and Growth`, of the ids of plans."""
    return listed((name(plan, language) for plan in policy.plans if plan.id in plans), language=language)


def name(plan: Plan, language: Language) -> str:
    """What a plan is called."""
    return theirs(plan.name, language) or plan.id


def theirs(text: str | None, language: Language) -> str:
    """A text of a policy: what the packs say can be said in every language, what others wrote stays as they wrote it."""
    return language.say(text) if text else ""


def only_for(policy: Policy, plans: Sequence[str], text: str, language: Language) -> str:
    """A sentence that holds for some plans only."""
    return f"{names(policy, plans, language)}: {text}" if plans else capital(text)


def fields(keys: Iterable[str], last: str, language: Language) -> str:
    """`company name, account id and incident timeline`."""
    return listed((theirs(key.replace("_", " "), language) for key in keys), last, language)
