"""What is sent and what is answered, one module a stage."""
