"""Nothing that dies on the way makes a step run twice, loses a result, or leaves a shell behind."""
