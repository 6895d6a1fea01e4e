"""The names that a cell declares for the cells below, each with the line that declares it."""

import re

LINE_LENGTH = 60
NOT_CODE = re.compile(
    r"//.*|/\*[\s\S]*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`")
STATEMENT = re.compile(r"^(?:export )?(const|let|var|class|(?:async )?function\*?|import) +", re.M)
NAME = re.compile(r"[\w$]+")


def declared_names(code):
    """Names by statements of the cell itself; what stands inside of brackets is not looked at."""
    # Texts and comments first, for they may hold anything; their place is kept.
    plain = NOT_CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), code)
    names = {}
    for found in STATEMENT.finditer(plain):
        line = code[found.start():].split("\n", 1)[0].strip()
        line = line if len(line) <= LINE_LENGTH else line[:LINE_LENGTH - 1].rstrip() + "…"
        rest = plain[found.end():]
        if found[1] == "import":
            parts = imported(rest)
        elif found[1] in ("const", "let", "var"):
            parts = [name for part in split_at_commas(rest) for name in pattern_names(part)]
        else:
            parts = NAME.findall(rest)[:1]
        for name in parts:
            names[name] = line
    return names


def imported(text):
    """The names of `a, { b, c as d, type e } from "…"` and of `* as f from "…"`."""
    clause, separator, _ = text.partition(" from ")
    if not separator or ";" in clause:
        return []
    parts = [part.strip() for part in re.split(r"[{},]", clause)]
    return [part.split()[-1] for part in parts if part and not part.startswith("type ")]


def pattern_names(text):
    """The names of `a = 1`, of `{ b, c: d, e = 1, ...rest }` and of `[f, [g]]`."""
    text = text.strip()
    if text[:1] not in ("{", "["):
        return NAME.findall(text)[:1] if NAME.match(text) else []
    names = []
    for part in split_at_commas(text[1:]):
        part = part.strip().removeprefix("...")
        target = re.match(r"[\w$]+\s*:(.*)", part, re.S) if text[0] == "{" else None
        names += pattern_names(target[1] if target else part)
    return names


def split_at_commas(text):
    """The parts between commas that stand in no bracket, up to a semicolon or the closing bracket."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        if depth < 0 or (depth == 0 and char == ";"):
            return [*parts, text[start:at]]
        if depth == 0 and char == ",":
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
