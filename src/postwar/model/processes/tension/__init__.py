"""A latent level of strain."""
