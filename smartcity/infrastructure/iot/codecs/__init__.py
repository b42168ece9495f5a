"""Device codecs: the LoRa Alliance's JavaScript interface (TS013), run in a sandbox that a codec cannot outlive.

`runner.CodecRunner` decodes and encodes in a process of its own; `checking.check_folder` runs a folder of codecs with
their test cases. Free of Django.
"""
