"""Charts as shapes on whole coordinates. Templates set them as inline SVG, and tell kinds apart by shape, not only by colour."""

from statusgen.documents.charts.days import of_days
from statusgen.documents.charts.metrics import of_metric
from statusgen.documents.charts.shapes import Chart
from statusgen.documents.charts.year import credits_of, missed, of_year, plain

__all__ = ["Chart", "credits_of", "missed", "of_days", "of_metric", "of_year", "plain"]
