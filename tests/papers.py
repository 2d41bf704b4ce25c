"""Reports as pages, and what a page says as text."""

from html.parser import HTMLParser

from reported import made

from statusgen import documents


def page(*arguments, commits=None, **options):
    """A report as HTML; arguments and options are those of `made`."""
    return documents.report(made(*arguments, **options), documents.theme(), commits or {})


BLOCKS = frozenset(
    (
        "address",
        "article",
        "body",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
    ),
) | frozenset(
    ("header", "head", "li", "main", "ol", "p", "section", "table", "tbody", "thead", "title", "tr", "ul", "br", "svg", "desc")
)
UNSEEN = frozenset({"style", "text", "title", "desc"})
VOID = frozenset({"meta", "link", "br", "hr", "rect", "path", "circle"})


class Page(HTMLParser):
    """What stands on a page, block by block, and how it is built."""

    def __init__(self, text):
        super().__init__()
        self.lines, self.links, self.ids, self.open, self.tags, self.attributes = [""], [], [], [], [], []
        self.feed(text)
        self.close()
        assert [] == self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)
        if tag in BLOCKS:
            self.lines.append("")
        if tag in ("td", "th"):
            self.lines[-1] += " | " if self.lines[-1] else ""
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag):
        assert tag == self.open.pop(), (tag, self.open)
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data):
        if not UNSEEN & set(self.open):
            self.lines[-1] += data

    @property
    def text(self):
        """Its text, a block a line, a row of a table in one."""
        return "\n".join(line for line in (" ".join(line.split()) for line in self.lines) if line)
