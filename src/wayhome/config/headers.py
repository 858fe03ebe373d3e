"""What every answer tells the browser: keep no copy of a page about a child, use no device.

And what a browser asks that wants only this: HEAD is answered wherever GET is.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NO_STORE = "no-store, private"
NOT_USED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "usb", "web-share",
    "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{device}=()" for device in NOT_USED)


class ApartMiddleware:
    """No other site may load anything of ours, and no page of ours uses a device.

    Outermost, so that it holds for static files and for answers made before any view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, kept to this site."""
        response = self.get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response


class PrivatePagesMiddleware:
    """Nothing but a static file is kept: not by the browser, not by anything on the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's answer, marked private, whatever the view said of keeping it."""
        response = self.get_response(request)
        response.headers["Cache-Control"] = NO_STORE
        return response


class HeadMiddleware:
    """Answers HEAD with everything that GET is answered with, except what stands in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to GET, emptied where HEAD was asked; its length stays."""
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        response.content = b""
        return response
