"""What a text says a firm makes: clauses, verbs, lists, and the word that names the thing.

A business scope is read in columns. Every product word becomes one mark, so that a verb
inside a word (铸造机械, 养殖设备) is no verb; making verbs and all other verbs become one mark
each; what is left is a small grammar of marks: 「A、B制造、销售」「生产:A、B」「A制造,B销售」.
In a Chinese compound the last word names the thing, so of an item like 涤纶短纤土工布 only
the last word counts, and only where nothing but a neutral ending (制品, 系列 …) follows it.
"""

from __future__ import annotations

import re

import polars as pl

from graph.link.trade import (
    ABOUT,
    CLOTH,
    ENDINGS,
    FARMING,
    GOODS,
    ITS_GOODS,
    MACHINE_ENDINGS,
    MACHINES,
    MAKE,
    NEGATIVE,
    NO_GOODS,
    NOUNS,
    OTHER,
    OTHER_THINGS,
    PROCESSES,
    SERVED,
    SHAPING,
    SHAPING_NOUNS,
    STUFFS,
    TRADED,
    WORKS,
)

SEPARATORS = "、,/及和与或:兼暨以并"
_CLAUSE_ENDS = r"[;；。\n\r]|(?:一般|许可)(?:经营)?项目[:：]?"
# the kinds of marks: a thing, a process that is itself what is made, one that also makes its object, a use (船用),
# a stuff (塑料), a way of farming
_THING, _END, _PROCESS, _SHAPING, _USE, _STUFF, _FARMING = [chr(0xE000 + n) for n in (0, 1, 2, 4, 5, 6, 7)]
_KINDS = f"{_THING}{_PROCESS}{_SHAPING}{_FARMING}{_USE}{_STUFF}"
_ANY = f"[{_KINDS}]"


def marks(words: list[str]) -> list[str]:
    """The mark of every word: its number between private characters that tell its kind."""
    return [f"{_kind(word)}{number}{_END}" for number, word in enumerate(words)]


def _kind(word: str) -> str:
    if word in SHAPING:
        return _FARMING if word in FARMING else _SHAPING
    if word in PROCESSES:
        return _PROCESS
    return _STUFF if word in STUFFS else _USE if word.endswith("用") else _THING


def _marked(text: pl.Expr, words: list[str]) -> pl.Expr:
    """Words to marks from the right, where a compound's naming word stands: 棉纱线 is 纱线, not 棉纱; longest first."""
    if not words:  # a project may have none at all
        return text
    backwards = [word[::-1] for word in words]
    return (
        text.str.reverse()
        .str.replace_many(backwards, [mark[::-1] for mark in marks(words)], leftmost=True)
        .str.reverse()
    )


def tidy(text: pl.Expr) -> pl.Expr:
    """One spelling (NFKC, lower case, one kind of bracket, no blanks, no private characters)."""
    return (
        text.str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_many(["【", "〔", "[", "{", "】", "〕", "]", "}"], ["("] * 4 + [")"] * 4)
        .str.replace_all(r"[\s\u200b-\u200f\u2060\ufeff\u202a-\u202e\x00-\x1f\ue000-\uf8ff]+", "")
    )


def scope_words(texts: pl.DataFrame, words: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every word that the scopes (``text``, ``raw``) say is made; ``words`` longest first.

    Returns where the clauses stand (text, clause: a number) and what each different clause says
    (clause, raw, item, before, term: a word's number, farmed: 种植 or 养殖 of it); the same clause is read once.
    """
    rows = (
        texts.with_columns(raw=pl.col("raw").str.replace_all(_CLAUSE_ENDS, ";").str.split(";"))
        .explode("raw")
        .with_columns(pl.col("raw").str.strip_chars())
        .filter(pl.col("raw").str.len_bytes() > 0)
    )
    rows, unique = _numbered(rows)
    tidied = unique.with_columns(marks=tidy(pl.col("raw")))
    clauses = (
        tidied.with_columns(marks=_marked(_heard(pl.col("marks")), words))
        .filter(pl.col("marks").str.contains(_ANY))
        .with_columns(marks=_verbs(pl.col("marks")))
        .filter(pl.col("marks").str.contains(f"[\x01{_PROCESS}{_SHAPING}{_FARMING}]"))
    )
    found = _items(_lists(clauses))
    machine = pl.col("term").is_in([n for n, word in enumerate(words) if re.search(MACHINES, word)])
    ending = pl.col("tail").str.contains(f"^(?:{ENDINGS})$")
    ending |= ~pl.col("process") & (pl.col("tail") == WORKS)
    part = machine & pl.col("tail").str.contains(f"^(?:{MACHINE_ENDINGS})$")
    return rows, found.filter((pl.col("made") | pl.col("process")) & (ending | part))


def product_words(texts: pl.DataFrame, words: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every word that names a stated product: as :func:`scope_words`, without need of a verb.

    A product cell names what is made, so an unknown ending counts unless it names another kind of thing.
    """
    rows, unique = _numbered(texts)
    products = unique.with_columns(unit=_marked(_heard(tidy(pl.col("raw"))), words)).filter(
        pl.col("unit").str.contains(_ANY)
    )
    found = _items(products.with_columns(marks=pl.lit("")))
    other = pl.col("tail").str.contains(OTHER_THINGS) | pl.col("before").str.contains(TRADED)
    cloth = ~pl.col("process") & pl.col("tail").str.contains(CLOTH)
    short = pl.col("term").is_in([n for n, word in enumerate(words) if len(word) == 1])
    odd = short & ~pl.col("tail").str.contains(f"^(?:{ENDINGS})$")
    return rows, found.filter(~other & ~cloth & ~odd)


def _numbered(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows with their clause's number instead of its text, once each; the different clauses."""
    unique = rows.group_by("raw", maintain_order=True).agg("text").with_row_index("clause")
    stands = unique.select("clause", "text").explode("text")
    again = pl.all_horizontal(pl.col(n) == pl.col(n).shift(1) for n in ("clause", "text"))
    return stands.filter(~again.fill_null(False)), unique.select("clause", "raw")


def spelled(item: pl.Expr, words: list[str]) -> pl.Expr:
    """An item with its marks as words again."""
    if not words:
        return item
    return item.str.replace_many(marks(words), words)


def _heard(text: pl.Expr) -> pl.Expr:
    """Without what is said not to be made (不含…, 除…外), licences and own imports; other brackets are opened."""
    inner = rf"\([^()]*(?:{NEGATIVE})[^()]*\)"
    text = text.str.replace_all(inner, "")
    for _ in range(2):
        text = text.str.replace_all(inner, "").str.replace_all(r"\(([^()]*)\)", "、$1、")
    return (
        text.str.replace_all(rf"\([^()]*(?:{NEGATIVE})[^()]*$", "")
        .str.replace_all(r"[()]", "、")
        .str.replace_all(r"(?:但)?[^,;]*除外", "")
        .str.replace_all(r"(?:不含|不包括)[^,;]*", "")
        .str.replace_all(r"除[^,;尘湿草臭锈霜雪冰]{1,60}?(?:以外|之外|外)(?:,|$)", ",")
        .str.replace_all(r"(?:自营|代理)(?:和|或|及|与|、)?(?:代理|自营)?各[类种][^,]*", "")
        .str.replace_all(r"本?(?:企业|公司)(?:自身)?(?:自产|生产)(?:、科研)?(?:所需)?[^,]*", "")
        .str.replace(r"^.*?(?:经营范围(?:包括|包含|为)?|经营项目|主营|兼营):?", "")
        .str.replace_all(ABOUT, "")
        .str.replace_all(r"的企业$", "")
        .str.replace_all(rf"([\u4e00-\u9fff]{{2,4}})(?:及其?|和|与)(?:{ITS_GOODS})", "$1、$1制品")
    )


def _verbs(text: pl.Expr) -> pl.Expr:
    """Verbs to marks: \\x01 making (alone or among others: 制造、销售), \\x02 anything else."""
    sep = f"[{SEPARATORS}]*"
    return (
        text.str.replace_all(rf"(?:{SHAPING_NOUNS})", "\ue003$1")
        .str.replace_all(rf"([^,:、])(?:{MAKE})({NOUNS})", "${1}\ue003$2")
        .str.replace_all(rf"([^,:])(?:{SERVED})({GOODS})", "${1}\ue003$2")
        .str.replace_all(rf"(?:的)?(?:{OTHER})(?:业务)?", "\x02")
        .str.replace_all(rf"(?:的)?(?:{MAKE})(?:业务)?", "\x01")
        .str.replace_all(rf"([\x01\x02]),([\x01\x02]+[^\x01\x02{SEPARATORS}])", "$1;$2")
        .str.replace_all(rf"(?:\x02{sep})*\x01(?:{sep}[\x01\x02])*", "\x01")
        .str.replace_all(rf"\x02(?:{sep}\x02)+", "\x02")
        .str.replace_all(r",([\x01\x02])(,|$)", "$1$2")
        .str.replace_all(r"[、及和与]+([\x01\x02])", "$1")
        .str.strip_chars(SEPARATORS)
    )


def _lists(clauses: pl.DataFrame) -> pl.DataFrame:
    """``marks`` of a clause → its lists with the verb that governs each, one row a list (column ``unit``)."""
    leading = pl.col("marks").str.contains(r"^[\x01\x02]")
    broken = (
        pl.when(leading)
        .then(pl.col("marks").str.replace_all(r",([^,\x01\x02]+[\x01\x02])(,|$)", ";$1$2"))
        .otherwise(pl.col("marks").str.replace_all(r",([\x01\x02])", ";$1"))
    )
    parts = clauses.with_columns(marks=broken.str.split(";")).explode("marks")
    after = pl.col("marks").str.extract_all(r"[\x01\x02][^\x01\x02]*")
    before = pl.col("marks").str.extract_all(r"[^\x01\x02]*[\x01\x02]?")
    return (
        parts.with_columns(unit=pl.when(leading).then(after).otherwise(before))
        .explode("unit")
        .filter(pl.col("unit").str.contains(_ANY))
    )


def _items(lists: pl.DataFrame) -> pl.DataFrame:
    """Lists to items: the word that names each (``term``), what stands before and after it, whether it is made."""
    item = (
        pl.col("unit")
        .str.replace_all("[\x01\x02]", "")
        .str.replace_all(f"[{SEPARATORS}]", "、")
        .str.split("、")
    )
    rows = (
        lists.with_columns(made=pl.col("unit").str.contains("\x01", literal=True), item=item)
        .explode("item")
        .drop("unit", "marks")
    )
    last = _parted(rows, rf"^(.*)({_ANY})(\d+){_END}([^{_KINDS}{_END}]*)$")
    shaped = _parted(rows, rf"^(.*)({_THING})(\d+){_END}([{_SHAPING}{_FARMING}])\d+{_END}$").with_columns(
        process=pl.lit(True), farmed=pl.col("tail") == _FARMING
    )
    used = _parted(rows, rf"^(.*)({_USE})(\d+){_END}(.+)$")
    goods = _parted(rows, rf"^(.*)({_STUFF})(\d+){_END}([^{_KINDS}{_END}]{{2,}})$")
    goods = goods.filter(~pl.col("tail").str.contains(NO_GOODS))
    rest = pl.concat([shaped, used, goods], how="diagonal").with_columns(tail=pl.lit(""))
    found = pl.concat([last, rest], how="diagonal").with_columns(pl.col("farmed").fill_null(False))
    return found.unique(maintain_order=True)


def _parted(rows: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """The items that a pattern of (before, kind, number, after) fits, parted by it."""
    part = pl.col("_parts").struct.field
    return (
        rows.with_columns(_parts=pl.col("item").str.extract_groups(pattern))
        .filter(part("3").is_not_null())
        .with_columns(
            before=part("1"),
            process=part("2").is_in([_PROCESS, _SHAPING, _FARMING]),
            term=part("3").cast(pl.UInt32),
            tail=part("4"),
        )
        .drop("_parts")
    )
