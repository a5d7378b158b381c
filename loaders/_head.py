"""Which table a sheet is: its head found and matched, over one row or two, and why it was taken for that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from graph.names import head, plain
from graph.problem import Problem
from graph.tables import TABLES, Table
from loaders._sheets import Sheet

HEAD_ROWS = 30
_UNIT = re.compile(r"(万元|亿元|美元|元|亩|人|%)$")
_SHEET_UNIT = re.compile(r"单位[:：]\s*(?:人民币)?\s*((?:万|亿|千|百万)?(?:美元|欧元|港元|日元|元))")
_UNIT_ROW = re.compile("(?:万|亿|千)?(?:元|美元|吨|件|台|平方米)|亩|人|家|个|%|名|万元/亩")
_FOOTNOTE = re.compile(r"^\d{1,2}\s*[.、．]\s*|^[一二三四五六七八九十]、|[①-⑳¹²³⁰⁴-⁹†‡#＃]+$")
_YEAR = re.compile(r"^(?:截[至止])?(?:19|20)\d{2}年?(?:度|末|底)?")
_OF = re.compile(r"(?:19|20)\d{2}(?=年|\D|$)")
_DEPTHS = "一二三四"
_DEPTH = re.compile(f"([{_DEPTHS}])级[)）]")
# The characters of heads that are written otherwise in Hong Kong, Macao and Taiwan.
_SIMPLE = str.maketrans(
    "業稱統會碼簡區狀態註冊資參數營規經範圍產質發費佔貨幣額時間歸屬鏈環節類階內容資畝產稅幾級榮譽關係據證券項點園組織職責實單標數現導銷術電話聯繫員從總計劃進種號開積",
    "业称统会码简区状态注册资参数营规经范围产质发费占货币额时间归属链环节类阶内容资亩产税几级荣誉关系据证券项点园组织职责实单标数现导销术电话联系员从总计划进种号开积",
)


@dataclass(frozen=True)
class Match:
    """A sheet recognised: the table, the last row of its head, which columns hold which field, how heads read."""

    table: Table
    row: int
    columns: Mapping[str, list[int]]
    unread: Mapping[int, str]
    written: Mapping[int, str] | None = None
    unit: str | None = None
    heads: int = 1
    spelt: tuple[tuple[str, ...], ...] = ()

    @property
    def rank(self) -> tuple[int, int]:
        """Required heads found, then heads found."""
        return len(self.table.required() & set(self.columns)), len(self.columns)

    @property
    def lacking(self) -> list[str]:
        """The heads that the table must have and the sheet has not."""
        need = self.table.required() - set(self.columns)
        return [f.column.head for f in self.table.columns if f.column and f.name in need]

    def why(self) -> str:
        """How many of the heads were recognised, and which."""
        titles = {f.name: f.column.head for f in self.table.columns if f.column}
        names = "、".join(titles[n] for n in self.columns)
        known = sum(len(at) for at in self.columns.values())
        return f"{known + len(self.unread)} 列里认出 {known} 列({names})"


def recognise(sheet: Sheet, tables: Iterable[Table], odd_heads: Mapping[str, str]) -> Match | Problem | None:
    """The table a sheet belongs to (contract.md, Tables); a Problem where two fit or none does; null if empty."""
    rows = [[None if v is None else str(v)[:200] for v in row] for row in sheet.cells.head(HEAD_ROWS).rows()]
    if not any((cell or "").strip() for row in rows for cell in row):
        return None
    extra = {head(odd): head(usual) for usual, odd in odd_heads.items()}
    tables = list(tables)
    found = [m for table in tables if (m := _best(table, rows, extra))]
    whole = [m for m in found if not m.lacking]
    if not whole:
        return _unknown(sheet, found, tables)
    most = max((len(m.columns) for m in whole if m.table.name in TABLES), default=0)
    # Our own shapes (an export, a ledger) take a sheet from a template only where they read more of it.
    whole = [m for m in whole if m.table.name in TABLES or len(m.columns) > most]
    order = sorted(
        whole, key=lambda m: (*m.rank, plain(sheet.title).startswith(plain(m.table.name))), reverse=True
    )
    first, second = order[0], order[1] if len(order) > 1 else None
    named = [m for m in order if m.rank == first.rank and m.table.name in sheet.title]
    if second and second.rank == first.rank and len(named) != 1:
        reason = (
            f"既像「{first.table.name}」又像「{second.table.name}」({first.why()}),请把工作表(或文件)改名为其中之一,"
            f"或用 --as {first.table.name}={sheet.file} 指定"
        )
        return Problem(sheet.file, reason, sheet.name)
    return named[0] if len(named) == 1 else first


def _best(table: Table, rows: list[list[str | None]], extra: Mapping[str, str]) -> Match | None:
    heads = table.heads()
    unit = next(
        (m[1] for row in rows for c in row if c and len(c) < 40 and (m := _SHEET_UNIT.search(c))), None
    )
    best: Match | None = None
    for index, row in enumerate(rows):
        one = _match(table, heads, extra, index, [[c or ""] for c in row], unit)
        two = None
        if index and one and min(sum(1 for c in r if c) for r in rows[index - 1 : index + 1]) > 1:
            pairs = _paired(rows[index - 1], row)
            two = _match(table, heads, extra, index, pairs, unit)
        for match in (one, two):
            if match and (best is None or match.rank > best.rank or _below(match, best, one, two)):
                best = match
        units = [c.strip(" ()（）") for c in row if c and c.strip()]
        if best and index == best.row + 1 and units and all(_UNIT_ROW.fullmatch(u) for u in units):
            titled = [
                f"{a or ''}({b.strip(' ()（）')})" if b else a or ""
                for a, b in zip(rows[index - 1], row, strict=True)
            ]
            best = _match(table, heads, extra, index, [[t] for t in titled], unit) or best
    return best


def _below(match: Match, best: Match, one: Match | None, two: Match | None) -> bool:
    """Whether it is the lower row of the head found: cells merged over both rows make either a whole head."""
    whole = one is not None and not one.lacking
    more = match.row == best.row + 1 and match.rank >= best.rank and match.written != best.written
    return match is two and whole and more


def _paired(top: list[str | None], low: list[str | None]) -> list[list[str]]:
    """The spellings of a head of two rows: the lower one, the upper one where there is none below, both joined."""
    found, group = [], ""
    for above, below in zip(top, low, strict=True):
        group = above or group
        found.append([below, f"{group}{below}"] if below else [above or ""])
    return found


def _match(
    table: Table,
    heads: Mapping[str, str],
    extra: Mapping[str, str],
    row: int,
    cells: list[list[str]],
    unit: str | None,
) -> Match | None:
    order = {spelling: place for place, spelling in enumerate(heads)}
    columns: dict[str, list[int]] = {}
    place: dict[int, int] = {}
    unread: dict[int, str] = {}
    for i, spellings in enumerate(cells):
        keys = [extra.get(k, k) for s in spellings for k in _keys(s)]
        key = next((k for k in keys if k in heads), None)
        if key is not None:
            columns.setdefault(heads[key], []).append(i)
            place[i] = order[key]
        elif keys:
            unread[i] = spellings[0].strip()
    if not columns:
        return None
    for at in columns.values():
        at.sort(key=place.__getitem__)  # the usual head before its other names
        for i in _earlier([cells[i] for i in at], at):
            at.remove(i)
            unread[i] = cells[i][-1].strip()
    written = {i: spellings[0].strip() for i, spellings in enumerate(cells)}
    spelt = tuple(tuple(s) for s in cells)
    return Match(table, row, columns, unread, written, unit, max(len(s) for s in cells), spelt)


def matched(table: Table, match: Match, ranks: bool = False) -> Match:
    """The same head as that of another table; of a list of ranks without 名次 its 序号 is the rank."""
    cells = [list(s) for s in match.spelt]
    made = _match(table, table.heads(), {}, match.row, cells, match.unit) or replace(
        match, table=table, columns={}
    )
    if ranks and "rank" not in made.columns:
        at = [i for i, title in made.unread.items() if head(title) == "序号"][:1]
        return replace(made, columns={**made.columns, **({"rank": at} if at else {})})
    return made


def _keys(spelling: str) -> list[str]:
    """The ways in which a head may be meant: as it is, without its number, footnote mark, year or unit, simplified."""
    key = head(_FOOTNOTE.sub("", spelling.strip())).translate(_SIMPLE)
    bare = _UNIT.sub("", key)
    found = [head(spelling), key, bare, _YEAR.sub("", key), _YEAR.sub("", bare)]
    return [k for k in dict.fromkeys(found) if k]


def _earlier(cells: list[list[str]], at: list[int]) -> list[int]:
    """Of columns that say one thing of several years, or more and more closely, all but the last.

    2023年营业收入, 2024年营业收入; 所属行业(一级), 所属行业(二级).
    """
    years = [max((int(y) for t in texts for y in _OF.findall(t)), default=9999) for texts in cells]
    depths = [max((_DEPTHS.index(d) for t in texts for d in _DEPTH.findall(t)), default=9) for texts in cells]
    places = list(zip(years, depths, strict=True))
    return [i for i, place in zip(at, places, strict=True) if place < max(places)]


def headed(texts: list[str], tables: Iterable[Table], odd: Mapping[str, str]) -> tuple[str, ...] | None:
    """What a row says if it is the head of a table: all that the table asks for, and little that no table knows."""
    extra = {head(o): head(usual) for usual, o in odd.items()}
    for table in tables:
        found = _match(table, table.heads(), extra, 0, [[t] for t in texts], None)
        if found and not found.lacking and len(found.columns) > 1 and len(found.unread) <= len(found.columns):
            return tuple(k for t in texts if (k := head(t)))
    return None


def _unknown(sheet: Sheet, found: list[Match], tables: list[Table]) -> Problem:
    if len(tables) == 1:
        lacking = "、".join(
            found[0].lacking
            if found
            else [f.column.head for f in tables[0].columns if f.column and f.column.required]
        )
        return Problem(sheet.file, f"按指定当作「{tables[0].name}」读取,但缺列:{lacking};未读取", sheet.name)
    if not found:
        return Problem(
            sheet.file, "没有认出是什么表(前 30 行里没有认得的表头),未读取", sheet.name, level="提示"
        )
    near = max(found, key=lambda m: (len(m.columns), m.rank))
    reason = (
        f"没有认出是什么表,未读取;最接近「{near.table.name}」({near.why()}),还缺列:{'、'.join(near.lacking)}"
    )
    cells = [str(c).strip() for c in near.unread.values()]
    close = [(lack, guess[0]) for lack in near.lacking if (guess := get_close_matches(lack, cells, 1, 0.5))]
    if close:
        usual, odd = close[0]
        line = f'[columns."{sheet.file}"] "{usual}" = "{odd}"'
        reason += f";若「{odd}」就是{usual},请在 liantu.toml 写 {line}"
    return Problem(sheet.file, reason, sheet.name, level="提示")
