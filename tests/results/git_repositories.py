"""Git repositories for tests: ordinary ones, and ones in which every setting that git may run as a command names a command.

Every planted command creates a file with its name in the folder `ran`.
"""

import os
import shutil
import subprocess
from pathlib import Path

IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")

COMMAND_KEYS = [
    "core.fsmonitor",
    "core.sshCommand",
    "core.gitProxy",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.alternateRefsCommand",
    "sequence.editor",
    "credential.helper",
    "credential.https://example.org.helper",
    "interactive.diffFilter",
    "diff.external",
    "diff.x.command",
    "diff.x.textconv",
    "diff.tool",
    "diff.guitool",
    "difftool.x.cmd",
    "difftool.x.path",
    "merge.x.driver",
    "merge.tool",
    "merge.guitool",
    "mergetool.x.cmd",
    "mergetool.x.path",
    "filter.x.clean",
    "filter.x.smudge",
    "filter.x.process",
    "gpg.program",
    "gpg.openpgp.program",
    "gpg.x509.program",
    "gpg.ssh.program",
    "gpg.ssh.defaultKeyCommand",
    "remote.origin.uploadpack",
    "remote.origin.receivepack",
    "remote.origin.vcs",
    "remote.origin.proxy",
    "uploadpack.packObjectsHook",
    "trailer.x.command",
    "trailer.x.cmd",
    "tar.x.command",
    "browser.x.cmd",
    "browser.x.path",
    "man.x.cmd",
    "man.x.path",
    "man.viewer",
    "help.browser",
    "web.browser",
    "guitool.x.cmd",
    "instaweb.browser",
    "instaweb.httpd",
    "sendemail.sendmailCmd",
    "sendemail.toCmd",
    "sendemail.ccCmd",
    "sendemail.headerCmd",
    "sendemail.smtpServer",
    "hook.x.command",
    "imap.tunnel",
    "notes.rewriteRef",
    "gc.recentObjectsHook",
]
"""Keys whose value is a command or a program (git-config(1), gitattributes(5), git-send-email(1), git-imap-send(1))."""
SHELL_KEYS = [
    "alias.status",
    "alias.log",
    "alias.rev-list",
    "alias.rev-parse",
    "alias.ls-tree",
    "alias.cat-file",
    "alias.diff-tree",
    "alias.hash-object",
    "submodule.sub.update",
]
"""Keys whose value is a command after `!`."""
PAGED = ["status", "log", "rev-list", "rev-parse", "ls-tree", "cat-file", "diff-tree", "hash-object"]
OTHER_KEYS = {
    "log.showSignature": "true", "core.pager": "true", "hook.x.event": "post-index-change", "core.fsmonitorHookVersion": "2",
    "protocol.ext.allow": "always", "protocol.allow": "always", "remote.origin.promisor": "true",
    "extensions.partialClone": "origin", "remote.origin.partialclonefilter": "blob:none", "core.bare": None,
    "diff.trustExitCode": "true", "filter.x.required": "true", "status.submoduleSummary": "true",
}  # fmt: skip
"""Keys that make git run the command of another key."""
HOOKS = [
    "applypatch-msg",
    "commit-msg",
    "fsmonitor-watchman",
    "p4-changelist",
    "p4-post-changelist",
    "p4-pre-submit",
    "p4-prepare-changelist",
    "post-applypatch",
    "post-checkout",
    "post-commit",
    "post-index-change",
    "post-merge",
    "post-receive",
    "post-rewrite",
    "post-update",
    "pre-applypatch",
    "pre-auto-gc",
    "pre-commit",
    "pre-merge-commit",
    "pre-push",
    "pre-rebase",
    "pre-receive",
    "prepare-commit-msg",
    "proc-receive",
    "push-to-checkout",
    "query-watchman",
    "reference-transaction",
    "sendemail-validate",
    "update",
]
"""Every hook of githooks(5)."""


def git(folder: Path, *arguments: str, date: str = "2021-01-28", data: bytes | None = None, check: bool = True) -> str:
    """Run git as a user without configuration of their own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    dates = dict.fromkeys(("GIT_COMMITTER_DATE", "GIT_AUTHOR_DATE"), f"{date}T12:00:00+0000")
    own_environment = {**environment, **dates, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(folder), *IDENTITY, *arguments]
    result = subprocess.run(command, check=check, env=own_environment, input=data, capture_output=True, timeout=60)
    return result.stdout.decode(errors="replace").strip()


def make_repository(root: Path, date: str = "2021-01-28", *options: str) -> Path:
    """Make a repository of all files in a folder, with one commit of this date."""
    git(root, "init", "-q", *options)
    commit(root, date)
    return root


def commit(root: Path, date: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "A change", date=date)


def sign(root: Path, date: str) -> None:
    """Give the last commit a signature, so that `log.showSignature` makes git start the program that checks it."""
    head, _, message = git(root, "cat-file", "commit", "HEAD").partition("\n\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n none\n -----END PGP SIGNATURE-----"
    signed = f"{head}\n{signature}\n\n{message}\n".encode()
    name = git(root, "hash-object", "-t", "commit", "-w", "--stdin", data=signed, date=date)
    git(root, "update-ref", "HEAD", name)


class Planted:
    """Commands that leave a trace when run, and the configuration, attributes and hooks that name them."""

    def __init__(self, folder: Path) -> None:
        self._commands, self._ran = folder / "commands", folder / "ran"
        self._commands.mkdir(parents=True)
        self._ran.mkdir()

    def run_commands(self) -> set[str]:
        """Return the names of the commands that were run."""
        return {path.name for path in self._ran.iterdir()}

    def command(self, name: str, end: str = "exec cat") -> str:
        """Make a program that creates a file with its name, and copies its input to its output (as a filter must)."""
        file_name = "".join(c if c.isalnum() or c in ".-" else "_" for c in name)
        path = self._commands / file_name
        path.write_text(f"#!/bin/sh\n: > '{self._ran / file_name}'\n{end}\n")
        path.chmod(0o755)
        return str(path)

    def keys(self) -> dict[str, str | None]:
        """Return every key that makes git run a command, with its value."""
        keys: dict[str, str | None] = {key: self.command(key) for key in COMMAND_KEYS}
        keys |= {key: f"!{self.command(key)}" for key in SHELL_KEYS}
        keys |= {f"pager.{name}": self.command(f"pager.{name}") for name in PAGED}
        address = f"ext::{self.command('remote.origin.url', 'exit 1')}"
        keys |= {
            "remote.origin.url": address,
            f"url.{address}.insteadOf": "https://",
            f"url.{address}.pushInsteadOf": "https://",
        }
        return keys | {key: value for key, value in OTHER_KEYS.items() if key not in keys}

    def plant(self, repository: Path, checkout: Path) -> None:
        """Plant all keys, attributes and hooks in a repository whose files are in `checkout`."""
        for key, value in self.keys().items():
            if value is not None:
                git(repository, "config", "--file", "config", key, value)
        hooks = repository / "hooks"
        hooks.mkdir(exist_ok=True)
        for name in HOOKS:
            shutil.copy(self.command(f"hook-{name}"), hooks / name)
        (repository / "info").mkdir(exist_ok=True)
        for file in (repository / "info" / "attributes", checkout / ".gitattributes"):
            file.write_text("* filter=x diff=x merge=x\n")
        included = repository / "included"
        included.write_text(f"[core]\n\tfsmonitor = {self.command('include.path')}\n")
        git(repository, "config", "--file", "config", "include.path", str(included))
        git(repository, "config", "--file", "config", f"includeIf.gitdir:{checkout}/**.path", str(included))
        # A clean index would hide that git runs a filter for each file that may have changed.
        for path in checkout.rglob("*.yaml"):
            os.utime(path, (0, 86400 * 365 * 40))
