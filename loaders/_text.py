"""Text tables: bytes of any usual encoding to columns of text, every record counted, no cell dropped."""

from __future__ import annotations

import codecs
import csv
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from graph.problem import Problem

CHUNK = 1 << 24
WIDEST = 16_384  # Excel's own limit
_TOLD = 50_000  # characters beyond ASCII that tell an encoding
_LOOK = 50  # lines looked at ahead of the closing quote of a cell of several lines
_OPENS = re.compile(r'(?:^|[,\t;|])"(?:[^"]|"")*$')
_CLOSES = re.compile(r'^(?:[^"]|"")*"(?=[,\t;|\r\n]|$)')
_CELL = r'(?:"(?:[^"]|"")*"|[^"{0}\r\n][^{0}\r\n]*|)'


def read_text(path: Path, file: str) -> tuple[pl.DataFrame, list[Problem]]:
    """Columns "0", "1", … of text, one row a record, blank ones too; what could not be read as it stands."""
    with tempfile.TemporaryDirectory() as folder:
        decoded = Path(folder) / "decoded.csv"
        problems = _decode(path, file, decoded)
        with decoded.open(encoding="utf-8", newline="") as lines:
            head = [line for line, _ in zip(lines, range(30), strict=False)]
        delimiter = _delimiter(head)
        width = max((len(row) for row in csv.reader(head, delimiter=delimiter)), default=0)
        if width > WIDEST:
            return pl.DataFrame(), [*problems, _too_wide(file)]
        frame = _parsed(decoded, delimiter, width)
        if frame is None:
            row = _mend(decoded, decoded.with_name("mended.csv"), delimiter)
            problems.append(
                Problem(file, "引号不成对,这样的行已按没有引号读取;请核对", row=row[0], value=row[1])
            )
            frame = _parsed(decoded.with_name("mended.csv"), delimiter, width)
        if frame is None:
            return pl.DataFrame(), [*problems, _too_wide(file)]
    return frame, problems


def _delimiter(lines: list[str]) -> str:
    """The mark that most lines have equally often; the ; of list cells is now one, now five."""
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines]

    def steady(mark: str) -> tuple[int, int]:
        counts = Counter(n for line in bare if (n := line.count(mark)))
        return max(((lines, n) for n, lines in counts.items()), default=(0, 0))

    return max(",\t;|", key=steady)


def _too_wide(file: str) -> Problem:
    return Problem(file, f"有一行超过 {WIDEST:,} 列,不像表格,未读取")


def _parsed(path: Path, delimiter: str, width: int) -> pl.DataFrame | None:
    """The table, as wide as its widest record; null where its quotes do not close or it is wider than Excel."""
    wide = max(width, 1)
    while wide <= WIDEST * 2:
        names = [str(i) for i in range(wide)]
        schema = dict.fromkeys(names, pl.String)
        try:
            frame = pl.read_csv(path, has_header=False, separator=delimiter, schema=schema,
                                missing_columns="insert")  # fmt: skip
        except pl.exceptions.NoDataError:
            return pl.DataFrame()
        except (pl.exceptions.ComputeError, pl.exceptions.SchemaError) as error:
            if "more fields" not in str(error) and "n_extra" not in str(error):
                return None
            wide *= 2
            continue
        return frame.drop(n for n in names[width:] if frame[n].null_count() == frame.height)
    return None


def _decode(path: Path, file: str, goal: Path) -> list[Problem]:
    """Write the file as UTF-8 without a mark, part by part; what cannot be decoded is replaced and counted."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif wide := _unmarked_wide(start):
        encoding = wide
    elif _copied(path, goal, "utf-8-sig", "strict") is not None:
        return []
    else:
        encoding = "utf-8-sig" if _mostly_utf8(path) else "gb18030"
    bad, row = _copied(path, goal, encoding, "replace") or (0, 0)
    reason = f"有{bad}处字节无法解码,已用 � 代替;请另存为 UTF-8 再读"
    return [Problem(file, reason, row=row, value="�")] if bad else []


def _mostly_utf8(path: Path) -> bool:
    """Whether damaged UTF-8: GB18030 takes nearly all bytes for characters, UTF-8 is not read as one by chance."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    sound = bad = 0
    with path.open("rb") as source:
        while sound + bad < _TOLD and (data := source.read(1 << 16)):
            text = decoder.decode(data)
            found = text.count("�")
            bad, sound = bad + found, sound + len(text) - len(text.encode("ascii", "ignore")) - found
    return sound > bad


def _unmarked_wide(start: bytes) -> str | None:
    """UTF-16 without a mark, told by the zero halves of its digits, commas and line ends."""
    high, low = start[0::2].count(0), start[1::2].count(0)
    if max(high, low) < 3 or max(high, low) < 10 * min(high, low) or 20 * max(high, low) < len(start):
        return None
    return "utf-16-be" if high > low else "utf-16-le"


def _copied(path: Path, goal: Path, encoding: str, errors: str) -> tuple[int, int] | None:
    """Bytes replaced, the line of the first; null where strict decoding fails."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    bad = line = first = 0
    with path.open("rb") as source, goal.open("wb") as out:
        while True:
            data = source.read(CHUNK)
            try:
                text = decoder.decode(data, final=not data)
            except UnicodeDecodeError:
                return None
            if "\r" in text and "\n" not in text and "\r\n" not in text:
                text = text.replace("\r", "\n")
            found = text.count("�") if errors == "replace" else 0
            if found and not bad:
                first = line + text[: text.index("�")].count("\n") + 1
            bad, line = bad + found, line + text.count("\n")
            out.write(text.encode("utf-8", "replace"))
            if not data:
                return bad, first


def _mend(path: Path, goal: Path, delimiter: str) -> tuple[int, str]:
    """Take the quotes out of lines where they do not close; the first such line and its number."""
    sound = re.compile(
        f"^{_CELL.format(re.escape(delimiter))}(?:{re.escape(delimiter)}{_CELL.format(re.escape(delimiter))})*\r?\n?$"
    )
    first: tuple[int, str] | None = None
    with (
        path.open(encoding="utf-8", newline="") as lines,
        goal.open("w", encoding="utf-8", newline="") as out,
    ):
        for number, text in enumerate(_cells(lines, sound), 1):
            if '"' in text and not _holds(sound, text) and "\n" not in text.rstrip("\r\n"):
                first = first or (number, text.strip()[:200])
                text = text.replace('"', "")
            out.write(text)
    return first or (1, "")


def _holds(sound: re.Pattern[str], line: str) -> bool:
    return line.count('"') % 2 == 0 and sound.match(line) is not None


def _cells(lines: Iterator[str], sound: re.Pattern[str]) -> Iterator[str]:
    """Records: a line, or the lines of a cell that opens in one and closes in another."""
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        while waiting:
            if len(waiting) == 1 and (
                '"' not in waiting[0]
                or _holds(sound, waiting[0])
                or not _OPENS.search(waiting[0].rstrip("\r\n"))
            ):
                yield waiting.pop(0)
                continue
            if len(waiting) > 1 and '"' in waiting[-1] and _CLOSES.match(waiting[-1]):
                yield "".join(waiting)
                waiting.clear()
            elif len(waiting) > _LOOK or (len(waiting) > 1 and '"' in waiting[-1]):
                yield waiting.pop(0)
                continue
            break
    yield from waiting
