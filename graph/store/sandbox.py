"""Questions in Cypher from a user: refused if they could write, run with a time limit."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

from graph.modules import ROOT
from graph.problem import InputError
from graph.store import Rows, is_server, open_server

SECONDS = 60
FORBIDDEN = ("COPY", "EXPORT", "IMPORT", "LOAD", "INSTALL", "ATTACH", "DETACH", "CREATE", "MERGE", "SET", "DELETE", "DROP",
             "ALTER", "CALL", "USE", "REMOVE", "FOREACH")  # fmt: skip
# A list of what may not begin a text would never be whole: CHECKPOINT alone leaves a store that no one can open.
OPENINGS = ("MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN")
_QUOTED = re.compile(
    r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`|//[^\n\r\x0b\x0c\x85\u2028\u2029]*|/\*.*?\*/", re.DOTALL
)
_CHILD = """import json, sys
sys.path.insert(0, sys.argv[1])
from graph.problem import InputError
from graph.store import open_store
try:
    store = open_store(sys.argv[2])
    rows = store.run(sys.argv[3])
    store.close()
    print(json.dumps([rows.columns, rows], default=str))
except InputError as error:
    sys.exit(str(error))
except RuntimeError as error:
    sys.exit("Cypher 不能执行:" + str(error).splitlines()[0])
"""


def refused(cypher: str) -> str | None:
    """The word outside strings and comments for which a text is refused, if any.

    An escaped character is refused anywhere: Neo4j reads it before it knows what is a string.
    """
    bare = _QUOTED.sub(" ", cypher).strip().rstrip("; \n")
    found = (word for word in FORBIDDEN if re.search(rf"\b{word}\b", bare, re.IGNORECASE))
    escaped = "\\u" if re.search(r"\\u", cypher, re.IGNORECASE) else None
    return next(found, None) or (";" if ";" in bare else escaped)


def ask(address: str, cypher: str) -> Rows:
    """The rows of a user's question, dates as texts; whatever goes wrong is an InputError, an engine crash too."""
    word = refused(cypher)
    if word:
        raise InputError(f"query 只能读图谱,不能用「{word}」。")
    first = re.match(r"\w*", _QUOTED.sub(" ", cypher).strip())
    if not first or first[0].upper() not in OPENINGS:
        raise InputError(
            f"query 的问题要以 {'、'.join(OPENINGS)} 开头,如 MATCH (c:Chain) RETURN c.name AS name。"
        )
    if "\x00" in cypher or cypher != cypher.encode("utf-8", "replace").decode():
        raise InputError("问题里有不成字的字符。")
    columns, rows = (_server if is_server(address) else _child)(address, cypher.rstrip("; \n"))
    return Rows(rows, columns)


def _server(address: str, cypher: str) -> Any:
    """Asked from here: it breaks none of us, and only here can a person be asked for the password."""
    store = open_server(address, SECONDS)
    try:
        rows = store.run(cypher)
    finally:
        store.close()
    return json.loads(json.dumps([rows.columns, rows], default=str))


def _child(address: str, cypher: str) -> Any:
    """Asked in a child process: the embedded engine may crash, and knows no limit."""
    command = [sys.executable, "-X", "utf8", "-P", "-c", _CHILD, str(ROOT), address, cypher]
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise InputError(f"这个问题 {SECONDS} 秒没有答完,已停止;请缩小范围或加 LIMIT。") from None
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise InputError(said[-1] if said else "图谱引擎没能执行这个问题。")
    return json.loads(done.stdout)
