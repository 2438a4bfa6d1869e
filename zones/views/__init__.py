from zones.views.sessions import csrf_failure

__all__ = ["csrf_failure"]
