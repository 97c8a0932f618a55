"""Pages of HTML, as a browser reads them, and a text that tries to be HTML."""

from html.parser import HTMLParser

EVIL = '"><script>alert(1)</script><img src=x onerror=1>&lt;\u202e'


class Page(HTMLParser):
    """Reads a page: its tags, attributes, text, and what is in `pre`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text = ""
        self.pre: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)
        if tag == "pre":
            self.pre.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data
        if "pre" in self.open:
            self.pre[-1] += data
