"""Personal data of an export is in no node, no edge and no output, unless liantu.toml asks for it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from cli import liantu
from graph import modules
from graph.model import EDGES, KINDS, fields
from graph.store import open_store
from tests.county import make

PERSONAL = ("欧阳某甲", "司徒某乙", "13812345678", "13987654321", "0370-6123456", "（021）51234567", "61234567", "oy@example.com",
            "st.yi@mail.example.cn", "13700001111", "411426199001011234")  # fmt: skip
HEADS = "公司名称,所属省份,所属城市,所属区县,法定代表人,电话,更多电话,邮箱,更多邮箱,联系人,身份证号,注册地址,经营范围\n"
EXPORT = HEADS + (
    "甲纺织有限公司,河南省,商丘市,夏邑县,欧阳某甲,13812345678,13987654321;0370-6123456,oy@example.com,st.yi@mail.example.cn,"
    "司徒某乙,411426199001011234,河南省夏邑县孔祖大道1号 联系人:司徒某乙 13700001111,"
    "棉纱生产（电话0370-6123456，邮箱oy@example.com）；坯布织造\n"
    "乙染整有限公司,浙江省,绍兴市,柯桥区,司徒某乙,（021）51234567,,,,,,绍兴市柯桥区2号（021）51234567,"
    "染整布生产 86-13812345678,多出的 13700001111\n"
)
LEDGER = (
    "项目名称,投资方,建设内容,总投资(亿元),责任人及电话,联系人手机,备注,来源\n"
    "面料项目,丙布业有限公司,产线(联系人:司徒某乙 13987654321),找欧阳某甲13812345678,欧阳某甲 13812345678,13700001111,"
    "微信:oy@example.com,商务局 电话0370-6123456\n"
)
MORE = (
    "企业名称,年度,荣誉,级别,法人,企业邮箱\n丁公司,oy@example.com,瞪羚,13812345678,司徒某乙,st.yi@mail.example.cn\n"
    "戊公司 ,2024,小巨人,国家级,欧阳某甲,,多出 st.yi@mail.example.cn\n"
)


def texts(project: Path) -> Iterator[str]:
    """Every value of every node and edge."""
    store = open_store(str(project / ".liantu" / "graph.lbug"))
    for name, kind in KINDS.items():
        columns = ", ".join(f"n.`{f}` AS `c{i}`" for i, f in enumerate(fields(kind)))
        pattern = f"()-[n:`{name}`]->()" if kind in EDGES else f"(n:`{name}`)"
        for row in store.run(f"MATCH {pattern} RETURN {columns}"):
            yield from (str(value) for value in row.values())
    store.close()


def outputs(project: Path) -> Iterator[str]:
    """Every output there is, unpacked."""
    for path in sorted((project / "out").rglob("*")):
        if path.is_file() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from (archive.read(part).decode("utf-8", "replace") for part in archive.namelist())
        elif path.is_file():
            yield path.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A built county with every output in its out/, and all that the commands said."""
    folder = tmp_path_factory.mktemp("county")
    store, _ = make(folder, {"企查查.csv": EXPORT, "台账.csv": LEDGER, "荣誉.csv": MORE})
    store.close()
    run = CliRunner()
    said = [run.invoke(liantu, ["-C", str(folder), "build"]).output]
    said += [run.invoke(liantu, ["-C", str(folder), "check", "--format", "json"]).output]
    for name in modules.names("exports"):
        done = run.invoke(liantu, ["-C", str(folder), name])
        assert done.exception is None, done.exception
    for name in modules.names("queries"):
        if not modules.about("queries", name).needs_input:
            for form in ("json", "csv", "table"):
                said.append(run.invoke(liantu, ["-C", str(folder), name, "--format", form]).output)
    return folder, "\n".join(said)


def found(where: Iterator[str]) -> set[str]:
    return {one for text in where for one in PERSONAL if one in text}


def test_the_store_holds_nothing_personal(project: tuple[Path, str]) -> None:
    all_texts = list(texts(project[0]))
    assert any("孔祖大道1号" in text for text in all_texts)
    assert any("坯布织造" in text for text in all_texts)
    assert found(iter(all_texts)) == set()


def test_no_output_says_anything_personal(project: tuple[Path, str]) -> None:
    whole = list(outputs(project[0]))
    assert any("甲纺织有限公司" in text for text in whole)
    assert found(iter(whole)) == set()
    assert "夹着的电话" in project[1]
    assert found(iter([project[1]])) == set()


def kept(project: Path) -> Iterator[str]:
    """Every byte that liantu keeps beside the sources, and the packed columns of its cache as text."""
    for path in sorted(p for p in (project / ".liantu").rglob("*") if p.is_file()):
        if path.suffix == ".arrow":
            yield from (str(row) for row in pl.read_ipc(path).rows())
        else:
            yield path.read_bytes().decode("utf-8", "replace")


def test_nothing_personal_lies_beside_the_sources(project: tuple[Path, str]) -> None:
    whole = list(kept(project[0]))
    assert any("丙布业有限公司" in text for text in whole)
    assert len(list((project[0] / ".liantu" / "cache").rglob("*.arrow"))) > 3
    assert found(iter(whole)) == set()


def test_what_the_project_asks_for_is_kept(tmp_path: Path) -> None:
    toml = '[project]\nregion = "411426"\nas_of = 2026-01-01\n[privacy]\nkeep = ["电话"]\n'
    store, _ = make(tmp_path, {"企查查.csv": EXPORT, "liantu.toml": toml})
    store.close()
    left = found(texts(tmp_path))
    assert {"13812345678", "13700001111", "0370-6123456"} <= left
    assert left.isdisjoint({"欧阳某甲", "司徒某乙", "oy@example.com", "411426199001011234"})
