"""Event streams: how many one web process carries, and how fast a change reaches all of them (bar: 2,000 clients)."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.running.platform import Platform, percentile, platform, report
from smartcity.config.database import private_conninfo
from smartcity.config.state import StateFolder
from smartcity.kernel.live.announce import NOTIFY_CHANNEL

CLIENTS, EVENTS = 2_000, 10


async def listen(running: Platform, opened: asyncio.Semaphore, heard: list[float], ready: asyncio.Event) -> None:
    """One client: open the stream, note when each event arrives."""
    async with opened:
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
        writer.write(b"GET /live/roadworks HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n")
        await reader.readuntil(b"verbunden")
    ready.set()
    try:
        while len(heard) < EVENTS:
            await reader.readuntil(b"data: ")
            await reader.readline()
            heard.append(time.perf_counter())
    finally:
        writer.close()


async def measure(running: Platform) -> dict[str, Any]:
    """Open all streams, announce, and collect how long each event took to reach each client."""
    opened = asyncio.Semaphore(50)
    heard: list[list[float]] = [[] for _ in range(CLIENTS)]
    ready = [asyncio.Event() for _ in range(CLIENTS)]
    began = time.perf_counter()
    clients = [asyncio.create_task(listen(running, opened, heard[i], ready[i])) for i in range(CLIENTS)]
    await asyncio.wait_for(asyncio.gather(*(event.wait() for event in ready)), 120)
    connected = time.perf_counter() - began
    sent = []
    conninfo = private_conninfo(StateFolder(running.home), "smartcity")
    async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
        for number in range(EVENTS):
            payload = f'{{"id":"{number}","channel":"roadworks","data":{{"number":{number}}}}}'
            sent.append(time.perf_counter())
            await connection.execute("SELECT pg_notify(%s, %s)", [NOTIFY_CHANNEL, payload])
            await asyncio.sleep(1)
    await asyncio.wait_for(asyncio.gather(*clients), 60)
    delays = [(times[i] - sent[i]) * 1000 for times in heard for i in range(EVENTS)]
    return {
        "clients": CLIENTS,
        "connected_s": round(connected, 1),
        "events_delivered": len(delays),
        "events_expected": CLIENTS * EVENTS,
        "delay_p50_ms": round(percentile(delays, 0.5)),
        "delay_p95_ms": round(percentile(delays, 0.95)),
    }


def main() -> dict[str, Any]:
    """Run on one web process."""
    with platform("--no-simulator") as running:
        return asyncio.run(measure(running))


if __name__ == "__main__":
    report("live", main())
