"""A contingent deploys, is renewed or leaves."""
