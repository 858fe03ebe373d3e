"""How often something was tried lately: counted for all processes at once, of nobody by name."""
