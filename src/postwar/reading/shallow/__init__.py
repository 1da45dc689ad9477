"""A second language at a first level: claims by stems and cues, all of them in data files, no grammar in code."""
