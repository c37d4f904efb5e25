"""How fast the house is, measured through real HTTP on a throw-away home of twenty units."""
