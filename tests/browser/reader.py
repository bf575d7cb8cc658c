"""A person at the page: asks, chooses citations, looks at documents; and an eye on what the page does."""

from __future__ import annotations

import re

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

WAIT = 45_000
"""Milliseconds that anything may take on a slow machine; no test asserts a time."""

expect.set_options(timeout=WAIT)


class Reader:
    """One open page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.set_default_timeout(WAIT)
        page.on("request", self._requested)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def open(self, *, wait: bool = True) -> None:
        """Go to the page; ``wait`` until all documents are read and the model is loaded."""
        self.page.goto(self.url)
        expect(self.page.locator(".status")).to_be_visible()
        if wait:
            self.ready()

    def ready(self) -> None:
        """Wait until all documents are read and the model is loaded."""
        status = self.page.locator(".status")
        expect(status).to_have_attribute("data-state", re.compile("ready|failed"))
        assert status.get_attribute("data-state") == "ready", status.locator("[title]").first.get_attribute("title")

    def close(self) -> None:
        """Leave the page."""
        self.page.context.close()

    def check(self) -> None:
        """Nothing was asked of another server, and no script failed."""
        outside = [url for url in self.requests if not url.startswith((f"{self.url}/", "data:", f"blob:{self.url}"))]
        assert not outside, outside
        assert not self.errors, self.errors

    # Asking

    @property
    def box(self) -> Locator:
        """Where questions are typed."""
        return self.page.locator("#box textarea")

    @property
    def last(self) -> Locator:
        """The last exchange."""
        return self.page.locator("#live .exchange")

    def ask(self, question: str) -> None:
        """Type a question and wait for its answer."""
        before = self.last.get_attribute("id") if self.last.count() else ""
        self.box.fill(question)
        self.box.press("Enter")
        expect(self.last).not_to_have_attribute("id", before or "")
        self.answered(question)

    def answered(self, question: str) -> None:
        """Wait until this is the last question and it is answered."""
        expect(self.last.locator(".question")).to_have_text(question)
        expect(self.last).to_have_attribute("data-status", re.compile("done|failed|stopped"))
        assert self.last.get_attribute("data-status") == "done", self.last.inner_text()

    @property
    def chips(self) -> Locator:
        """The citations in the last answer."""
        return self.last.locator(".prose .chip")

    def quote(self, number: int = 1) -> str:
        """The quote that a citation of the last answer promises."""
        chip = self.last.locator(f'.chip[data-citation="{number}"]').first
        found = self.page.locator(f"[id='{chip.get_attribute('aria-describedby')}'] blockquote")
        return found.text_content() or ""

    def sources(self) -> str:
        """What the last answer says it stands on."""
        texts = self.last.locator(".sources [hidden]").all_text_contents()
        return "\n".join(texts)

    # Reading

    @property
    def source(self) -> Locator:
        """The open source."""
        return self.page.locator("#source .reader")

    def marked(self) -> str:
        """What is marked in the open source."""
        expect(self.source.locator("mark").first).to_be_visible()
        return "".join(self.source.locator("mark").all_text_contents())

    def source_text(self) -> str:
        """All text that is shown of the open source."""
        return self.source.locator(".text").text_content() or ""

    def mark_in_view(self) -> bool:
        """Whether the marked quote stands inside the visible part of the source."""
        body = self.source.locator(".body").bounding_box()
        mark = self.source.locator("mark:not(.gap)").first.bounding_box()
        assert body is not None
        assert mark is not None
        return body["y"] <= mark["y"] < body["y"] + body["height"]

    # Documents

    def documents(self) -> None:
        """Go to the documents page."""
        self.page.get_by_role("tab", name="Documents").click()
        expect(self.page.locator("#documents-page")).to_be_visible()

    def chat(self) -> None:
        """Go to the chat."""
        self.page.get_by_role("tab", name="Chat").click()

    def row(self, name: str) -> Locator:
        """A document's line in the list."""
        exactly = self.page.locator(".name", has_text=re.compile(f"^{re.escape(name)}"))
        return self.page.locator(".document", has=exactly)

    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return wide
