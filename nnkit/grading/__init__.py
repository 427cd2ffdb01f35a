"""The teacher's side: sandboxed warm kernels, verdicts formed outside of them, many at once."""
