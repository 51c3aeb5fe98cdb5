#!/usr/bin/env python3
"""What mcp-session.md says about mcp-session.pcapng, compared with what tshark says.

    captures/claims.py check  [NOTE [CAPTURE]]    says which claims do not hold
    captures/claims.py update [NOTE [CAPTURE]]    writes into the note the values that tshark sees, and says which

Exit status: 0 all claims hold (now), 1 they do not, 2 wrong usage, or the note or the capture cannot be read. Values are
updated only when the session takes the course that the note tells: every filter leaves the frames it says, and every
field is where it says. Otherwise the text needs a person, and the note stays as it is.

Claims are written in the note in five forms, in either language:

    | Frame | Field | Value | ...                 a frame's field; several values side by side, each in backticks
    | `frame.number` | `tcp.seq` | ...            a frame a row, a field a column
    | Filter | Frames | ...                       the frames that a display filter leaves
    ```http frame=10                              the head of the HTTP message in that frame
    ```json frame=10                              its body, laid out for reading

A value that ends in an ellipsis gives the beginning only; a dash means that the field is not there.
"""

import dataclasses
import functools
import json
import os
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
NOTE = FOLDER / "mcp-session.md"
CAPTURE = FOLDER / "mcp-session.pcapng"

FRAME, FIELD, VALUE = {"Trama", "Frame"}, {"Campo", "Field"}, {"Valor", "Value"}
FILTER, FRAMES = {"Filtro", "Filter"}, {"Tramas", "Frames"}

BETWEEN = "\x1e"  # the values of a field: tshark's comma is in the values too


def main(arguments):
    if not arguments or arguments[0] not in ("check", "update") or len(arguments) > 3:
        print(__doc__, file=sys.stderr)
        return 2
    note, capture = (pathlib.Path(given) for given in arguments[1:] + [NOTE, CAPTURE][len(arguments) - 1 :])
    try:
        text = note.read_text(encoding="utf-8")
        made = parse(text)
        seen_by = Capture(capture, fields_of(made))
        wrong = [(claim, seen) for claim in made if not claim.holds(seen := seen_by.observed(claim.subject))]
    except (MalformedNote, CannotRead, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    for claim, seen in wrong:
        print(f"{note.name}:{claim.line + 1}: {' '.join(map(str, claim.subject))}")
        print(f"  - {claim.shown()}\n  + {claim.shown(seen)}")
    if arguments[0] == "check" or any(claim.tells_the_course(seen) for claim, seen in wrong):
        return 1 if wrong else 0
    note.write_text(updated(text, wrong), encoding="utf-8")
    return 0


class MalformedNote(Exception):
    """A claim of the note cannot be read."""


class CannotRead(Exception):
    """tshark cannot read the capture."""


# --- The note ---------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Claim:
    subject: tuple  # ("field", frame, name), ("filter", text), ("http", frame) or ("json", frame)
    stated: tuple  # the values, as texts
    line: int  # of the note, from 0: the table's row, or the first one inside the block
    place: int  # the row's cell, or how many lines the block has

    def holds(self, seen):
        return len(seen) == len(self.stated) and all(map(agrees, self.stated, seen))

    def tells_the_course(self, seen):
        """Whether a difference means that something else happened, not just that numbers are others."""
        return self.subject[0] == "filter" or not seen or not self.stated

    def shown(self, seen=None):
        values = self.stated if seen is None else tuple(map(shortened, self.stated, seen)) + seen[len(self.stated) :]
        if self.subject[0] in ("http", "json"):
            return "\n".join(values)
        return " ".join(f"`{escaped(value)}`" for value in values) or "—"


def agrees(stated, seen):
    return shortened(stated, seen) == stated


def shortened(like, value):
    """As much of the value as the note gives."""
    length = len(like) - 1
    return value[:length] + "…" if like.endswith("…") and len(value) > length else value


def fields_of(made):
    return sorted({claim.subject[2] for claim in made if claim.subject[0] == "field"})


def parse(text):
    """All claims of a note, in their order."""
    claims, columns, block = [], None, None
    for number, line in enumerate(text.split("\n")):
        if block is not None:
            if line != "```":
                block.append(line)
                continue
            if subject is not None:
                claims.append(Claim(subject, ("\n".join(block),), number - len(block), len(block)))
            block = None
        elif line.startswith("```"):
            found = re.fullmatch(r"```(http|json) frame=(\d+)", line)
            subject = (found[1], int(found[2])) if found else None
            block = []
        elif not line.startswith("|"):
            columns = None
        elif columns is None:
            columns = cells(line)
        elif not re.fullmatch(r"\|(:?-+:?\|)+", line):
            claims.extend(row_claims(columns, cells(line), number))
    return claims


def row_claims(columns, row, line):
    if len(row) != len(columns):
        raise MalformedNote(f"line {line + 1}: {len(row)} cells under {len(columns)} headings")
    if columns[0] in FRAME and columns[1] in FIELD and columns[2] in VALUE:
        yield Claim(("field", frame_number(row[0], line), values(row[1], line)[0]), values(row[2], line), line, 2)
    elif columns[0] in FILTER and columns[1] in FRAMES:
        yield Claim(("filter", values(row[0], line)[0]), values(row[1], line), line, 1)
    elif columns[0] == "`frame.number`":
        for place, (column, cell) in enumerate(zip(columns, row)):
            if place > 0 and column.startswith("`"):
                subject = ("field", frame_number(row[0], line), column.strip("`"))
                yield Claim(subject, values(cell, line), line, place)


def cells(line):
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def frame_number(cell, line):
    if not cell.isdecimal():
        raise MalformedNote(f"line {line + 1}: {cell!r} is not the number of a frame")
    return int(cell)


def values(cell, line):
    if cell == "—":
        return ()
    if not re.fullmatch(r"`[^`]+`( `[^`]+`)*", cell):
        raise MalformedNote(f"line {line + 1}: {cell!r} is neither values in backticks nor a dash")
    return tuple(value.replace(r"\|", "|") for value in re.findall(r"`([^`]+)`", cell))


def escaped(value):
    return value.replace("|", r"\|")


def updated(text, wrong):
    """The note with what was seen in place of what it stated."""
    lines = text.split("\n")
    for claim, seen in sorted(wrong, key=lambda pair: pair[0].line, reverse=True):
        if claim.subject[0] in ("http", "json"):
            lines[claim.line : claim.line + claim.place] = claim.shown(seen).split("\n")
        else:
            row = cells(lines[claim.line])
            row[claim.place] = claim.shown(seen)
            lines[claim.line] = "| " + " | ".join(row) + " |"
    return "\n".join(lines)


# --- The capture ------------------------------------------------------------------------------------------------------


class Capture:
    """A capture as tshark sees it, with nobody's preferences. Fields named beforehand are read in one run."""

    def __init__(self, path, fields=()):
        self.path = path
        self.columns = self.read_columns(fields) if fields else {}

    def observed(self, subject):
        """The values of a claim's subject."""
        match subject:
            case ("field", frame, name):
                return self.column(name).get(frame, ())
            case ("filter", text):
                return self.frames(text)
            case ("http", frame):
                return tuple(head.replace("\r\n", "\n") for head, _ in self.message(frame))
            case ("json", frame):
                return tuple(laid_out(json.loads(body, parse_float=Verbatim)) for _, body in self.message(frame))

    @functools.cached_property
    def numbers(self):
        return [int(number) for number in self.tshark("-T", "fields", "-e", "frame.number").split()]

    def column(self, field):
        """The values of a field, by frame."""
        if field not in self.columns:
            self.columns |= self.read_columns([field])
        return self.columns[field]

    def read_columns(self, fields):
        chosen = [argument for field in ["frame.number", *fields] for argument in ("-e", field)]
        output = self.tshark("-T", "fields", "-E", "occurrence=a", "-E", f"aggregator={BETWEEN}", *chosen)
        columns = {field: {} for field in fields}
        for row in filter(None, output.split("\n")):
            number, *joined = row.split("\t")
            for field, values_of_field in zip(fields, joined, strict=True):
                if values_of_field:
                    columns[field][int(number)] = tuple(values_of_field.split(BETWEEN))
        return columns

    @functools.cache
    def frames(self, display_filter):
        return tuple(self.tshark("-Y", display_filter, "-T", "fields", "-e", "frame.number").split())

    def message(self, frame):
        """The head and the body of the HTTP message that a frame completes, as a list of one; empty without one."""
        return [self.messages[frame]] if frame in self.messages else []

    @functools.cached_property
    def messages(self):
        """The heads and bodies by frame. From the stream's bytes, as tshark's texts of a body lose the accents."""
        sides = [bytearray(), bytearray()]
        for line in self.tshark("-q", "-z", "follow,tls,raw,0").split("\n"):
            if re.fullmatch(r"\t?([0-9a-f]{2})+", line):
                sides[line.startswith("\t")].extend(bytes.fromhex(line.strip()))
        responses, requests = sorted(sides, key=lambda side: side.startswith(b"HTTP/"), reverse=True)
        found = {}
        for kind, side in (("http.request", requests), ("http.response", responses)):
            found.update(zip(map(int, self.frames(kind)), http_messages(bytes(side)), strict=True))
        return found

    def tshark(self, *arguments):
        environment = os.environ | {"WIRESHARK_CONFIG_DIR": "/nonexistent", "LC_ALL": "C.UTF-8"}
        command = ["tshark", "-r", str(self.path), *arguments]
        try:
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        except FileNotFoundError:
            raise CannotRead("tshark is missing: sudo apt-get install tshark") from None
        if done.returncode != 0:
            raise CannotRead(f"{' '.join(command)}: {done.stderr.strip()}")
        return done.stdout


def http_messages(stream):
    """The heads and bodies of the HTTP/1.1 messages that follow each other in a stream."""
    found = []
    while stream:
        head, _, rest = stream.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?im)^content-length: *(\d+)", head)[1])
        found.append((head.decode(), rest[:length]))
        stream = rest[length:]
    return found


class Verbatim(str):
    """A number with the digits that were sent: 2030.50 is not 2030.5."""


def laid_out(value, indent=""):
    """JSON a member a line; what is short stays on one."""
    inner = indent + "  "
    match value:
        case Verbatim():
            return str(value)
        case dict() if len(flat := "{" + ", ".join(member(key, each, "") for key, each in value.items()) + "}") > 80:
            return "{\n" + ",\n".join(inner + member(key, each, inner) for key, each in value.items()) + f"\n{indent}}}"
        case list() if len(flat := "[" + ", ".join(laid_out(each) for each in value) + "]") > 80:
            return "[\n" + ",\n".join(inner + laid_out(each, inner) for each in value) + f"\n{indent}]"
        case dict() | list():
            return flat
        case _:
            return json.dumps(value, ensure_ascii=False)


def member(key, value, indent):
    return f"{json.dumps(key, ensure_ascii=False)}: {laid_out(value, indent)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
