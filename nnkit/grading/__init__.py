"""The teacher's side: notebooks are run in a sandbox, and judged outside of it."""
