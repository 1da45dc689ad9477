"""World: places that the case does not list, found in a text by a bundled table of the world's places and by rules."""
