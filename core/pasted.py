"""Text that was pasted from Word, WPS or a page: paragraphs and lists stay, everything else of its looks goes."""

import re

LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f]+")
BULLET = re.compile(r"^(?:[\ue000-\uf8ff·•●○◆◇■□▪▫►‣⁃–—*-]|[lnoØ§](?=\t))[ \t\u3000]*(?=\S)")
NUMBER = re.compile(r"^([(（]?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)）．、])[ \t\u3000]+")
PRIVATE = re.compile(r"[\ue000-\uf8ff]")
LIST = "• "


def pasted(text: str) -> str:
    """One paragraph a line, without indents, invisible characters and blank lines; a list's lines begin with • or their number.

    Office programs write bullets as characters of their symbol fonts (a private one, or an l, n, o, Ø or § before a tab).
    """
    lines = (line_of(line) for line in LINE_ENDS.sub("\n", INVISIBLE.sub("", text)).split("\n"))
    return "\n".join(line for line in lines if line)


def line_of(line: str) -> str:
    line = line.strip(" \t\u00a0\u3000")
    found = BULLET.match(line)
    if (found and line[0] not in "–—*-") or (found and len(found[0]) > 1):
        line = LIST + line[found.end() :]
    line = NUMBER.sub(r"\1", line)
    return SPACES.sub(" ", PRIVATE.sub("", line)).strip()
