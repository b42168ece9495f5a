"""What the registry keeps: kinds of devices, devices, their credentials."""

from smartcity.infrastructure.iot.models.credential import AccessKey, Credential
from smartcity.infrastructure.iot.models.device import Device, DeviceKind

__all__ = ["AccessKey", "Credential", "Device", "DeviceKind"]
