"""The API that partner systems use."""
