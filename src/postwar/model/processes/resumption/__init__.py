"""War resumes, at the rate of other settlements."""
