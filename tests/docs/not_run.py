"""Commands of the documentation that no test runs, and why.

They are in `sh` blocks; what is in `console` blocks runs.
"""

_SHELL = "needs the shell: tests/cli/commands/test_completion.py"

NOT_RUN = {
    "make run     # set up once, then open the reader on seeds/": "sets up, then does what "
    "`hashiya` does in docs/begin.md",
    "make test    # set up once, then run the whole suite": "runs these tests",
    "pipx install .": "installs the project",
    "source <(hashiya completion bash)": _SHELL,
    "source <(hashiya completion bash)   # in ~/.bashrc": _SHELL,
    "source <(hashiya completion zsh)    # in ~/.zshrc, after compinit": _SHELL,
    "mkdir -p ~/.config/fish/completions   # for fish, once": _SHELL,
    "hashiya completion fish > ~/.config/fish/completions/hashiya.fish": _SHELL,
    "ssh -L 8000:127.0.0.1:8000 server.example.org": "needs another machine",
    "pipx install --force '.[pdf,web]'": "installs the project",
    'hashiya suggest --with "python3 suggest.py --model ner-ar"': "stands for the user's model",
    "hashiya hub init postgresql://db.example.org/team": "needs a hub, as in docs/hub.md",
    "hashiya sync postgresql://hind@db.example.org/team": "needs a hub, as in docs/hub.md",
    "echo '*:*:*:hind:…' >> ~/.pgpass && chmod 600 ~/.pgpass": "the tests' hub has no passwords",
}

EXAMPLES = "examples/suggesters/README.md"
"""Each of its commands needs a model of several hundred megabytes; tests/test_examples.py runs the
scripts with the packages' shapes."""
