"""The command line as a user meets it, in its own process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from openpyxl import load_workbook

ROOT = Path(__file__).parent.parent
RUN = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import cli; cli.main()"


def liantu(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-c", RUN, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_demo_then_questions(tmp_path: Path) -> None:
    done = liantu("demo", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "问题" not in done.stderr
    for entry in json.loads(done.stdout):
        assert (tmp_path / entry["path"]).is_file()
    rows = json.loads(liantu("-C", "liantu-demo", "gaps", "--format", "json", cwd=tmp_path).stdout)
    assert rows[0]["score"] == max(r["score"] for r in rows if r["score"] is not None)
    assert all(r["evidence"] for r in rows)
    one = json.loads(
        liantu("gaps", "-C", "liantu-demo", "--chain", "纺织服装", "--format", "json", cwd=tmp_path).stdout
    )
    assert {r["chain"] for r in one} == {"纺织服装"}
    groups = {
        r["chain"]: r
        for r in json.loads(liantu("-C", "liantu-demo", "chains", "--format", "json", cwd=tmp_path).stdout)
    }
    assert groups["轻跑系"]["segments"] is None
    assert groups["轻跑系"]["coverage"] is None
    wrong = liantu("-C", "liantu-demo", "gaps", "--chain", "纺织福装", cwd=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert '您是不是要"纺织服装"?' in wrong.stderr


def test_a_question_without_a_build(tmp_path: Path) -> None:
    done = liantu("gaps", cwd=tmp_path)
    assert done.returncode == 2
    assert "liantu build" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_and_questions_import_nothing_heavy(tmp_path: Path) -> None:
    code = RUN.replace("cli.main()", "sys.argv[1:] = ['--help']\ntry: cli.main()\nexcept SystemExit: pass")
    code += "\nprint([m for m in ('polars', 'networkx', 'pyvis', 'ladybug', 'pydantic') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout.strip().endswith("[]")


def test_a_project_just_made_passes_check_and_builds(tmp_path: Path) -> None:
    assert liantu("init", "县", "--county", "411426", cwd=tmp_path).returncode == 0
    done = liantu("-C", "县", "check", "--format", "json", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert liantu("-C", "县", "build", cwd=tmp_path).returncode == 0
    asked = liantu(
        "-C", "县", "query", "MATCH (c:Chain) RETURN c.name AS name", "--format", "json", cwd=tmp_path
    )
    assert json.loads(asked.stdout) == [{"name": "纺织服装"}]
    for cypher in ("COPY Chain TO 'x.csv'", "MATCH (c) RETURN 1; MATCH (c) RETURN 2", "MATCH (c RETURN 1"):
        refused = liantu("-C", "县", "query", cypher, cwd=tmp_path)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "Traceback" not in refused.stderr
    assert not (tmp_path / "x.csv").exists()


def test_init_takes_the_shared_options(tmp_path: Path) -> None:
    """The folder by name, by -C or by -o; JSON says what was written; what was there is not touched."""
    made = liantu("init", "甲", "--county", "411426", "--format", "json", "--chain", "品牌食品", cwd=tmp_path)
    paths = [row["path"] for row in json.loads(made.stdout)]
    named = [
        "liantu.toml",
        str(Path("chains", "品牌食品.yaml")),
        str(Path("chains", "链文件.schema.json")),
        "模板.xlsx",
    ]
    assert paths == ["甲", *(str(Path("甲", name)) for name in named)]
    assert all((tmp_path / path).exists() for path in paths)
    (tmp_path / "乙").mkdir()
    (tmp_path / "乙" / "模板.xlsx").write_bytes(b"mine")
    lines = liantu("-C", "乙", "init", "--county", "411426", cwd=tmp_path).stdout.splitlines()
    assert lines[0] == "乙" and str(Path("乙", "模板.xlsx")) not in lines
    assert (tmp_path / "乙" / "模板.xlsx").read_bytes() == b"mine"
    assert liantu("init", "-o", "丙", "--county", "411426", cwd=tmp_path).returncode == 0
    for wrong in (["丁", "-C", "戊"], []):
        said = liantu("init", *wrong, "--county", "411426", cwd=tmp_path)
        assert (said.returncode, said.stdout) == (2, "") and "目录" in said.stderr
    assert not (tmp_path / "丁").exists()


def test_a_query_without_rows_has_its_heads(tmp_path: Path) -> None:
    assert liantu("init", "县", "--county", "411426", cwd=tmp_path).returncode == 0
    assert liantu("-C", "县", "build", cwd=tmp_path).returncode == 0
    none = "MATCH (e:Enterprise)-[m:Makes]->(s:Segment) RETURN e.name AS enterprise, s.id AS segment, m.state AS state"
    asked = ["-C", "县", "query", none]
    assert liantu(*asked, "--format", "csv", cwd=tmp_path).stdout.split() == ["enterprise,segment,state"]
    assert json.loads(liantu(*asked, "--format", "json", cwd=tmp_path).stdout) == []
    shown = liantu(*asked, cwd=tmp_path).stdout
    assert "没有结果" in shown and "state" not in shown and "企业名称" in shown
    assert liantu(*asked, "-o", "空.xlsx", cwd=tmp_path).returncode == 0
    sheet = load_workbook(tmp_path / "空.xlsx").active
    assert sheet is not None and [c.value for c in sheet[1]] == ["企业名称", "环节", "状态"]
