"""Text about a child that is kept enciphered: addresses, confidential sources, legal advice."""
