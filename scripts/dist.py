"""Builds the distributions, and tries them as users install them.

    python -m scripts.dist                  all of it
    python -m scripts.dist --build          only build
    python -m scripts.dist --only "3.12"    only the steps whose names contain this

The wheel is built from the sdist, so that this is complete. It is then installed with pipx and with
`uv tool`, where these are there, for every Python from 3.11 on that is found, each time into an
empty home; the main job is done there, and the reader opened on a pseudo-terminal. Then each extra
is installed alone: without it the command that needs it must say so, with it the command must work.
At last the locked packages are looked up in the list of known vulnerabilities. pip and uv find
packages as they are configured.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tarfile
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]

DIST = ROOT / "dist"

VERSIONS = ((3, 11), (3, 12), (3, 13))

NEVER = 300
"""Seconds after which a command counts as hung."""

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 44>>stream\nBT /F 12 Tf 20 50 Td (A page of text.) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    b"trailer<</Root 1 0 R>>\n"
)


class Failed(Exception):
    """A step did not do what it should."""


def run(*command: str | Path, folder: Path, env: Mapping[str, str], status: int = 0) -> str:
    """Return what a command prints, also on stderr. Raises Failed for another exit status."""
    words = [os.fspath(word) for word in command]
    done = subprocess.run(
        words, cwd=folder, env=env, capture_output=True, text=True, timeout=NEVER, check=False
    )
    said = done.stdout + done.stderr
    if done.returncode != status:
        raise Failed(f"{' '.join(words)}: exit status {done.returncode}\n{said[-2000:]}")
    return said


# ---------------------------------------------------------------------- building


def build() -> Path:
    """Build the sdist, and the wheel from it; return the wheel."""
    shutil.rmtree(DIST, ignore_errors=True)
    hatchling = Path(sys.executable).with_name("hatchling")
    env = dict(os.environ)
    run(hatchling, "build", "-t", "sdist", "-d", DIST, folder=ROOT, env=env)
    (sdist,) = DIST.glob("*.tar.gz")
    with TemporaryDirectory() as folder, tarfile.open(sdist) as packed:
        packed.extractall(folder, filter="data")
        (source,) = Path(folder).iterdir()
        run(hatchling, "build", "-t", "wheel", "-d", DIST, folder=source, env=env)
    (wheel,) = DIST.glob("*.whl")
    return wheel


def pythons() -> list[tuple[str, Path]]:
    """Return the version and the program of each Python that is found, one per minor version."""
    found = []
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for major, minor in VERSIONS:
        named = f"python{major}.{minor}"
        places = [*sorted(pyenv.glob(f"{major}.{minor}.*/bin/{named}"), reverse=True)]
        places += [Path(path)] if (path := shutil.which(named)) else []
        for place in places:
            try:
                said = run(place, "--version", folder=ROOT, env=os.environ)
            except Failed:
                continue  # a shim of pyenv without such a version
            found.append((said.split()[1], place))
            break
    return found


# -------------------------------------------------------------------- installing


class Installed(NamedTuple):
    """An installed `hashiya`, in a home of its own."""

    program: Path
    home: Path

    def hashiya(self, *words: str | Path, status: int = 0) -> str:
        """Run it; return what it prints. Raises Failed for another exit status."""
        return run(self.program, *words, folder=self.home, env=self.env, status=status)

    @property
    def env(self) -> dict[str, str]:
        """Its environment."""
        return {
            "PATH": f"{self.program.parent}:/usr/bin:/bin",
            "HOME": os.fspath(self.home),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "HASHIYA_ANNOTATOR": "me",
        }


def with_pipx(wheel: Path, python: Path, home: Path) -> Installed:
    """Install the wheel with pipx."""
    env = {
        **os.environ,
        "PIPX_HOME": os.fspath(home / "pipx"),
        "PIPX_BIN_DIR": os.fspath(home / "bin"),
        "PIPX_MAN_DIR": os.fspath(home / "man"),
    }
    run("pipx", "install", "--python", python, wheel, folder=home, env=env)
    return Installed(home / "bin" / "hashiya", home)


def with_uv(wheel: Path, python: Path, home: Path) -> Installed:
    """Install the wheel with `uv tool`."""
    env = {
        **os.environ,
        "UV_TOOL_DIR": os.fspath(home / "uv"),
        "UV_TOOL_BIN_DIR": os.fspath(home / "bin"),
    }
    run("uv", "tool", "install", "--python", python, wheel, folder=home, env=env)
    return Installed(home / "bin" / "hashiya", home)


def with_extra(wheel: Path, extra: str, python: Path, home: Path) -> Installed:
    """Install the wheel with an extra, or without any, into a virtual environment."""
    wanted = f"{wheel}[{extra}]" if extra else os.fspath(wheel)
    env = dict(os.environ)
    venv = home / "venv"
    if shutil.which("uv"):
        run("uv", "venv", "--quiet", "--python", python, venv, folder=home, env=env)
        program = venv / "bin" / "python"
        run("uv", "pip", "install", "--quiet", "--python", program, wanted, folder=home, env=env)
    else:
        run(python, "-m", "venv", venv, folder=home, env=env)
        run(venv / "bin" / "pip", "install", "--quiet", wanted, folder=home, env=env)
    return Installed(venv / "bin" / "hashiya", home)


# ------------------------------------------------------------------ the main job


def do_main_job(one: Installed) -> None:
    """Add, suggest, tag in the reader, export, show, check. Raises Failed."""
    shutil.copytree(ROOT / "seeds", one.home / "seeds")
    _expect("1 added", one.hashiya("add", "seeds"))
    _expect("quote:", one.hashiya("suggest"))
    suggested = one.hashiya("export", "--status", "suggested")
    _expect('"label":"quote"', suggested)
    _press_in_reader(one, b"e1")
    one.hashiya("export", "out.jsonl")
    _expect('"label":"entity"', (one.home / "out.jsonl").read_text(encoding="utf-8"))
    _expect("\ufef4", one.hashiya("show", "000_", "--width", "60"))
    one.hashiya("check")
    _expect(".TH HASHIYA 1", one.hashiya("man"))
    _expect("complete -F", one.hashiya("completion", "bash"))
    environment = one.program.resolve().parents[1]
    if not (environment / "share" / "man" / "man1" / "hashiya.1").is_file():
        raise Failed(f"{environment}: the manual page is not installed")


def _expect(part: str, text: str) -> None:
    if part not in text:
        raise Failed(f"{part!r} is not in {text[:2000]!r}")


def _press_in_reader(one: Installed, keys: bytes) -> None:
    """Open the reader on a pseudo-terminal, press keys there, and quit. Raises Failed."""
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(one.home)
        os.execve(one.program, [os.fspath(one.program)], one.env)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    try:
        _read_until(terminal, b"commands")  # of the line of keys
        for key in keys:
            os.write(terminal, bytes([key]))
            _read_until(terminal, b"saved")
        os.write(terminal, b"\x11")
        with contextlib.suppress(OSError):  # which Linux raises when the other end is closed
            _read_until(terminal, None)
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
    if status:
        raise Failed(f"the reader ended with {os.waitstatus_to_exitcode(status)}")


def _read_until(terminal: int, wanted: bytes | None) -> None:
    """Read what the terminal shows until this is in it. Raises Failed after a minute."""
    shown, until = b"", time.monotonic() + 60
    while wanted is None or wanted not in shown:
        if time.monotonic() > until:
            raise Failed(f"{wanted!r} did not appear: {shown[-500:]!r}")
        if select.select([terminal], [], [], 0.2)[0]:
            data = os.read(terminal, 65536)
            shown += data
            if not data and wanted is None:
                return


# ------------------------------------------------------------------------ extras


def _export(name: str, out: str) -> Callable[[Installed], str]:
    return lambda one: one.hashiya("export", out, "--format", name, "--status", "suggested")


def _serve(one: Installed) -> str:
    """Start the server, return what it says first, and end it."""
    command = [os.fspath(one.program), "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=one.home, env=one.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as server:
        assert server.stdout is not None
        said = server.stdout.readline().decode()
        server.terminate()
    return said


NO_HUB = "postgresql://127.0.0.1:9/none"
"""The address of a hub that does not answer: the driver is there if it says so."""

JOBS: Mapping[str, Callable[[Installed], str]] = {
    "cas": _export("cas", "out.xmi"),
    "gazetteer": lambda one: one.hashiya("suggest", "--with", "gazetteer"),
    "hub": lambda one: one.hashiya(
        "hub", "status", "--url", "postgresql://127.0.0.1:9/no", status=1
    ),
    "pdf": lambda one: one.hashiya("add", "page.pdf"),
    "spacy": _export("spacy", "out.spacy"),
    "web": _serve,
}
"""What needs each extra; it returns what was printed, and raises Failed where it does not work."""


def try_extra(wheel: Path, extra: str, python: Path) -> None:
    """Do an extra's job with it alone. Raises Failed."""
    with TemporaryDirectory() as folder:
        one = with_extra(wheel, extra, python, Path(folder))
        _prepare(one)
        _refuse_missing(extra, JOBS[extra](one))


def try_without_extras(wheel: Path, python: Path) -> None:
    """Try each job without its extra: it must say which one it needs. Raises Failed."""
    with TemporaryDirectory() as folder:
        one = with_extra(wheel, "", python, Path(folder))
        _prepare(one)
        for extra, job in JOBS.items():
            try:
                said = job(one)
            except Failed as error:
                said = str(error)
            _expect(f"hashiya[{extra}]", said)


def _prepare(one: Installed) -> None:
    shutil.copytree(ROOT / "seeds", one.home / "seeds")
    (one.home / "page.pdf").write_bytes(PDF)
    one.hashiya("add", "seeds")
    one.hashiya("suggest")


def _refuse_missing(extra: str, said: str) -> None:
    if f"hashiya[{extra}]" in said:
        raise Failed(said)


# ------------------------------------------------------------------------- audit


def audit() -> str:
    """Look for known vulnerabilities of the locked packages; return what was found.

    Raises Failed if there are any. What could not be asked is said: pip-audit takes a package that
    the service does not know, or that it cannot ask about, for one without vulnerabilities.
    """
    if not shutil.which("uv"):
        return "not done: it needs uv"
    command = ["uv", "tool", "run", "pip-audit", "--requirement", "requirements.txt"]
    command += ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format=json"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=NEVER, check=False
        )
        found = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return "not done: no answer"
    except ValueError:
        return f"not done: {(done.stderr.strip() or 'no reason given').splitlines()[-1]}"
    return audit_result(found)


def audit_result(found: Sequence[Mapping[str, Any]]) -> str:
    """Return what pip-audit's list of packages says. Raises Failed for a vulnerability."""
    known = [f"{one['name']} {one['version']}: {id_of['id']}"
             for one in found for id_of in one.get("vulns", ())]  # fmt: skip
    if known:
        raise Failed("\n".join(known))
    skipped = sum("skip_reason" in one for one in found)
    if skipped == len(found):
        return f"not done: none of the {len(found)} packages could be looked up"
    rest = f"; {skipped} could not be looked up" if skipped else ""
    return f"no known vulnerabilities in {len(found) - skipped} packages{rest}"


# -------------------------------------------------------------------- all of it


def steps(wheel: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the name of each step, and what does it."""
    found = pythons()
    for version, python in found:
        for program, install in (("pipx", with_pipx), ("uv", with_uv)):
            if shutil.which(program):
                yield f"Python {version}, {program}", _in_home(install, wheel, python)
    for extra in JOBS:
        yield f"extra {extra}", _extra_step(wheel, extra, found[0][1])
    yield "without extras", lambda: try_without_extras(wheel, found[0][1])
    yield "audit", audit


def _in_home(
    install: Callable[[Path, Path, Path], Installed], wheel: Path, python: Path
) -> Callable[[], None]:
    def step() -> None:
        with TemporaryDirectory() as folder:
            do_main_job(install(wheel, python, Path(folder)))

    return step


def _extra_step(wheel: Path, extra: str, python: Path) -> Callable[[], None]:
    return lambda: try_extra(wheel, extra, python)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, try, and print what came of each step; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--build", action="store_true", help="only build")
    parser.add_argument("--only", default="", metavar="WORD", help="only these steps")
    options = parser.parse_args(arguments)
    wheel = build()
    print(
        *(f"{one.name}: {one.stat().st_size:,} bytes" for one in sorted(DIST.iterdir())), sep="\n"
    )
    if options.build:
        return 0
    failed = 0
    for name, step in steps(wheel):
        if options.only not in name:
            continue
        began = time.monotonic()
        try:
            result = step() or "ok"
        except Failed as error:
            failed += 1
            result = f"FAILED\n{error}"
        print(f"{name}: {result} ({time.monotonic() - began:.0f} s)", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
