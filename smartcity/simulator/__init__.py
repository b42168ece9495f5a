"""The simulated city: plays site managers, devices and vehicles through the platform's public interfaces only.

Whatever it sends is marked as simulated. It can be switched off, restarted and run against another machine.
"""
