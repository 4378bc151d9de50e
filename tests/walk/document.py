"""A document as steps: its commands with the lines that they must print, and its numbered clicks.

A fenced block `sh` is commands; a fenced block `text` after it holds the lines that must be in the output, in order, with
`…` for anything. Every item of a numbered list is one or more clicks in words of both languages:

    Open <address>                Mở <địa chỉ>
    Click "name"                  Bấm "tên"
    Click "name" under "heading"  Bấm "tên" ở mục "tiêu đề"
    Type "text" into "label"      Gõ "chữ" vào ô "nhãn"
    See "text"                    Thấy "chữ"
    Reload until you see "text"   Tải lại đến khi thấy "chữ"
    Note "text" as "name"         Ghi lại "chữ" là "tên"

What was noted stands for itself wherever its name is quoted later. Other words of an item are for people. A comment
`<!-- wait -->` before a block says that its output may need a moment: commands are repeated until it is there.
"""

import re
from dataclasses import dataclass, field

QUOTED = r'"([^"]+)"'
CLICKS = [
    ("reload", rf"(?:Reload until you see|Tải lại đến khi thấy) {QUOTED}"),
    ("open", r"(?:Open|Mở) <([^>]+)>"),
    ("click", rf"(?:Click|Bấm) {QUOTED}(?: (?:under|ở mục) {QUOTED})?"),
    ("type", rf"(?:Type|Gõ) {QUOTED} (?:into|vào ô) {QUOTED}"),
    ("see", rf"(?:See|see|Thấy|thấy) {QUOTED}"),
    ("note", rf"(?:Note|Ghi lại) {QUOTED} (?:as|là) {QUOTED}"),
]
ITEM = re.compile(r"^(\d+)\. (.*)$")
FENCE = re.compile(r"^```(\w*)\s*$")


class Unreadable(Exception):
    """A place in a document that no step can be made of."""


@dataclass
class Step:
    """`kind` is `sh` or one of the clicks; `line` is where it stands."""

    line: int
    kind: str
    words: tuple
    expected: list = field(default_factory=list)
    may_wait: bool = False

    def __str__(self):
        return " ".join([self.kind, *(f'"{word}"' for word in self.words if word)])


def steps(text):
    """The steps in their order."""
    found = []
    lines = text.split("\n")
    place, may_wait = 0, False
    while place < len(lines):
        number, line = place + 1, lines[place]
        place += 1
        fence, item = FENCE.match(line), ITEM.match(line)
        if line.strip() == "<!-- wait -->":
            may_wait = True
        elif fence:
            place, content = fenced(lines, place)
            take_block(found, fence[1], content, number, may_wait)
            may_wait = False
        elif item:
            while place < len(lines) and lines[place].startswith("   "):
                line += " " + lines[place].strip()
                place += 1
            found.extend(clicks(ITEM.match(line)[2], number))
    return found


def links(text):
    """Files that the document links to, relative to its own folder, each with its line."""
    for number, line in enumerate(text.split("\n"), 1):
        for target in re.findall(r"\]\(([^)\s]+)\)", line):
            if not re.match(r"[a-z]+:|#", target):
                yield number, target.split("#")[0]


def fenced(lines, place):
    content = []
    while place < len(lines) and not lines[place].startswith("```"):
        content.append(lines[place])
        place += 1
    if place == len(lines):
        raise Unreadable("a block is never closed")
    return place + 1, content


def take_block(found, language, content, number, may_wait):
    if language == "sh":
        found.append(Step(number, "sh", ("\n".join(content),), may_wait=may_wait))
    elif language == "text":
        if not found or found[-1].kind != "sh" or found[-1].expected:
            raise Unreadable(f"line {number}: this output follows no command")
        found[-1].expected = [line.strip() for line in content if line.strip() not in ("", "…")]


def clicks(text, number):
    """Every click of an item, in the order of its words."""
    found = []
    for kind, pattern in CLICKS:
        for match in re.finditer(pattern, text):
            found.append((match.start(), Step(number, kind, tuple(group or "" for group in match.groups()))))
    if not found:
        raise Unreadable(f"line {number}: nothing in this item can be done")
    return [step for _, step in sorted(found, key=lambda pair: pair[0])]
