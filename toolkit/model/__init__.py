"""Words of the product: frozen values and enums; standard library only, no I/O."""
