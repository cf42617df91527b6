"""Tables of the outside world as data, each row with its source, and lookups over them."""
