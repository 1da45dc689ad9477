"""When duties other than handovers are done."""
