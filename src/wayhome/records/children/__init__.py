"""Children and what is known of them."""
