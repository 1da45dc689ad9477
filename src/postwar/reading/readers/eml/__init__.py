"""EML: mails."""
