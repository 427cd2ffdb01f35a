"""Frames that pages have asked for in advance: they are made when nothing else is to be done.

A page's request says how many "frames" it takes. The first is its answer; the others follow, one
slice of training each. So training still waits for the page, but not for each frame's round trip.
"""

from __future__ import annotations

from typing import Any, TypeAlias

Message: TypeAlias = dict[str, Any]

MOST = 8  # frames that one request may ask for


class Credits:
    """What each page may still be sent: a message to repeat, and how often."""

    def __init__(self) -> None:
        self._left: dict[str, tuple[Message, int]] = {}

    def __bool__(self) -> bool:
        return bool(self._left)

    def note(self, message: object, content: Message) -> None:
        """A page has sent this message, and this is its answer, which will say how much is "more".

        A page's newer request for frames takes the older one's place.
        """
        if not isinstance(message, dict) or not isinstance(message.get("id"), str):
            return
        page, count = message["id"].partition(".")[0], message.get("frames", 1)
        if message.get("do") == "frame":
            self._left.pop(page, None)
            goes_on = message.get("train") is True and content.get("problem", "") is None
            left = min(count, MOST) - 1 if goes_on and type(count) is int else 0
            if left > 0:
                self._left[page] = (message, left)
            content["more"] = max(left, 0)
        if page in self._left and "history" in content:
            message, left = self._left.pop(page)
            self._left[page] = (message | {"seen": _seen(message.get("seen", {}), content)}, left)

    def next(self) -> Message:
        """The message to answer now; pages take turns."""
        page = next(iter(self._left))
        message, left = self._left.pop(page)
        return message | {"frames": left}

    def clear(self) -> None:
        """Nobody gets anything more unasked."""
        self._left.clear()


def _seen(seen: Message, content: Message) -> Message:
    """What a page has seen when it has got this answer."""
    layout = content["layout"]["version"] if "layout" in content else seen.get("layout")
    return {"layout": layout, "history": content["history"]["version"]}
