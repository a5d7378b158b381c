"""The command line as a user meets it, in its own process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

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
