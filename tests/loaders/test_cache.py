"""A build that reuses what has not changed is, to the letter, a build from nothing."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.build import build
from graph.projectfile import load_project
from loaders import _sheets, read
from tests.county import CHAIN, FIRMS, TOML

HONORS = "企业名称,荣誉,年度\n华鹏纺织有限公司,专精特新小巨人,2024\n赛琪体育有限公司,国家级单项冠军,前年\n"
MONEY = "企业名称,地区,注册资本,成立日期,备注栏\n航民股份有限公司,浙江杭州,5000万美元,2001年3月,x\n,,1,,\n合计,,2,,\n"
GRAPH = ":ID,name,:LABEL\n1,华鹏纺织有限公司,企业\n"
TEXTS = (FIRMS, HONORS, MONEY, GRAPH, "甲,乙\n1,2\n", "", FIRMS.replace("棉纱", "衬衫"))
TOMLS = (TOML, TOML + '[rates]\n"美元" = 7.1\n', TOML + '[columns."乙.csv"]\n"曾用名" = "备注栏"\n')
NAMES = ("甲.csv", "乙.csv", "丙/丁.csv")
CHANGE = st.tuples(st.sampled_from(NAMES), st.sampled_from([None, *TEXTS]), st.sampled_from(TOMLS))


def project(folder: Path, files: dict[str, str]) -> None:
    (folder / "chains").mkdir(parents=True, exist_ok=True)
    (folder / "丙").mkdir(exist_ok=True)
    (folder / "chains" / "纺织服装.yaml").write_text(CHAIN, encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def said(folder: Path, cache: Path | None) -> tuple[object, ...]:
    made, _ = load_project(folder)
    sources = read(folder, made, cache=cache)
    built = build(made, sources.chains, sources.frames)
    for balance in sources.balances:
        balance.settle(built.merged)
    meta = built.graph["Meta"].to_dicts()
    return meta, sources.problems, built.problems, sources.balances, built.doubtful.rows()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGE, min_size=2, max_size=5))
def test_after_any_changes_it_is_a_build_from_nothing(changes: list[tuple[str, str | None, str]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, cache = Path(place) / "县", Path(place) / "县" / ".liantu" / "cache"
        project(folder, {"liantu.toml": TOML, "甲.csv": FIRMS})
        said(folder, cache)
        for name, text, toml in changes:
            (folder / "liantu.toml").write_text(toml, encoding="utf-8")
            if text is None:
                (folder / name).unlink(missing_ok=True)
            else:
                (folder / name).write_text(text, encoding="utf-8")
            assert said(folder, cache) == said(folder, None)


def read_files(monkeypatch: pytest.MonkeyPatch, folder: Path, **chosen: str) -> list[str]:
    """The files that a reading with the folder's cache opens."""
    opened: list[str] = []
    real = _sheets.read_sheets

    def noted(path: Path, file: str) -> object:
        opened.append(file)
        return real(path, file)

    with monkeypatch.context() as patch:
        patch.setattr(_sheets, "read_sheets", noted)
        read(folder, load_project(folder)[0], chosen=chosen or None, cache=folder / ".liantu" / "cache")
    return opened


def test_only_what_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, {"liantu.toml": TOML, "甲.csv": FIRMS, "乙.csv": MONEY})
    assert read_files(monkeypatch, tmp_path) == ["乙.csv", "甲.csv"]
    assert read_files(monkeypatch, tmp_path) == []
    (tmp_path / "甲.csv").write_text(FIRMS + "新来有限公司,411426,衬衫\n", encoding="utf-8")
    assert read_files(monkeypatch, tmp_path) == ["甲.csv"]
    (tmp_path / "liantu.toml").write_text(TOMLS[2], encoding="utf-8")
    assert read_files(monkeypatch, tmp_path) == ["乙.csv"]
    (tmp_path / "liantu.toml").write_text(TOMLS[1], encoding="utf-8")
    assert read_files(monkeypatch, tmp_path) == ["乙.csv", "甲.csv"]
    assert len(list((tmp_path / ".liantu" / "cache").iterdir())) == 2
    (tmp_path / "乙.csv").rename(tmp_path / "戊.csv")
    assert read_files(monkeypatch, tmp_path) == ["戊.csv"]


def test_a_damaged_cache_is_read_again_and_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, {"liantu.toml": TOML, "甲.csv": FIRMS, "乙.csv": MONEY})
    cache = tmp_path / ".liantu" / "cache"
    expected = said(tmp_path, None)
    chance = random.Random(1)
    for number in range(30):
        said(tmp_path, cache)
        for path in sorted(p for p in cache.rglob("*") if p.is_file()):
            data = bytearray(path.read_bytes())
            if number % 3 == 0:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            elif number % 3 == 1:
                del data[chance.randrange(len(data)) :]
            else:
                path.unlink()
                continue
            path.write_bytes(data)
        assert said(tmp_path, cache) == expected
        assert read_files(monkeypatch, tmp_path) == []
    shutil.rmtree(cache)
    cache.write_text("no folder", encoding="utf-8")
    assert said(tmp_path, cache) == expected
