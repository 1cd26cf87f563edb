"""A small client of the language server protocol: what VS Code does with yaml-language-server, as function calls."""

import json
import subprocess
import threading
from pathlib import Path
from queue import Queue
from typing import Any

PATIENCE = 60.0


class LanguageServer:
    """A running server with one folder open; `settings` are those of the folder's .vscode/settings.json."""

    def __init__(self, command: list[str], folder: Path, settings: dict[str, Any]) -> None:
        self.folder, self.settings = folder, settings
        self.process = subprocess.Popen([*command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.answers: dict[int, Queue[Any]] = {}
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
        self.ask("initialize", {
            "processId": None, "rootUri": root, "capabilities": capabilities,
            "workspaceFolders": [{"uri": root, "name": folder.name}],
        })  # fmt: skip
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self.nested()})

    def nested(self) -> dict[str, Any]:
        """Settings by section: `yaml.schemas` is `schemas` in the section `yaml`."""
        sections: dict[str, Any] = {}
        for key, value in self.settings.items():
            section, _, name = key.partition(".")
            sections.setdefault(section, {})[name] = value
        # Nothing from the network: a catalogue of schemas would decide what a test finds.
        sections.setdefault("yaml", {})["schemaStore"] = {"enable": False}
        return sections

    def open(self, name: str, text: str) -> list[dict[str, Any]]:
        """Open a file of the folder with this text; gives what the server finds wrong with it."""
        uri = (self.folder / name).as_uri()
        queue = self.problems.setdefault(uri, Queue())
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return queue.get(timeout=PATIENCE)

    def complete(self, name: str, line: int, column: int) -> dict[str, dict[str, Any]]:
        """Completions at a place (from 0), by label."""
        found = self.ask("textDocument/completion", self._place(name, line, column))
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: item for item in items}

    def hover(self, name: str, line: int, column: int) -> str:
        """The text shown when the mouse rests at a place (from 0)."""
        found = self.ask("textDocument/hover", self._place(name, line, column))
        return str(found["contents"]["value"]) if found else ""

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        queue = self.answers.setdefault(self.number, Queue())
        self._send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        answer = queue.get(timeout=PATIENCE)
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method: str, params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _place(self, name: str, line: int, column: int) -> dict[str, Any]:
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
            self._take(json.loads(stream.read(length)))

    def _take(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            self.answers[message["id"]].put(message)
        elif message["method"] == "textDocument/publishDiagnostics":
            uri = message["params"]["uri"]
            self.problems.setdefault(uri, Queue()).put(message["params"]["diagnostics"])
        elif "id" in message:
            result: Any = None
            if message["method"] == "workspace/configuration":
                nested = self.nested()
                result = [nested.get(item.get("section", ""), {}) for item in message["params"]["items"]]
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})
