"""A plan as reviewers and their tools read it: a comment in Markdown, annotations, SARIF, JUnit."""

from statusgen.render.review.annotations import github
from statusgen.render.review.comment import Suggested, markdown
from statusgen.render.review.junit import junit
from statusgen.render.review.sarif import sarif

__all__ = ["Suggested", "github", "junit", "markdown", "sarif"]
