"""The words of contracts and files: how customers are told, what they notice, why something failed."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Impact(StrEnum):
    """What customers notice, from least to most."""

    NONE = "none"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    OUTAGE = "outage"
    """Downtime under every policy; the others only where its `scope.impacts` says so."""

    @property
    def rank(self) -> int:
        """Greater is worse."""
        return _RANKS[self]


_RANKS: Final = {impact: rank for rank, impact in enumerate(Impact)}


class Channel(StrEnum):
    """How customers are told."""

    STATUS_PAGE = "status_page"
    EMAIL = "email"
    TELEPHONE = "telephone"
    IN_APP = "in_app"
    WHATSAPP = "whatsapp"


class Cause(StrEnum):
    """Why something failed, in the words that contracts tell apart."""

    PROVIDER_FAILURE = "provider_failure"
    """The provider's own systems. Also what is assumed while the cause is unknown: an unknown cause counts."""
    ALLY_FAILURE = "ally_failure"
    """A partner that the provider answers for."""
    HOSTING_FAILURE = "hosting_failure"
    """The cloud or data centre that the provider's systems run on."""
    MESSAGING_PROVIDER = "messaging_provider"
    """A messaging API or SMS gateway of others: LINE, Viber, Telegram, carriers."""
    META_API = "meta_api"
    """WhatsApp or Messenger as run by Meta."""
    AI_PROVIDER = "ai_provider"
    INTERNET_PROVIDER = "internet_provider"
    THIRD_PARTY = "third_party"
    """Any other outside service."""
    CUSTOMER_ERROR = "customer_error"
    """Code or configuration of the customer."""
    CUSTOMER_CONNECTIVITY = "customer_connectivity"
    """The customer's own line."""
    FORCE_MAJEURE = "force_majeure"
    GOVERNMENT_ACTION = "government_action"
    CYBERATTACK = "cyberattack"
    UNKNOWN = "unknown"
