"""The preferences of a small API: learned weights that can be set, forgotten and reset."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from stylist.preferences import PreferencesView


class FakeTastes:
    """What was learned, and what the person has set."""

    def __init__(self) -> None:
        self.view = PreferencesView(
            learned_weights={"color:navy": 1.2, "category:boots": -0.4}, learned_from=7
        )

    def routes(self) -> list[Route]:
        one = "/v1/preferences/learned_weights/{name}"
        return [
            Route("/v1/preferences", self.read, methods=["GET"]),
            Route("/v1/preferences", self.change, methods=["PATCH"]),
            Route("/v1/preferences/learned_weights", self.reset, methods=["DELETE"]),
            Route(one, self.put, methods=["PUT"]),
            Route(one, self.forget, methods=["DELETE"]),
        ]

    async def read(self, request: Request) -> Response:
        return JSONResponse(self.view.model_dump(mode="json"))

    async def change(self, request: Request) -> Response:
        said = await request.json()
        self.view = self.view.model_copy(update={"explore": said["explore"]})
        return await self.read(request)

    async def put(self, request: Request) -> Response:
        name, weight = request.path_params["name"], (await request.json())["weight"]
        self.view.learned_weights[name] = weight
        self.view.weights_set.append(name)
        return await self.read(request)

    async def forget(self, request: Request) -> Response:
        name = request.path_params["name"]
        self.view.learned_weights[name] = 0.0
        self.view.weights_set.append(name)
        return await self.read(request)

    async def reset(self, request: Request) -> Response:
        self.view = PreferencesView()
        return await self.read(request)
