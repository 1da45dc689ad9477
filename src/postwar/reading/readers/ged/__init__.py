"""UCDP GED: georeferenced event tables of the Uppsala Conflict Data Program."""
