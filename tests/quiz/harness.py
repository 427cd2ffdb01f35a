"""The form's own module in a plain page, with the real widget in this process as its kernel."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from nnkit.quiz.widget import QuestionForm

PAGE = """<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Questions</title>
<style>
  :root { color-scheme: light dark; }
  body { margin: 8px; background: Canvas; color: CanvasText; }
</style>
<main><h1>Questions</h1></main>
</html>"""
MOUNT = """async ({ number, esm, css, state }) => {
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = css;
  const listeners = new Set();
  const model = {
    get: (name) => state[name],
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
    send: async (message) => {
      for (const reply of await window.kernel([number, message])) {
        listeners.forEach((listener) => listener(reply));
      }
    },
  };
  const el = document.querySelector("main").appendChild(document.createElement("div"));
  el.style.marginBottom = "1.5em";
  widget.render({ model, el });
}"""
OVERFLOWING = """() => [...document.querySelectorAll("body *")]
  .filter((each) => !each.closest("math") || each.tagName === "math")
  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .map((each) => each.outerHTML.slice(0, 80))"""


class FormPage:
    """A page with some forms. ``alive`` says whether the kernel answers."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.alive = True
        self.forms: list[QuestionForm] = []
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.expose_function("kernel", self._kernel)
        page.set_content(PAGE)

    def show(self, form: QuestionForm) -> Locator:
        """Put a form below the others; the place where it is."""
        self.forms.append(form)
        state = form.get_state(["form", "result"])
        facts = {"number": len(self.forms) - 1, "state": state}
        self.page.evaluate(MOUNT, facts | {"esm": form._esm, "css": form._css})
        return self.page.locator("main > div").nth(len(self.forms) - 1)

    def _kernel(self, sent: list[Any]) -> list[Any]:
        number, message = sent
        replies: list[Any] = []
        form = self.forms[number]
        form.send = replies.append
        if self.alive:
            form._handle_custom_msg(message, [])
        return replies

    def overflowing(self) -> list[str]:
        """What reaches beyond the right edge, so that one would have to scroll sideways."""
        found: list[str] = self.page.evaluate(OVERFLOWING)
        return found


def grave_barriers(page: Page, within: str | None = None) -> list[str]:
    """What axe-core calls serious or critical."""
    found = Axe().run(page, context=within).response["violations"]
    return [
        f"{each['id']}: {node['html']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
