"""What is run when a release is made: schemas and catalogues from the code."""
