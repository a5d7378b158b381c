"""企业档案:一家企业的登记、荣誉、产品、布点、项目、关系,逐条带来源、日期和可信度。"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel

from graph.divisions import full_name, short_name
from graph.store import Store
from queries import _names

EXAMPLE = "liantu facts 盛泰集团"
ARGUMENT = "enterprise"
_SAID = "t.source AS source, t.date AS date, t.confidence AS confidence"
FIRMS = """MATCH (t:Enterprise){where} RETURN t.id AS id, t.name AS enterprise, t.founded AS founded, t.capital AS capital,
t.revenue AS revenue, t.insured AS insured, t.stock_code AS stock, t.owner AS owner, t.status AS status, t.seat AS seat,
t.products AS products, t.kept AS kept, t.source AS source, t.date AS date, t.confidence AS confidence ORDER BY id"""
HONORS = f"""MATCH (e:Enterprise)-[t:Holds]->(x:Honor){{where}} RETURN e.id AS id, e.name AS enterprise, x.name AS honor,
t.level AS level, t.year AS year, t.rank AS rank, t.state AS state, t.until AS until, {_SAID}
ORDER BY id, honor, year, rank, source"""
LINKS = f"""MATCH (e:Enterprise)-[t:Makes]->(s:Segment){{where}} RETURN e.id AS id, e.name AS enterprise, s.home AS chain,
s.name AS segment, t.products AS products, t.share AS share, t.state AS state, {_SAID}
ORDER BY id, chain, segment"""
PLACES = f"""MATCH (e:Enterprise)-[t:LocatedIn]->(r:Region){{where}} RETURN e.id AS id, e.name AS enterprise, r.code AS code,
t.type AS type, t.year AS year, t.content AS content, {_SAID} ORDER BY id, code, type, year, content, source"""
PROJECTS = f"""MATCH (e:Enterprise)-[t:ExpandsTo]->(r:Region){{where}} RETURN e.id AS id, e.name AS enterprise, r.code AS code,
t.stage AS stage, t.year AS year, t.content AS content, t.amount AS amount, {_SAID}
ORDER BY id, code, year, content, stage, source"""
_TIE = (
    f"""{{where}} RETURN e.id AS id, e.name AS enterprise, o.name AS other, t.content AS content, {_SAID}"""
)
_PARTNERS = ", t.relation AS relation ORDER BY id, other, relation, source, content"
_OWNS = ", t.share AS share, t.relation AS relation ORDER BY id, other, relation, source, content"
_SUPPLIES = ", t.year AS year ORDER BY id, other, year, source, content"
TIES = (
    ("供货给", f"MATCH (e:Enterprise)-[t:Supplies]->(o:Enterprise){_TIE}{_SUPPLIES}"),
    ("采购自", f"MATCH (o:Enterprise)-[t:Supplies]->(e:Enterprise){_TIE}{_SUPPLIES}"),
    ("", f"MATCH (e:Enterprise)-[t:Owns]->(o:Enterprise){_TIE}{_OWNS}"),
    ("由", f"MATCH (o:Enterprise)-[t:Owns]->(e:Enterprise){_TIE}{_OWNS}"),
    ("由", f"MATCH (o:Organisation)-[t:Owns]->(e:Enterprise){_TIE}{_OWNS}"),
    ("与", f"MATCH (e:Enterprise)-[t:Partners]->(o:Enterprise){_TIE}{_PARTNERS}"),
    ("与", f"MATCH (o:Enterprise)-[t:Partners]->(e:Enterprise){_TIE}{_PARTNERS}"),
    ("与", f"MATCH (e:Enterprise)-[t:Partners]->(o:Organisation){_TIE}{_PARTNERS}"),
)


class Row(BaseModel):
    """One fact, as a sentence without its full stop."""

    enterprise: str
    id: str
    kind: Literal["登记", "荣誉", "产品", "布点", "项目", "关系"]
    text: str
    source: str | None
    date: dt.date | None
    confidence: str | None


def answer(store: Store, enterprise: str | None = None, ids: list[str] | None = None) -> list[Row]:
    """The facts of one enterprise (or of ``ids``), or of all, by enterprise and kind."""
    ids = ids if enterprise is None else _names.ids(store, enterprise)

    def ask(text: str, name: str = "e") -> list[dict[str, Any]]:
        where = "" if ids is None else f" WHERE {name}.id IN $ids"
        return store.run(text.replace("{where}", where), **({} if ids is None else {"ids": ids}))

    rows = [_row(r, "登记", said) for r in ask(FIRMS, "t") if (said := _registered(r))]
    told: tuple[tuple[Literal["荣誉", "产品", "布点", "项目"], str, Callable[[dict[str, Any]], str | None]], ...] = (
        ("荣誉", HONORS, _honor), ("产品", LINKS, _link), ("布点", PLACES, _place), ("项目", PROJECTS, _project),
    )  # fmt: skip
    for kind, text, words in told:
        rows += [_row(r, kind, said) for r in ask(text) if (said := words(r))]
    for verb, text in TIES:
        rows += [_row(r, "关系", _tie(verb, r)) for r in ask(text)]
    order = ("登记", "荣誉", "产品", "布点", "项目", "关系")
    return sorted(rows, key=lambda r: (r.enterprise, r.id, order.index(r.kind), r.text, r.source or ""))


def _row(r: dict[str, Any], kind: Any, text: str) -> Row:
    return Row(enterprise=r["enterprise"], id=r["id"], kind=kind, text=text, source=r["source"], date=r["date"],
               confidence=r["confidence"])  # fmt: skip


def _registered(r: dict[str, Any]) -> str | None:
    said = [
        f"{r['founded'].year}年成立" if r["founded"] else "",
        f"注册资本{r['capital']:g}万元" if r["capital"] is not None else "",
        f"营业收入{r['revenue'] / 10_000:g}亿元" if r["revenue"] is not None else "",
        f"参保{r['insured']}人" if r["insured"] is not None else "",
        f"证券代码{r['stock']}" if r["stock"] else "",
        str(r["owner"] or ""),
        f"登记状态「{r['status']}」" if r["status"] else "",
        f"注册地{full_name(r['seat'])}" if r["seat"] else "",
        f"主要产品{'、'.join(r['products'][:6])}" if r["products"] else "",
        *(r["kept"] or []),
    ]
    return ",".join(s for s in said if s) or None


def _when(r: dict[str, Any]) -> str:
    return f"{r['year']}年" if r.get("year") else ""


def _honor(r: dict[str, Any]) -> str:
    more = [r["level"] or "", f"第{r['rank']}名" if r["rank"] else "", f"有效期至{r['until']}" if r["until"] else "",
            r["state"] if r["state"] not in (None, "认定") else ""]  # fmt: skip
    said = "、".join(m for m in more if m)
    return f"{_when(r)}{r['honor']}" + (f"({said})" if said else "")


def _link(r: dict[str, Any]) -> str:
    made = f"{'、'.join(r['products'][:4])}" if r["products"] else "从事这一环节"
    share = f",占收入{r['share']:.0%}" if r["share"] is not None else ""
    return f"{r['chain']}·{r['segment']}:{made}{share}" + ("(是否从事待核)" if r["state"] == "待核" else "")


def _place(r: dict[str, Any]) -> str | None:
    if r["type"] == "注册地":
        return None
    return f"{_when(r)}在{full_name(r['code'])}有{r['type']}" + (f":{r['content']}" if r["content"] else "")


def _project(r: dict[str, Any]) -> str:
    money = f",投资{r['amount']:g}亿元" if r["amount"] else ""
    stage = f"({r['stage']})" if r["stage"] else ""
    return f"{_when(r)}在{short_name(r['code'])}{'布局' if not r['content'] else ':' + r['content']}{money}{stage}"


def _tie(verb: str, r: dict[str, Any]) -> str:
    share = f"{r['share']:.1%}" if r.get("share") is not None else ""
    content = f":{r['content']}" if r["content"] else ""
    if "relation" not in r:
        return f"{verb}{r['other']}{content}"
    if verb == "":
        return f"{r['relation']}{r['other']}{share}{content}"
    return f"{verb}{r['other']}{r['relation']}{share}{content}"
