"""How far one's own long request is."""

import uuid

from django.http import HttpRequest, JsonResponse

from core import access, progress
from core.views import PortalView


class Progress(PortalView):
    """For the page that waits; empty while there is nothing to tell."""

    policy = access.signed_in

    def get(self, request: HttpRequest, token: uuid.UUID) -> JsonResponse:
        return JsonResponse(progress.read(request.user, token), headers={"Cache-Control": "no-store"})
