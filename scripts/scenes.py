"""The command line of scripts that take pictures, each of a scene with a name."""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path


def take_scenes(
    description: str, scenes: Iterable[str], out: Path, take: Callable[[str, Path], Path]
) -> None:
    """Take the pictures of the scenes that are asked for, or of all.

    `take` writes the picture of a scene into a folder, which is `out` or another given one, and
    returns its path.
    """
    names = list(scenes)
    parser = argparse.ArgumentParser(description=description.partition("\n")[0])
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=", ".join(names))
    parser.add_argument("--out", type=Path, default=out)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name in options.scenes or names:
        if name not in names:
            parser.error(f"{name} is none of {', '.join(names)}")
        path = take(name, options.out)
        print(f"{path}: {path.stat().st_size // 1000} kB", flush=True)
