"""How a person proves who they are beside a password: passkeys, codes, and what leads to them."""
