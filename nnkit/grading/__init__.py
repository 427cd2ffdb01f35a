"""The teacher's side: submissions run in a sandbox, verdicts formed outside it."""
