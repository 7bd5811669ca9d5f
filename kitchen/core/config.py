"""Settings, read once from KITCHEN_* variables and an optional TOML file."""

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from kitchen.core.errors import KitchenError
from kitchen.core.i18n import N_


class UnsafeSettings(KitchenError):
    """The settings would start an unsafe server."""

    code = "settings.unsafe"
    status = 500
    message = N_("The setting %(name)s is not safe: %(why)s.")


class Settings(BaseSettings):
    """What one installation may change, each field also settable as KITCHEN_<NAME>."""

    model_config = SettingsConfigDict(
        env_prefix="KITCHEN_", toml_file="tablee.toml", extra="forbid", frozen=True
    )

    data_folder: Path = Field(
        default=Path("var"), description="Database, secret and made documents."
    )
    database_url: str = Field(
        default="", description="SQLAlchemy URL; empty means a SQLite file in the data folder."
    )
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="Key for tokens and personal data; empty means a made one.",
    )
    site_name: str = Field(default="Cuisine de Calais", description="Name on screens and papers.")
    site_address: str = Field(
        default="", description="Sender's address on delivery notes (Reg. (EU) 931/2011, art. 3)."
    )
    site_siret: str = Field(default="", description="Company number on delivery notes.")
    site_approval: str = Field(default="", description="Sanitary approval or derogation number.")
    site_phone: str = Field(default="", description="Phone of the kitchen, on papers.")
    timezone: str = Field(default="Europe/Paris", description="Time zone of the kitchen.")
    locale: str = Field(
        default="fr", description="Language of screens until someone chooses another."
    )
    host: str = Field(default="127.0.0.1", description="Address the server listens on.")
    port: int = Field(default=8017, description="Port the server listens on.")
    https: bool = Field(default=False, description="Served over HTTPS: cookies are then secure.")
    allowed_hosts: tuple[str, ...] = Field(
        default=("127.0.0.1", "localhost", "testserver"),
        description="Host names the server answers to.",
    )
    demo: bool = Field(default=False, description="Shows the demo logins on the sign-in page.")
    road_server: str = Field(
        default="", description="Address of a routing server; empty means straight-line estimates."
    )
    road_server_kind: Literal["osrm", "valhalla", "openrouteservice"] = Field(
        default="osrm", description="What the routing server speaks."
    )
    road_server_key: SecretStr = Field(
        default=SecretStr(""), description="Key of the routing server, where it asks for one."
    )
    geocoder: str = Field(
        default="",
        description="Address of a geocoder, such as https://data.geopf.fr/geocodage; empty: none.",
    )
    network_seconds: float = Field(
        default=5.0, description="How long a routing server or geocoder is waited for."
    )
    modules: tuple[str, ...] = Field(
        default=("marketplace", "housing", "impact"),
        description="Linked modules that are switched on.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let arguments win over variables, and variables over the file."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))

    @model_validator(mode="after")
    def _refuse_weak_secret(self) -> Self:
        given = self.secret.get_secret_value()
        shortest = 32
        if given and len(given) < shortest:
            raise UnsafeSettings(name="KITCHEN_SECRET", why=f"{shortest}+ characters are needed")
        return self

    @property
    def url(self) -> str:
        """The database URL, defaulting to SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_folder / 'tablee.db'}"

    def key(self) -> bytes:
        """Return the secret, making and keeping one on first use when none was given."""
        given = self.secret.get_secret_value()
        if given:
            return given.encode()
        path = self.data_folder / "secret.key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii").encode()


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
