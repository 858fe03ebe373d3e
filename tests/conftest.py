"""What every test stands on; each subject has its own module in tests/foundation."""

pytest_plugins = [
    "tests.foundation.quick",
    "tests.foundation.ordering",
    "tests.foundation.sockets",
    "tests.foundation.databases",
    "tests.foundation.away",
    "tests.foundation.mail",
    "tests.foundation.partners",
    "tests.foundation.browsers",
    "tests.foundation.served",
    "tests.foundation.lines",
]
