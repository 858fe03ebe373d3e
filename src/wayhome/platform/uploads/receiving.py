"""Receiving a file: counted as it comes, held in memory alone, and let go when it is too large.

Nothing is written to a disk on the way: what is kept is enciphered, and a temporary file is not.
Of a file that is too large only its size is told, so that a form can say what to do.
"""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from wayhome.platform.uploads.kinds import MOST_BYTES


class InMemory(FileUploadHandler):
    """Holds one file of at most `MOST_BYTES`."""

    def new_file(self, *given, **named):
        """Begin another file."""
        super().new_file(*given, **named)
        self.held = BytesIO()
        self.counted = 0

    def receive_data_chunk(self, raw_data, start):
        """Keep this much more of it; nothing at all once it is too large."""
        self.counted = start + len(raw_data)
        if self.counted > MOST_BYTES:
            self.held = BytesIO()
        else:
            self.held.write(raw_data)

    def file_complete(self, file_size):
        """The file; one that is too large has its size and no content. Its name is let go."""
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, "file", "application/octet-stream", file_size, None
        )
