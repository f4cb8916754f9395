"""``python -m segbench``."""

import os
import sys

if __name__ == "__main__":
    try:
        from segbench.cli import main
    except KeyboardInterrupt:  # before anything was begun
        sys.stderr.write("segbench: interrupted\n")
        sys.stderr.flush()
        os._exit(130)
    sys.exit(main())
