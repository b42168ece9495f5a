"""WZDx 4.2 WorkZoneFeed (US DOT, GeoJSON): read and write."""

from smartcity.mobility.roadworks.formats.wzdx_reader import WzdxFeed, read, read_feed
from smartcity.mobility.roadworks.formats.wzdx_writer import Publisher, feed_info, write

__all__ = ["Publisher", "WzdxFeed", "feed_info", "read", "read_feed", "write"]
