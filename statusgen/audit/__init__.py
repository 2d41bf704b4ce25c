"""How a history kept its promises: of every maintenance the notice really given, the hours, the end and when it was closed.

Values, which `render/` and `documents/` tell. What was announced is for `announced`, whether a policy is kept for `rules` to say.
"""

from statusgen.audit.account import Audit, Source, Unread, audit
from statusgen.audit.records import LATE, Judged, Record
from statusgen.audit.summary import NOTICE_STEPS, Summary, Under

__all__ = ["LATE", "NOTICE_STEPS", "Audit", "Judged", "Record", "Source", "Summary", "Under", "Unread", "audit"]
