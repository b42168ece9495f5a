"""What ``smartcity load-city DIR`` loads for this room."""

from smartcity.kernel.city.services import load_city as load

__all__ = ["load"]
