"""Django settings: ``base`` and one module per mode; one small file per topic in ``parts``."""
