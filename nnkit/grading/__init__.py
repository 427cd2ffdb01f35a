"""The teacher's side: sandboxed warm kernels, verdicts formed outside of them, many at once."""

import sys

# jsonschema would compile a grammar of web addresses, 0.7 s, that no notebook is held against.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
