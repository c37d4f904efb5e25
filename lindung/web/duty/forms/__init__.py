"""Forms of duty: shape and required-ness only; rules live in services."""
