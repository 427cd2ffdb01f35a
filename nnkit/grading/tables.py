"""Our own tables, in the gradebook beside those of nbgrader, which never looks at them.

They aren't in nbgrader's metadata, so that neither its ``create_all`` nor its upgrade knows them.
They name nbgrader's rows by id, without a foreign key: removing a submission there must go on
working. Its id is then never used again, so what is left here is found by nobody.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Integer, MetaData, String, Table, Text

METADATA = MetaData()

# One row a submission: what it was when it was graded, and how that went.
GRADED = Table(
    "nnkit_graded",
    METADATA,
    Column("submission_id", String(32), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("seed", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("unsafe", Boolean, nullable=False),
    Column("problems", Text, nullable=False),  # a list, as JSON
    Column("answers", Text, nullable=False),  # question id to answer, as JSON
)

# One row a graded cell: what the score in nbgrader's table does not say.
OUTCOME = Table(
    "nnkit_outcome",
    METADATA,
    Column("submission_id", String(32), primary_key=True),
    Column("grade_id", String(128), primary_key=True),
    Column("outcome", String(40), nullable=False),
    Column("mistake", String(80), nullable=False),
    Column("reason", Text, nullable=False),
)
