"""Wayhome: missing children reported, looked for, found, brought home and heard."""
