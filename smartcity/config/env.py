"""Configuration by environment (and ``.env``), typed. ``smartcity check`` prints it; docs/operations.md explains it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from smartcity.config.state import StateFolder, default_home

CHECKOUT = Path(__file__).resolve().parents[2]


class Environment(BaseSettings):
    """Every setting an operator may make. Names are the environment variables; defaults work on one machine."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", case_sensitive=True)

    SMARTCITY_MODE: Literal["demo", "production", "test"] = Field(
        "demo", description="demo shows marked demo accounts and keeps mails on a page; production does neither"
    )
    SMARTCITY_HOME: Path = Field(default_factory=default_home, description="folder that holds all state")
    HOST: str = Field("127.0.0.1", description="address on which the web server listens")
    PORT: int = Field(8000, ge=1, le=65535, description="port on which the web server listens")
    MQTT_HOST: str = Field("127.0.0.1", description="address on which the broker listens without TLS")
    MQTT_PORT: int = Field(1883, ge=1, le=65535, description="port on which the broker listens without TLS")
    MQTT_TLS_CERTIFICATE: str = Field(
        "", description="certificate chain (PEM); with it the broker listens with TLS, too"
    )
    MQTT_TLS_KEY: str = Field("", description="key of the certificate (PEM), readable by the broker's user")
    MQTT_TLS_HOST: str = Field("0.0.0.0", description="address on which the broker listens with TLS")  # noqa: S104
    MQTT_TLS_PORT: int = Field(8883, ge=1, le=65535, description="port on which the broker listens with TLS")
    MQTT_INGEST_PASSWORD: str = Field(
        "", description="password of `smartcity ingest` at the broker; default: made once in the state folder"
    )
    SMARTCITY_PUBLIC_URL: str = Field(
        "", description="address under which people reach the platform; default HOST:PORT"
    )
    SMARTCITY_ALLOWED_HOSTS: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="host names the platform answers to, separated by commas"
    )
    SMARTCITY_TRUSTED_PROXIES: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="networks (CIDR) of reverse proxies whose X-Forwarded-For is believed"
    )
    SMARTCITY_SECRET_KEY: str = Field("", description="signing key; default: made once in the state folder")
    SMARTCITY_OPENID_KEY: str = Field(
        "", description="RSA key (PEM) that signs OpenID tokens; default: made once in the state folder"
    )
    DATABASE_URL: str = Field("", description="an existing PostgreSQL; default: the private cluster")
    DATABASE_OWNER_URL: str = Field("", description="the role that owns the schema; default: as DATABASE_URL")
    SMARTCITY_DATABASE_ROLE: Literal["application", "owner"] = Field(
        "application", description="set by the commands that change the schema"
    )
    SMARTCITY_DATABASE_POOL: int = Field(10, ge=2, le=200, description="database connections per process at the most")
    SMARTCITY_PAGE_CACHE_SECONDS: float = Field(
        1.0, ge=0, le=60, description="seconds for which a page that is the same for everybody is kept; 0: not at all"
    )
    SMARTCITY_CITY: Path = Field(CHECKOUT / "data" / "duisburg", description="the folder that says which city this is")
    SMARTCITY_WEB_PROCESSES: int = Field(1, ge=1, le=64, description="web processes")
    SMARTCITY_BASEMAP_STYLE_URL: str = Field(
        "https://sgx.geodatenzentrum.de/gdz_basemapde_vektor/styles/bm_web_gry.json",
        description="vector style of the base map; 'none' shows districts and layers alone",
    )
    SMARTCITY_EMAIL_HOST: str = Field("", description="SMTP server; without one, mails stay in the demo's mail page")
    SMARTCITY_EMAIL_PORT: int = Field(587, ge=1, le=65535, description="port of the SMTP server")
    SMARTCITY_EMAIL_USER: str = Field("", description="user at the SMTP server")
    SMARTCITY_EMAIL_PASSWORD: str = Field("", description="password at the SMTP server")
    SMARTCITY_EMAIL_FROM: str = Field("Stadtplattform <noreply@localhost>", description="sender of mails")
    SMARTCITY_CLAMAV_SOCKET: str = Field("", description="Unix socket of clamd; uploads are scanned when it is set")
    SMARTCITY_METRICS_TOKEN: str = Field(
        "", description="bearer token for /metrics; without one only loopback may read"
    )
    SMARTCITY_SIMULATOR_SPEED: float = Field(1.0, gt=0, le=100_000, description="simulated seconds per real second")
    SMARTCITY_SIMULATOR_KEY: str = Field("", description="key of the simulator; default: made once in the state folder")
    SMARTCITY_SIMULATOR_SEED: int = Field(1, description="seed of the city simulator")
    SMARTCITY_LOG_LEVEL: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="log level")

    @field_validator("SMARTCITY_ALLOWED_HOSTS", "SMARTCITY_TRUSTED_PROXIES", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("SMARTCITY_BASEMAP_STYLE_URL")
    @classmethod
    def _none_is_empty(cls, value: str) -> str:
        return "" if value.lower() == "none" else value

    @property
    def state(self) -> StateFolder:
        """The state folder's layout."""
        return StateFolder(self.SMARTCITY_HOME.expanduser().resolve())

    @property
    def public_url(self) -> str:
        """Address for links in mails and feeds, without a slash at the end."""
        return (self.SMARTCITY_PUBLIC_URL or f"http://{self.HOST}:{self.PORT}").rstrip("/")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The process's configuration, read once."""
    return Environment()
