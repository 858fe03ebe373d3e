"""Reading other agencies' files of past episodes."""
