"""Expected failures: a message for the user, a hint for the model, a status and a code."""

from typing import ClassVar


class StylistError(Exception):
    """Base of every expected failure.

    `message` is shown to the user, `hint` tells the model what to do next, and the exception chain
    is for the log. `status` is the HTTP status and `code` the stable machine-readable name, both of
    which become RFC 9457 problem JSON in `api.problems`.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"

    def __init__(self, message: str, *, hint: str | None = None, **extra: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or message
        self.extra = extra


class BadRequest(StylistError):
    """The request cannot be understood: malformed, empty, or self-contradictory."""

    status, code = 400, "bad_request"


class Unauthenticated(StylistError):
    """Nobody is signed in, or the token is not valid any more."""

    status, code = 401, "unauthenticated"


class Forbidden(StylistError):
    """The signed-in user may not do this."""

    status, code = 403, "forbidden"


class NotFound(StylistError):
    """There is no such thing, or it belongs to somebody else."""

    status, code = 404, "not_found"


class Conflict(StylistError):
    """The thing is in a state that does not allow this."""

    status, code = 409, "conflict"


class PayloadTooLarge(StylistError):
    """An upload has too many bytes, pixels or characters."""

    status, code = 413, "payload_too_large"


class UnsupportedMedia(StylistError):
    """An upload is not of a kind we read."""

    status, code = 415, "unsupported_media"


class PhotoUnusable(StylistError):
    """A photo was read, but nothing useful can be seen in it."""

    status, code = 422, "photo_unusable"


class AudioUnusable(StylistError):
    """A recording is damaged: no sound can be read from it."""

    status, code = 422, "audio_unusable"


class NothingHeard(StylistError):
    """A recording was read, but nobody speaks in it."""

    status, code = 422, "nothing_heard"


class Unsatisfiable(StylistError):
    """No outfit of this wardrobe can fulfil the constraints."""

    status, code = 422, "unsatisfiable"


class RateLimited(StylistError):
    """Too many requests in a short time."""

    status, code = 429, "rate_limited"


class BackendUnavailable(StylistError):
    """A model, service or weight file that this needs is not there."""

    status, code = 503, "backend_unavailable"


class StorageFull(StylistError):
    """The disk has no room for what was asked."""

    status, code = 507, "storage_full"
