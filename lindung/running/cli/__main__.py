"""`python -m lindung.running.cli`, as the house starts its children."""

import sys

from lindung.running.cli import main

if __name__ == "__main__":
    sys.exit(main())
