"""A page as somebody without JavaScript meets it: what can be read, clicked and filled in.

Reads HTML with the standard library. What lies in a closed <details> can be neither seen nor clicked before its summary
was clicked; what has the class `hidden` is for screen readers: it counts in names, not in what is seen.
"""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"head", "script", "style", "template", "datalist"}
INLINE = {"a", "abbr", "b", "bdi", "button", "cite", "code", "data", "del", "em", "i", "ins", "kbd", "label", "mark", "q",
          "s", "small", "span", "strong", "sub", "sup", "time", "u", "var"}
FIELDS = {"input", "textarea", "select"}


class Node:
    """An element: tag, attributes, children (elements and texts) and what it lies in."""

    def __init__(self, tag, attributes, parent):
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children = []

    def get(self, name):
        return self.attributes.get(name)

    def elements(self):
        """This element and all below it, in the order of the document."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.elements()

    def ancestors(self):
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


class Builder(HTMLParser):
    """Builds the tree; an end tag closes everything up to its start."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("", {}, None)
        self.open = self.root

    def handle_starttag(self, tag, attributes):
        node = Node(tag, {name: value or "" for name, value in attributes}, self.open)
        self.open.children.append(node)
        if tag not in VOID:
            self.open = node

    def handle_endtag(self, tag):
        for node in [self.open, *self.open.ancestors()]:
            if node.tag == tag:
                self.open = node.parent
                return

    def handle_data(self, text):
        self.open.children.append(text)


def squeezed(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def pattern(text):
    """A text to look for: `…` stands for anything on its line, a space for any white space."""
    parts = [r"\s+".join(map(re.escape, part.split())) for part in text.replace("\u00a0", " ").split("…")]
    return "[^\n]*?".join(parts)


class Page:
    """What one request answered with."""

    def __init__(self, url, status, headers, content):
        self.url = url
        self.status = status
        self.headers = headers
        self.content = content
        self.media_type = headers.get("content-type", "").split(";")[0].strip()
        self.opened = set()
        self.typed = {}
        # Whether a document names something on it: then a page that refuses is what was meant.
        self.is_expected = False
        builder = Builder()
        if self.media_type == "text/html":
            builder.feed(content.decode())
            builder.close()
        self.root = builder.root

    def text(self, only=None):
        """What can be seen, one block a line; `only` names the element that is looked at."""
        if self.media_type != "text/html":
            return self.content.decode(errors="replace")
        pieces = []
        within = next((node for node in self.root.elements() if node.tag == only), self.root)
        self._gather(within, pieces, seen=True)
        lines = (squeezed(line) for line in "".join(pieces).split("\n"))
        return "\n".join(line for line in lines if line)

    def sees(self, wanted):
        return re.search(pattern(wanted), self.text()) is not None

    def name(self, node):
        """What a control is called."""
        if node.get("aria-label"):
            return squeezed(node.get("aria-label"))
        if node.tag == "input":
            return squeezed(node.get("value") or "")
        pieces = []
        self._gather(node, pieces, seen=False)
        return squeezed("".join(pieces))

    def _gather(self, node, pieces, seen):
        for child in node.children:
            if isinstance(child, str):
                pieces.append(child.replace("\n", " "))
            elif child.tag in UNSEEN or child.get("aria-hidden") == "true" or child.get("hidden") is not None:
                continue
            elif seen and ("hidden" in (child.get("class") or "").split() or self._is_shut(child)):
                continue
            elif child.tag in INLINE:
                self._gather(child, pieces, seen)
            else:
                pieces.append("\n")
                self._gather(child, pieces, seen)
                if seen and child.tag == "input" and child.get("type") != "hidden":
                    pieces.append(child.get("value") or "")
                pieces.append("\n")

    def _is_shut(self, node):
        """Whether it lies directly in a closed <details> and is not its summary."""
        outer = node.parent
        return outer is not None and outer.tag == "details" and node.tag != "summary" and \
            outer.get("open") is None and outer not in self.opened

    def is_reachable(self, node):
        return not any(self._is_shut(inner) or inner.tag in UNSEEN for inner in [node, *node.ancestors()])

    def controls(self):
        """Everything that can be clicked, in the order of the document."""
        for node in self.root.elements():
            is_link = node.tag == "a" and node.get("href") is not None
            is_button = node.tag in ("button", "summary") and node.get("disabled") is None
            is_input = node.tag == "input" and node.get("type") == "submit"
            is_pick = node.tag == "label" and self._field_of(node) is not None \
                and self._field_of(node).get("type") in ("radio", "checkbox")
            if (is_link or is_button or is_input or is_pick) and self.is_reachable(node):
                yield node

    def find_control(self, wanted, under):
        """The first control of that name; below the heading or cell `under`, if there is one."""
        begin = 0
        order = {node: place for place, node in enumerate(self.root.elements())}
        if under:
            heads = [node for node in order if node.tag in ("h1", "h2", "h3", "h4", "legend", "caption", "th", "dt")
                     and re.fullmatch(pattern(under), self.name(node))]
            if not heads:
                return None
            begin = order[heads[0]]
        expected = re.compile(pattern(wanted))
        return next((node for node in self.controls() if order[node] >= begin and
                     expected.fullmatch(self.name(node))), None)

    def _field_of(self, label):
        target = label.get("for")
        nodes = self.root.elements() if target else label.elements()
        return next((node for node in nodes if node.tag in FIELDS and (not target or node.get("id") == target)), None)

    def find_field(self, wanted):
        """The field with that label."""
        expected = re.compile(pattern(wanted))
        for label in self.root.elements():
            if label.tag == "label" and expected.fullmatch(self.name(label)):
                field = self._field_of(label)
                if field is not None and self.is_reachable(field):
                    return field
        return None

    def pick(self, label):
        """Sets what the label of a radio or a box stands for."""
        field = self._field_of(label)
        for other in self.root.elements():
            if field.get("type") == "radio" and other.tag == "input" and other.get("name") == field.get("name"):
                other.attributes.pop("checked", None)
        field.attributes["checked"] = ""

    def entries(self, form, button):
        """What the form sends when this button is clicked."""
        entries = []
        for node in form.elements():
            name, kind = node.get("name"), node.get("type") or ""
            if node is button and name:
                entries.append((name, node.get("value") or ""))
            if not name or node.tag not in FIELDS or node.get("disabled") is not None:
                continue
            if kind in ("submit", "button") or kind in ("radio", "checkbox") and node.get("checked") is None:
                continue
            entries.append((name, self.typed.get(node, self._value(node))))
        return entries

    def _value(self, node):
        if node.tag == "textarea":
            return "".join(child for child in node.children if isinstance(child, str)).removeprefix("\n")
        if node.tag == "select":
            options = [option for option in node.elements() if option.tag == "option"]
            chosen = next((option for option in options if option.get("selected") is not None), None)
            option = chosen or next(iter(options), None)
            return option.get("value") or self.name(option) if option is not None else ""
        return node.get("value") or ("on" if node.get("type") in ("radio", "checkbox") else "")
