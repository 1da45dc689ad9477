"""ACLED: event tables of the Armed Conflict Location and Event Data project."""
