"""The words that sentences share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from statusgen.policy import Cause, Policy, Term, TermUnit, Unit
from statusgen.timeline import DAY, HOUR

CAUSES: Final = {
    Cause.PROVIDER_FAILURE: "the provider's own systems",
    Cause.ALLY_FAILURE: "partners that the provider answers for",
    Cause.HOSTING_FAILURE: "the cloud or data centre that it runs on",
    Cause.MESSAGING_PROVIDER: "carriers and messaging services of others",
    Cause.META_API: "Meta's services (WhatsApp, Messenger)",
    Cause.AI_PROVIDER: "AI services",
    Cause.INTERNET_PROVIDER: "internet providers",
    Cause.THIRD_PARTY: "other outside services",
    Cause.CUSTOMER_ERROR: "the customer's code or configuration",
    Cause.CUSTOMER_CONNECTIVITY: "the customer's own line",
    Cause.FORCE_MAJEURE: "force majeure",
    Cause.GOVERNMENT_ACTION: "acts of government",
    Cause.CYBERATTACK: "attacks",
    Cause.UNKNOWN: "a cause that nobody knows",
}
UNITS: Final = {Unit.MINUTE: "minute", Unit.HALF_HOUR: "half hour", Unit.HOUR: "hour"}
_ORDINALS: Final = {1: "", 2: "second ", 3: "third ", 4: "fourth ", 5: "fifth ", 6: "sixth "}


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    *first, final = parts
    return f"{', '.join(first)} {last} {final}" if first else final


def number(value: Decimal | int) -> str:
    """`99.9`, without zeros at its end; `43,200`."""
    return f"{value.normalize():,f}" if isinstance(value, Decimal) else f"{value:,}"


def elapsed(hours: int) -> str:
    """`48 hours`, `168 hours (7 days)`."""
    days, rest = divmod(hours * HOUR, DAY)
    told = f"{hours} hour{'' if hours == 1 else 's'}"
    return f"{told} ({days} days)" if days > 2 and not rest else told


def length(term: Term) -> str:
    """`168 hours (7 days)`, `10 days`."""
    return elapsed(term.amount) if term.unit is TermUnit.HOUR else str(term)


def months_after(amount: int) -> str:
    """`the month after`, `the second month after`."""
    return f"the {_ORDINALS[amount]}month after" if amount in _ORDINALS else f"month {amount} after"


def names(policy: Policy, plans: Sequence[str]) -> str:
    """`Starter and Growth`, of the ids of plans."""
    return listed(plan.name or plan.id for plan in policy.plans if plan.id in plans)


def only_for(policy: Policy, plans: Sequence[str], text: str) -> str:
    """A sentence that holds for some plans only."""
    return f"{names(policy, plans)}: {text}" if plans else f"{text[:1].upper()}{text[1:]}"


def fields(keys: Iterable[str], last: str = "and") -> str:
    """`company name, account id and incident timeline`."""
    return listed((key.replace("_", " ") for key in keys), last)
