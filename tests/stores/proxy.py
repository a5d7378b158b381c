"""A wire between a driver and a server that can be cut."""

from __future__ import annotations

import contextlib
import socket
import threading


class Wire:
    """Passes on what comes; the connection that has carried ``most`` bytes from the server is cut, once."""

    def __init__(self, port: int, most: int) -> None:
        self.port, self.left = port, most
        self.cuts = 0
        self.open: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self._thread(self._accept)

    @property
    def address(self) -> str:
        return f"bolt://127.0.0.1:{self.listener.getsockname()[1]}"

    def close(self) -> None:
        """Cut everything, for good."""
        for one in (self.listener, *self.open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = self.listener.accept()[0]
                far = socket.create_connection(("127.0.0.1", self.port))
                self.open += [near, far]
                self._thread(self._pass, near, far, False)
                self._thread(self._pass, far, near, True)

    def _pass(self, source: socket.socket, goal: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if counted and not self.cuts:
                    self.left -= len(data)
                    if self.left < 0:
                        self.cuts += 1
                        break
                goal.sendall(data)
        for one in (source, goal):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _thread(self, work: object, *given: object) -> None:
        threading.Thread(target=work, args=given, daemon=True).start()  # type: ignore[arg-type]
