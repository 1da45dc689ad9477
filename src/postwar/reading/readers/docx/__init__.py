"""DOCX: documents of word processors."""
