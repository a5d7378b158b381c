"""本地企业:规上、营收、参保、产品,供货给谁、谁供货。"""

from __future__ import annotations

from pydantic import BaseModel

from graph.store import Store

EXAMPLE = "liantu companies --format csv"
ALL = """MATCH (e:Enterprise) WHERE e.is_local = true RETURN e.name AS enterprise, e.id AS id,
e.credit_code AS credit_code, e.scaled AS scaled, e.revenue AS revenue, e.insured AS insured, e.capital AS capital,
e.founded AS founded, e.status AS status, e.owner AS owner, e.products AS products ORDER BY id"""
SUPPLIES = """MATCH (a:Enterprise)-[:Supplies]->(b:Enterprise) WHERE a.is_local = true OR b.is_local = true
RETURN a.id AS supplier, a.name AS supplier_name, b.id AS customer, b.name AS customer_name
ORDER BY supplier, customer"""


class Row(BaseModel):
    """One local enterprise; 万元, persons."""

    enterprise: str
    id: str
    credit_code: str | None
    scaled: bool | None
    revenue: float | None
    insured: int | None
    capital: float | None
    founded: str | None
    status: str | None
    owner: str | None
    products: list[str]
    suppliers: list[str]
    customers: list[str]


def answer(store: Store) -> list[Row]:
    """All local enterprises by id; suppliers and customers are empty where none is known."""
    suppliers: dict[str, list[str]] = {}
    customers: dict[str, list[str]] = {}
    for tie in store.run(SUPPLIES):
        suppliers.setdefault(tie["customer"], []).append(tie["supplier_name"])
        customers.setdefault(tie["supplier"], []).append(tie["customer_name"])
    rows = []
    for found in store.run(ALL):
        key = found["id"]
        day = found["founded"].isoformat() if found["founded"] else None
        named = {"suppliers": suppliers.get(key, []), "customers": customers.get(key, [])}
        rows.append(Row(**found | {"founded": day, "products": found["products"] or []}, **named))
    return rows
