"""Forms of the desk: shape and required-ness only; rules live in services."""
