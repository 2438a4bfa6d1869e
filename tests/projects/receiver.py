"""A group robot of our own: an HTTP server in a thread that notes what it is sent and answers as it is told."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """``status`` and ``answer`` of every request; ``wait`` seconds before it, ``drip`` seconds between its bytes."""

    def __init__(self) -> None:
        self.status, self.answer, self.wait, self.drip = 200, {"errcode": 0, "errmsg": "ok"}, 0.0, 0.0
        self.headers: dict[str, str] = {}
        self.got: list[tuple[str, dict[str, Any]]] = []

    @property
    def texts(self) -> list[str]:
        return [body["text"]["content"] for _path, body in self.got]


@contextmanager
def receiving() -> Iterator[tuple[Receiver, str]]:
    """The receiver and its host with port."""
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append((self.path, json.loads(body)))
            time.sleep(told.wait)
            data = told.answer if isinstance(told.answer, bytes) else json.dumps(told.answer).encode()
            self.send_response(told.status)
            for name, value in {"Content-Length": str(len(data)), **told.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for n in range(len(data)):
                    self.wfile.write(data[n : n + 1])
                    time.sleep(told.drip)
            except OSError:
                pass  # nobody listens any more

        def do_GET(self) -> None:
            told.got.append((self.path, {}))
            self.send_error(405)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told, f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
