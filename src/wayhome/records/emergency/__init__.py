"""Records opened in an emergency by somebody with no part in them."""
