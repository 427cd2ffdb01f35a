"""The builder's own module in a plain page, with a session in this process as its kernel.

The page speaks to the session by HTTP, which is as quick as JupyterLab's websocket and needs no
JupyterLab: what the page does can be tested, looked at and measured within seconds.
"""

from __future__ import annotations

import json
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from playwright.sync_api import Page, expect

from nnkit.builder import assets
from tests.browser.kit import SLOW

# JupyterLab's own values, so that the page looks as it will there.
THEMES = {
    "light": "--jp-content-font-color0: rgb(0 0 0 / 87%); --jp-layout-color0: #fff;",
    "dark": "--jp-content-font-color0: #fff; --jp-layout-color0: #111; color-scheme: dark;",
}
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Builder</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="builder.css">
<style>
  :root { %s }
  body { margin: 8px; background: var(--jp-layout-color0); }
</style>
<main></main>
<script type="module">
  import builder from "./builder.js";
  let last = Promise.resolve();
  function newModel() {
    const listeners = new Set();
    const deliver = (content, buffers) => {
      window.replies = (window.replies ?? 0) + 1;
      listeners.forEach((listener) => listener(content, buffers));
    };
    const ask = async (message) => {
      const reply = await fetch("send", { method: "POST", body: JSON.stringify(message) });
      const data = await reply.arrayBuffer();
      const head = new DataView(data).getUint32(0, true);
      const { content, sizes } = JSON.parse(new TextDecoder().decode(data.slice(4, 4 + head)));
      let at = 4 + head;
      const buffers = sizes.map((size) => new DataView(data, (at += size) - size, size));
      deliver(content, buffers);
    };
    return {
      get: () => "",
      set: () => {},
      save_changes: () => {},
      on: (_event, listener) => listeners.add(listener),
      off: (_event, listener) => listeners.delete(listener),
      send: (message) => (last = last.then(() => ask(message))),
    };
  }
  const model = newModel();
  window.show = async () => {
    const el = document.querySelector("main").appendChild(document.createElement("div"));
    const close = await builder.render({ model, el });
    return [el.nnbStore, close];
  };
  [window.store, window.closeBuilder] = await window.show();
</script>
</html>"""


class Kernel(Protocol):
    """What answers the page: the builder's session, or a stand-in for it."""

    def handle(self, message: Any, buffers: Any) -> tuple[dict[str, Any], list[Any]]:
        """The answer to one message, and its binary buffers."""


class Server(ThreadingHTTPServer):
    """Serves the page, and hands each message to the kernel: one at a time, as a kernel does."""

    daemon_threads = True

    def __init__(self, kernel: Kernel) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kernel = kernel
        self.busy = threading.Lock()  # hold it to play a cell that runs for long
        self.sent: list[dict[str, Any]] = []
        self.sizes: list[int] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def answer(self, message: dict[str, Any]) -> bytes:
        with self.busy:
            content, buffers = self.kernel.handle(message, [])
        self.sent.append(message)
        parts = [bytes(memoryview(buffer).cast("B")) for buffer in buffers]
        sizes = [len(part) for part in parts]
        # As the comm does: JSON without NaN, or it would fail only there.
        head = json.dumps({"content": content, "sizes": sizes}, allow_nan=False).encode()
        head += b" " * (-len(head) % 4)  # so that every float stands at a multiple of four
        self.sizes.append(len(head) + sum(sizes))
        return struct.pack("<I", len(head)) + head + b"".join(parts)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer would wait 40 ms for the page's thanks
    wbufsize = -1
    server: Server

    def do_GET(self) -> None:
        path, _, theme = self.path.partition("?")
        if path == "/builder.js":
            self._reply(assets.ESM.encode(), "text/javascript")
        elif path == "/builder.css":
            self._reply(assets.CSS.encode(), "text/css")
        else:
            self._reply((PAGE % THEMES[theme or "light"]).encode(), "text/html")

    def do_POST(self) -> None:
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._reply(self.server.answer(message), "application/octet-stream")

    def _reply(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test's output is for what went wrong."""


@contextmanager
def serving(kernel: Kernel) -> Iterator[Server]:
    """A server for one kernel, stopped at the end."""
    server = Server(kernel)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


class BuilderPage:
    """A page with a builder, and what went wrong in it."""

    def __init__(self, page: Page, server: Server, theme: str = "light") -> None:
        self.page, self.server = page, server
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda each: each.type == "error" and self.errors.append(each.text))
        page.goto(f"{server.address}?{theme}")
        expect(page.locator(".nnb-status")).not_to_be_empty(timeout=SLOW)

    def ui(self, **changes: Any) -> None:
        self.page.evaluate("(changes) => store.setUi(changes)", changes)

    def play(self, seconds: float) -> dict[str, float]:
        """Train for so long; frames painted and epochs done per second."""
        measured: dict[str, float] = self.page.evaluate(PLAY, seconds)
        return measured


PLAY = """async (seconds) => {
  const now = () => [performance.now(), store.paints, store.frame.epoch, window.replies];
  store.setUi({ playing: true });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = now();
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const after = now();
  store.setUi({ playing: false });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const rate = (i) => (1000 * (after[i] - before[i])) / (after[0] - before[0]);
  return { paints: rate(1), epochs: rate(2), replies: rate(3) };
}"""
