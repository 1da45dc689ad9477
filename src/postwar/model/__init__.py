"""The model: a situation in, an ensemble of possible courses out. See docs/model.md."""
