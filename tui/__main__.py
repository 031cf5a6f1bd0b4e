"""`python -m tui` is the command `hashiya`."""

from tui.cli.main import main

if __name__ == "__main__":
    main()
