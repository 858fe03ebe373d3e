"""What is published, a row each, and how the same is counted of a simulated country."""
