"""From what is recorded to what is answered: codes and moments, never words for a page."""
