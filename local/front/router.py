"""One port for everything: the tools, the API and the web app."""

import re
from collections.abc import Iterable
from typing import Any

API = re.compile(r"/(api|v\d+)(/|$)")
ICONS = "/img/tenant/"


class Router:
    """Sends each request to the part that answers it. CloudFront's headers also go on what it fetches from the API."""

    def __init__(self, tools: Any, gateway: Any, site: Any) -> None:
        self._tools, self._gateway, self._site = tools, gateway, site

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/_local" or path.startswith("/_local/"):
            answer: Iterable[bytes] = self._tools(environ, start_response)
        elif path.startswith(ICONS):
            # As CloudFront does: the gateway sends bytes only to who asks for them first of all.
            answer = self._gateway({**environ, "HTTP_ACCEPT": "image/png"}, start_response)
        elif API.match(path):
            answer = self._gateway(
                environ, self._dressed(start_response) if path.startswith("/api") else start_response
            )
        else:
            answer = self._site(environ, start_response)
        return answer

    def _dressed(self, start_response: Any) -> Any:
        own = self._site.headers

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            kept = [(name, value) for name, value in headers if name.lower() not in own]
            return start_response(status, [*kept, *own.items()], *more)

        return start
