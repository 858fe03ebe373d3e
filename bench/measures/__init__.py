"""How long measures take over ten years of a country: to extract, to lay out, to ask."""
