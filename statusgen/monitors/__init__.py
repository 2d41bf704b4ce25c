"""What monitors saw: samples from files, and from them when each component was known to be down, or known to be up.

The question itself is asked in SQL, in `islands.sql`, which other engines run as it is. DuckDB, which answers it here, comes
with the extra `data` and is imported only when there are samples to read.
"""

from statusgen.monitors.engine import DataExtraMissing
from statusgen.monitors.files import SamplesUnreadable
from statusgen.monitors.samples import GAP, Observed, Samples, read_samples

__all__ = ["GAP", "DataExtraMissing", "Observed", "Samples", "SamplesUnreadable", "read_samples"]
