"""A small client of the language server protocol: does as functions what VS Code does with yaml-language-server."""

import json
import subprocess
import threading
from pathlib import Path
from queue import Queue
from typing import Any

TIMEOUT = 60.0


class LanguageServer:
    """A running server with one folder open; `settings` are those of the folder's .vscode/settings.json."""

    def __init__(self, command: list[str], folder: Path, settings: dict[str, Any]) -> None:
        self.folder, self.settings = folder, settings
        self.process = subprocess.Popen([*command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.responses: dict[int, Queue[Any]] = {}
        self.problems: dict[str, Queue[list[dict[str, Any]]]] = {}
        self.number = 0
        threading.Thread(target=self._listen, daemon=True).start()
        root = folder.as_uri()
        capabilities = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
            },
        }
        self.request("initialize", {
            "processId": None, "rootUri": root, "capabilities": capabilities,
            "workspaceFolders": [{"uri": root, "name": folder.name}],
        })  # fmt: skip
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": self.nested()})

    def nested(self) -> dict[str, Any]:
        """Return the settings by section: `yaml.schemas` is `schemas` in the section `yaml`."""
        sections: dict[str, Any] = {}
        for key, value in self.settings.items():
            section, _, name = key.partition(".")
            sections.setdefault(section, {})[name] = value
        # Without the catalogue of schemas on the network, which would change what a test finds.
        sections.setdefault("yaml", {})["schemaStore"] = {"enable": False}
        return sections

    def open(self, name: str, text: str) -> list[dict[str, Any]]:
        """Open a file of the folder with this text; returns the problems that the server reports."""
        uri = (self.folder / name).as_uri()
        queue = self.problems.setdefault(uri, Queue())
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return queue.get(timeout=TIMEOUT)

    def complete(self, name: str, line: int, column: int) -> dict[str, dict[str, Any]]:
        """Return the completions at a position (from 0), by label."""
        result = self.request("textDocument/completion", self._position(name, line, column))
        items = result["items"] if isinstance(result, dict) else result
        return {item["label"]: item for item in items}

    def hover(self, name: str, line: int, column: int) -> str:
        """Return the text shown when the mouse is at a position (from 0)."""
        result = self.request("textDocument/hover", self._position(name, line, column))
        return str(result["contents"]["value"]) if result else ""

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()

    def request(self, method: str, params: Any) -> Any:
        self.number += 1
        queue = self.responses.setdefault(self.number, Queue())
        self._send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        response = queue.get(timeout=TIMEOUT)
        assert "error" not in response, response
        return response["result"]

    def notify(self, method: str, params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _position(self, name: str, line: int, column: int) -> dict[str, Any]:
        return {
            "textDocument": {"uri": (self.folder / name).as_uri()},
            "position": {"line": line, "character": column},
        }

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while not stream.closed:
            length = 0
            while (line := stream.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            self._handle(json.loads(stream.read(length)))

    def _handle(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            self.responses[message["id"]].put(message)
        elif message["method"] == "textDocument/publishDiagnostics":
            uri = message["params"]["uri"]
            self.problems.setdefault(uri, Queue()).put(message["params"]["diagnostics"])
        elif "id" in message:
            result: Any = None
            if message["method"] == "workspace/configuration":
                nested = self.nested()
                result = [nested.get(item.get("section", ""), {}) for item in message["params"]["items"]]
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})
