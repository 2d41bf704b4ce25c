"""An audit of the books that reports are made of, as a page."""

from reported import books

from statusgen import documents
from statusgen.audit import Source, audit
from statusgen.chronicle import Chronicle, Said
from statusgen.finding import Finding, Place, Severity


def audit_page(project=None, text="a name"):
    """As HTML: every window closed two days after its end, one name unknown, one file broken, both as the text has it."""
    own, _, now = books()
    project = project or own
    told = [
        Chronicle(one, (Said(one.span.end + 2 * 86_400, one.span.end, closed=True),), must_close=False) for one in project.windows
    ]
    place = Place(project.windows[0].origin.file, 3, 5)
    unknown = Finding(place, "unknown-component", Severity.WARNING, "Unknown component", f"{text} is none.", way_out="Name one.")
    broken = Finding(
        Place(f"windows/{text}.yaml"), "not-a-time", Severity.ERROR, "Not a time", f"{text} is none.", way_out="Mend it."
    )
    source = Source(len(project.windows) + 1, 1, 12, is_ours=True)
    made = audit(project, told, project.policies, source, (unknown, broken), since=None, now=now)
    return documents.audit(made, documents.theme())
