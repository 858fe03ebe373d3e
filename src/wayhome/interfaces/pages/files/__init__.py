"""Pages of photographs and documents: adding, seeing, replacing and withdrawing."""
