"""The second wall: what the database itself shows, and to whom.

`policies` are said in the migration that makes a table; `transactions` say for whom they
act; `keys` is the secret by which a step of the journey is known from a smuggled statement.
"""
