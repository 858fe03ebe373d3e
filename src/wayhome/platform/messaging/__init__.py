"""The outbox and the couriers that empty it."""
