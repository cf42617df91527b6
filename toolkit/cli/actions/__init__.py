"""What the commands do; imported when one runs, so that ``--help`` needs none of it."""
