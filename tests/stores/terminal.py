"""liantu at a terminal: a person reads its questions there and types the answers."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.test_cli import RUN


def typed(*arguments: str, cwd: Path, answers: dict[str, str]) -> tuple[int, str, str]:
    """Exit code, stdout, and the screen; each answer is typed when its question stands there."""
    pytest.importorskip("pty", reason="a pseudo-terminal is what POSIX has")
    import fcntl
    import termios

    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-P", "-c", RUN, *arguments],
        cwd=cwd,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:
        os.close(theirs)
        assert process.stdout
        out: list[bytes] = []
        reading = threading.Thread(target=lambda: out.append(process.stdout.read()))  # type: ignore[union-attr]
        reading.start()
        screen, waiting = b"", list(answers.items())
        try:
            while data := os.read(ours, 4096):
                screen += data
                if waiting and waiting[0][0].encode() in screen.rpartition(b"\n")[2]:
                    os.write(ours, waiting.pop(0)[1].encode() + b"\n")
        except OSError:  # how Linux says that the other end is closed
            pass
        reading.join()
    os.close(ours)
    return process.returncode, out[0].decode(), screen.decode()
