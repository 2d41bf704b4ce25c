"""claim-for-nothing: a claim is asked for where a credit can come of it."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.doubts.doubt import Doubt, Subject, table_of
from statusgen.policy import Policy

ID, SUMMARY = "claim-for-nothing", "Claim that earns nothing"


def check(subject: Subject) -> Iterator[Doubt]:
    """No plan has a guarantee, or whatever is given back is 0 %."""
    policy = subject.policy
    if policy.claim is not None and policy.claim.required and not any(_gives(policy)):
        what = "A credit must be claimed, and no plan ever gives one."
        why = "Customers would be sent to claim nothing."
        way_out = "Let a plan be guaranteed and give something back, or say `claim: {required: false}`."
        yield Doubt(("claim",), what, why, way_out, policy.claim.clause)


def _gives(policy: Policy) -> Iterator[bool]:
    """Of each plan with a guarantee, whether it can give anything back."""
    given = policy.credits
    every = given.step.percent if given.step is not None else given.flat
    for plan in policy.plans:
        if plan.guaranteed:
            yield bool(every) or any(tier.percent for tier in table_of(policy, plan))
