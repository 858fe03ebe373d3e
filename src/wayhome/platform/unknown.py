"""What is not there, and what may not be known of by whoever asks: the two are one answer."""


class NoSuch(LookupError):
    """The base of each `NoSuch…`: pages and the API answer all of them as what is not there.

    Whoever raises one says nothing of whether the thing exists. Its words are for the log alone.
    """
