"""The command ``smartcity``. Systems contribute their sub-commands by ``commands.py``."""
