"""Start the command line: ``python -m toolkit`` or ``exkit``."""

from toolkit.cli.main import main

if __name__ == "__main__":
    main()
