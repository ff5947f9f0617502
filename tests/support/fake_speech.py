"""The transcription route of the fake API: what it was sent, and what it shall hear."""

from dataclasses import dataclass, field
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

PATH = "/v1/audio/transcriptions"


@dataclass
class FakeSpeech:
    """State of the fake: `pending` more times it answers that a worker still listens."""

    text: str = "Something warm for the office"
    avg_logprob: float = -0.3
    pending: int = 0
    refuse_next: dict | None = None
    recordings: list[bytes] = field(default_factory=list)
    forms: list[dict] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.hear, methods=["POST"]),
            Route(f"{PATH}/{{id}}", self.read),
            Route(f"{PATH}/{{id}}", self.stop, methods=["DELETE"]),
        ]

    async def hear(self, request: Request) -> Response:
        async with request.form() as form:
            self.recordings.append(await form["file"].read())
            self.forms.append({name: form[name] for name in form if name != "file"})
        if self.refuse_next:
            problem, self.refuse_next = self.refuse_next, None
            return JSONResponse(problem, status_code=422)
        return self.answer(str(uuid4()))

    async def read(self, request: Request) -> Response:
        return self.answer(request.path_params["id"])

    async def stop(self, request: Request) -> Response:
        self.stopped.append(request.path_params["id"])
        return Response(status_code=204)

    def answer(self, job_id: str) -> Response:
        if self.pending:
            self.pending -= 1
            body = {"status": "pending", "job_id": job_id, "progress": 0.5}
            return JSONResponse(body, status_code=202)
        segment = {"id": 0, "seek": 0, "start": 0.0, "end": 1.0, "text": self.text, "tokens": []}
        scores = {"avg_logprob": self.avg_logprob, "no_speech_prob": 0.1}
        rest = {"temperature": 0.0, "compression_ratio": 1.0}
        body = {"task": "transcribe", "language": "english", "duration": 1.0, "text": self.text}
        return JSONResponse({**body, "segments": [{**segment, **scores, **rest}]})
