"""Whole journeys for a while: people who report, assess, look and find; what grows, what fails."""
