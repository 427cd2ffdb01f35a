"""What the exercises on losses say alike of the cases that they have alike."""

from __future__ import annotations

COLUMNS = "for several columns: the mean is over all entries, rows times columns"
WHOLE = "for whole numbers: what is written into an array of integers loses its decimals"
