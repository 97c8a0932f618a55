"""Grid: the sizes at which the layout changes, in one place.

Every screen gets one class for its width and one for its height. Text starts two cells
from the left at every size: after a margin, or after a border and its padding.
"""

BESIDE_CODE = 110
"""Columns from which the results of checks are beside the code."""

BESIDE = 130
"""Columns from which question and verdict are side by side."""

TWO_COLUMNS = 160
"""Columns from which the statistics are in two columns."""

PROSE = 96
"""The longest line of prose, in cells; code, tables and pictures use all the width."""

WIDTHS = [(0, "-narrow"), (100, "-regular"), (BESIDE_CODE, "-broad"), (BESIDE, "-wide")]
"""Narrow screens have no borders: each cell is needed."""

HEIGHTS = [(0, "-short"), (30, "-tall")]
"""Short screens have no borders either."""
