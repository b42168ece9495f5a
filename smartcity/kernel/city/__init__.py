"""Which city this is: districts, offices and opening times, places, streets, holidays, loaded from one data folder.

The lowest room of the kernel: everything located asks here for its district, every page for the city's name.
"""
