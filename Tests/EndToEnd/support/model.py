"""A service of language models: chat completions that a test scripts."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def calling(name: str, **arguments) -> dict:
    function = {"name": name, "arguments": json.dumps(arguments)}
    message = {"role": "assistant", "content": None, "tool_calls": [{"id": "c1", "type": "function", "function": function}]}
    return {"choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}]}


def saying(text: str) -> dict:
    return {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients that leave are what the tests are about."""


class Model:
    """Answers each request with the next of its answers: a completion, or a function that answers by itself."""

    def __init__(self, *answers, context=None):
        self.answers = list(answers)
        self.requests: list[tuple[str, dict, dict]] = []
        """Path, header fields in lower case, body."""
        self.released = threading.Event()
        """Set in the end: those who never answer go on."""
        self.server = Quiet(("127.0.0.1", 0), self._handler())
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        self.url = f"{'https' if context else 'http'}://localhost:{self.port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def _handler(self):
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                fields = {name.lower(): value for name, value in self.headers.items()}
                model.requests.append((self.path, fields, json.loads(body)))
                answer = model.answers.pop(0) if model.answers else {}
                if callable(answer):
                    answer(self, model)
                else:
                    self.say(200, json.dumps(answer).encode())

            def say(self, status: int, body: bytes, **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler


# What goes wrong


def fails(handler, model):
    handler.say(500, b'{"error":{"message":"out of memory"}}')


def wants_money(handler, model):
    handler.say(429, b'{"error":{"message":"quota"}}')


def is_huge(handler, model):
    handler.say(200, json.dumps(saying("a" * (2 << 20))).encode())


def is_garbage(handler, model):
    handler.say(200, b"<html>It works!</html>")


def never_answers(handler, model):
    model.released.wait(60)


def drips(handler, model):
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("content-length", "100000")
    handler.end_headers()
    while not model.released.wait(0.05):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def hangs_up(handler, model):
    handler.close_connection = True


def is_no_http(handler, model):
    handler.wfile.write(b"\x00\x01\x02 what?\r\n\r\n")
    handler.close_connection = True
