"""One picture a camp of a replayed displacement."""
