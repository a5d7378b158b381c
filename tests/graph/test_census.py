"""Census: what a full count allows and a list does not (methods.md §1, computed by hand)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store import open_store
from queries import chains, gaps
from tests.county import make

CHAIN = """chain: 铸造
category: 传统
segments:
  熔炼: {stage: 上游, necessity: 1, codes: [3391], words: [铸铁件], target: 10000, feeds: [机加工]}
  机加工: {stage: 中游, necessity: 1, codes: [3484], words: [机械零件], feeds: [主机]}
  主机: {stage: 下游, necessity: 1, codes: [3311], words: [整机]}
"""
ENTRY = """
[regions]
comparison = ["411425"]
[[census]]
file = "普查.csv"
regions = ["411426", "411425"]
industries = ["33", "34"]
threshold = "规上"
date = 2025-12-31
"""
HEAD = "企业名称,地区,行业代码,主要产品,营业收入\n"
COUNT = (
    HEAD
    + "甲铸造厂,411426,3391,铸铁件,4000\n"
    + "乙机械厂,411426,3484,机械零件,\n丙机械厂,411426,3484,机械零件,\n"
    + "".join(f"外{i}机械厂,411425,3484,机械零件,\n" for i in range(7))
)


def county(folder: Path, count: str = COUNT, entry: str = ENTRY) -> dict[str, dict[str, object]]:
    """Segment → what the store holds of it."""
    toml = '[project]\nregion = "411426"\nas_of = 2026-01-01\n' + entry
    store, _ = make(
        folder, {"企业.csv": HEAD + "外省厂,浙江,,整机,\n", "普查.csv": count, "liantu.toml": toml}, CHAIN
    )
    found = store.run("MATCH (s:Segment) RETURN s.name AS name, s.status AS status, s.lq AS lq, s.hhi AS hhi, "
                      "s.sole AS sole, s.size AS size, s.census AS census ORDER BY name")  # fmt: skip
    store.close()
    return {str(r["name"]): r for r in found}


def test_what_a_census_does_not_list_is_known_to_be_missing(tmp_path: Path) -> None:
    assert county(tmp_path)["主机"]["status"] == "空白·已核实"


def test_a_survey_line_that_no_longer_holds_is_not_what_was_verified(tmp_path: Path) -> None:
    """The county said 无 three years ago, the census of last month says so now: the sentence names the census."""
    for date, said in (("2022-06-01", "规上普查2025-12未见企业"), ("2025-06-01", "县里已核实没有企业")):
        folder = tmp_path / date
        folder.mkdir()
        (folder / "核实.csv").write_text(f"产业链,环节,结论,日期\n铸造,主机,无,{date}\n", encoding="utf-8")
        county(folder)
        store = open_store(str(folder / ".liantu" / "graph.lbug"))
        assert said in next(r for r in gaps.answer(store) if r.segment == "主机").evidence[0]
        store.close()


def test_on_a_list_absence_says_nothing(tmp_path: Path) -> None:
    found = county(tmp_path, entry="")
    assert found["主机"]["status"] == "空白·待核实"
    assert found["机加工"]["lq"] is None and found["熔炼"]["sole"] is None


def test_shrunk_location_quotient_by_hand(tmp_path: Path) -> None:
    # here: 3 enterprises, 2 of them in 机加工; in both counties 10, of them 9; e = 3·9/10 = 2.7; (2+5)/(2.7+5)
    found = county(tmp_path)
    assert found["机加工"]["lq"] == pytest.approx(7 / 7.7)
    assert found["机加工"]["hhi"] == pytest.approx(0.5)  # two of unknown size count alike


def test_a_single_supplier_makes_the_chain_fragile(tmp_path: Path) -> None:
    county(tmp_path)
    store = open_store(str(tmp_path / ".liantu" / "graph.lbug"))
    row = next(r for r in gaps.answer(store) if r.segment == "熔炼" and r.kind == "固链")
    # f = 0.6, the segment after it (机加工) is there: d = 1; b = 0.6
    assert row.b == pytest.approx(0.6)
    assert row.evidence[0].startswith("熔炼:在册仅1家(规上普查2025-12),下游本地2家靠它供货,一旦停产即断")
    assert chains.answer(store)[0].completeness == pytest.approx(
        0.4
    )  # 4,000 of 10,000; the others have no target
    store.close()


def test_a_file_that_does_not_say_the_trades_is_no_census(tmp_path: Path) -> None:
    bare = "企业名称,地区,主要产品\n甲铸造厂,411426,铸铁件\n乙机械厂,411426,机械零件\n"
    assert county(tmp_path, bare)["主机"]["status"] == "空白·待核实"


def test_who_is_gone_counts_nowhere(tmp_path: Path) -> None:
    head = HEAD.replace("营业收入", "营业收入,登记状态")
    rows = [line + "," for line in COUNT.removeprefix(HEAD).splitlines()]
    gone = [f"注销{i}机械厂,411426,3484,机械零件,,注销" for i in range(5)]
    found = county(tmp_path, head + "\n".join([*rows, *gone]) + "\n")
    assert found["机加工"]["lq"] == pytest.approx(7 / 7.7)  # as without them
    assert found["机加工"]["hhi"] == pytest.approx(0.5)
