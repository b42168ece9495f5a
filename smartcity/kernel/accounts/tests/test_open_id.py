"""The city account as an OpenID provider, seen by an unmodified client library and by people."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.idp.oidc.models import Client as Application
from allauth.idp.oidc.models import Token
from authlib.integrations.requests_client import OAuth2Session
from django.test import Client
from django.test.utils import override_settings
from joserfc import jwt
from joserfc.jwk import KeySet

from smartcity.config.boot import signing_key
from smartcity.kernel.accounts import applications
from smartcity.kernel.accounts.about_me import everything_about
from smartcity.kernel.accounts.application_forms import NewApplicationForm
from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.tests.factories import person
from smartcity.kernel.audit.models import Entry
from smartcity.kernel.service import SystemActor

pytestmark = pytest.mark.django_db(transaction=True)
BACK = "https://bibliothek.example/zurueck"
KEY = signing_key()
ADMIN = SystemActor("test")


@pytest.fixture
def provider(live_server: Any) -> Any:
    with override_settings(IDP_OIDC_PRIVATE_KEY=KEY, PUBLIC_URL=live_server.url):
        yield live_server


def register(*, confidential: bool = True, scopes: tuple[str, ...] = ("profile", "email")) -> tuple[Application, str]:
    return applications.register_application(
        actor=ADMIN,
        name="Stadtbibliothek",
        confidential=confidential,
        redirect_uris=[BACK],
        logout_uris=["https://bibliothek.example/"],
        scopes=list(scopes),
    )


def session(application: Application, secret: str, scope: str = "openid profile email") -> OAuth2Session:
    return OAuth2Session(
        application.pk,
        secret or None,
        scope=scope,
        redirect_uri=BACK,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
    )


def consent(visitor: Client, address: str, action: str = "grant", scopes: tuple[str, ...] | None = None) -> str:
    """Open the consent page as a browser would, and press a button; returns where the person is sent."""
    page = visitor.get(address)
    assert page.status_code == 200, page.headers.get("Location")
    content = page.content.decode()
    assert "</html>" in content
    assert "Duisburg" in content
    request = re.search(r'name="request" value="([^"]+)"', content)
    assert request
    offered = re.findall(r'name="scopes" value="([^"]+)"', content)
    data = {"request": request[1], "action": action, "scopes": scopes or offered}
    sent = visitor.post(urlsplit(address).path, data)
    assert sent.status_code == 302
    return sent["Location"]


def signed_in(who: Person) -> Client:
    visitor = Client()
    visitor.force_login(who)
    return visitor


def found(provider: Any) -> dict[str, Any]:
    places: dict[str, Any] = (
        Client().get("/.well-known/openid-configuration", headers={"host": urlsplit(provider.url).netloc}).json()
    )
    return places


@pytest.mark.parametrize("confidential", [True, False])
def test_an_unmodified_client_signs_somebody_in(provider: Any, confidential: bool) -> None:
    ada = person(email="ada@example.org", given_name="Ada", family_name="Lovelace")
    application, secret = register(confidential=confidential)
    places = found(provider)
    client, verifier = session(application, secret), "v" * 48
    address, state = client.create_authorization_url(
        places["authorization_endpoint"], code_verifier=verifier, nonce="n-1"
    )
    back = consent(signed_in(ada), address)
    assert back.startswith(BACK)
    token = client.fetch_token(
        places["token_endpoint"], authorization_response=back, state=state, code_verifier=verifier
    )
    keys = Client().get("/.well-known/jwks.json").json()
    claims = jwt.decode(token["id_token"], KeySet.import_key_set(keys)).claims
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (places["issuer"], application.pk, "n-1")
    told = client.get(places["userinfo_endpoint"]).json()
    assert told == {
        "sub": str(ada.uuid),
        "name": "Ada Lovelace",
        "given_name": "Ada",
        "family_name": "Lovelace",
        "email": "ada@example.org",
        "email_verified": True,
    }
    assert claims["sub"] == told["sub"]
    renewed = client.refresh_token(places["token_endpoint"], refresh_token=token["refresh_token"])
    assert renewed["access_token"] != token["access_token"]


def test_what_is_not_granted_is_not_told(provider: Any) -> None:
    application, secret = register()
    places = found(provider)
    client = session(application, secret)
    address, _state = client.create_authorization_url(places["authorization_endpoint"], code_verifier="v" * 48)
    back = consent(signed_in(person(email="ada@example.org")), address, scopes=("openid",))
    client.fetch_token(places["token_endpoint"], authorization_response=back, code_verifier="v" * 48)
    assert set(client.get(places["userinfo_endpoint"]).json()) == {"sub"}


def test_who_declines_is_sent_back_without_a_code(provider: Any) -> None:
    application, secret = register()
    address, _state = session(application, secret).create_authorization_url(
        found(provider)["authorization_endpoint"], code_verifier="v" * 48
    )
    back = consent(signed_in(person()), address, action="cancel")
    assert parse_qs(urlsplit(back).query)["error"] == ["access_denied"]
    assert not Token.objects.exists()


def test_a_stranger_signs_in_first_and_comes_back_to_the_question(provider: Any) -> None:
    application, secret = register()
    address, _state = session(application, secret).create_authorization_url(
        found(provider)["authorization_endpoint"], code_verifier="v" * 48
    )
    sent = Client().get(address)
    assert sent.status_code == 302
    assert sent["Location"].startswith("/konto/anmelden/?next=/konto/freigeben/")


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://boese.example/"},
        {"client_id": "unbekannt"},
        {"redirect_uri": BACK + "/anders"},
    ],
)
def test_a_wrong_request_sends_nobody_anywhere_and_says_why(provider: Any, change: dict[str, str]) -> None:
    application, _secret = register()
    asked = {"client_id": application.pk, "redirect_uri": BACK, "response_type": "code", "scope": "openid"} | change
    page = signed_in(person()).get("/konto/freigeben/", asked)
    assert page.status_code == 200
    assert "Anmeldung nicht möglich" in page.content.decode()


def test_an_application_without_a_secret_needs_pkce(provider: Any) -> None:
    application, _secret = register(confidential=False)
    asked = {"client_id": application.pk, "redirect_uri": BACK, "response_type": "code", "scope": "openid"}
    sent = signed_in(person()).get("/konto/freigeben/", asked)
    assert "error=invalid_request" in sent["Location"]


def test_a_wrong_secret_and_a_used_code_get_nothing(provider: Any) -> None:
    application, secret = register()
    places = found(provider)
    client = session(application, secret)
    address, _state = client.create_authorization_url(places["authorization_endpoint"], code_verifier="v" * 48)
    code = parse_qs(urlsplit(consent(signed_in(person()), address)).query)["code"][0]
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": "v" * 48}
    by = {"client_id": application.pk}
    wrong = Client().post("/oidc/token", given | by | {"client_secret": "falsch"})
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    assert Client().post("/oidc/token", given | by | {"client_secret": secret}).status_code == 200
    again = Client().post("/oidc/token", given | by | {"client_secret": secret})
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_disconnecting_ends_what_was_granted_and_is_recorded(provider: Any) -> None:
    ada = person(email="ada@example.org")
    application, secret = register()
    places = found(provider)
    client = session(application, secret)
    address, _state = client.create_authorization_url(places["authorization_endpoint"], code_verifier="v" * 48)
    visitor = signed_in(ada)
    back = consent(visitor, address)
    client.fetch_token(places["token_endpoint"], authorization_response=back, code_verifier="v" * 48)
    assert "Stadtbibliothek" in visitor.get("/konto/anwendungen/").content.decode()
    assert "Stadtbibliothek" in str(everything_about(ada))
    visitor.post(f"/konto/anwendungen/{application.pk}/trennen/")
    assert client.get(places["userinfo_endpoint"]).status_code == 401
    assert "/trennen/" not in visitor.get("/konto/anwendungen/").content.decode()
    ends = Entry.objects.filter(model="allauth_idp_oidc.Token", operation="delete")
    assert {(entry.actor, entry.action) for entry in ends} >= {(ada.audit_label, "accounts.disconnect")}


def test_leaving_an_application_asks_whether_to_leave_the_account_too(provider: Any) -> None:
    application, _secret = register()
    visitor = signed_in(person())
    asked = {"client_id": application.pk, "post_logout_redirect_uri": "https://bibliothek.example/"}
    page = visitor.get("/konto/ueberall-abmelden/", asked)
    assert "Auch vom Stadtkonto abmelden?" in page.content.decode()
    sent = visitor.post("/konto/ueberall-abmelden/", asked | {"action": "logout", "csrfmiddlewaretoken": "x"})
    assert sent["Location"] == "https://bibliothek.example/"
    assert "_auth_user_id" not in visitor.session


@pytest.mark.parametrize(
    ("addresses", "rule"),
    [
        ("http://bibliothek.example/", "https://"),
        ("https://*.example/", "Platzhalter"),
        ("https://a.example/#x", "#"),
        ("javascript:alert(1)", "https://"),
        ("https://stadt.example@boese.example/", "nicht dorthin gehört"),
        ("https://[::", "keine Adresse"),
        ("", "erforderlich"),
    ],
)
def test_an_unsafe_address_is_refused_with_its_line(addresses: str, rule: str) -> None:
    form = NewApplicationForm({"name": "X", "redirect_uris": addresses, "confidential": "yes"})
    assert not form.is_valid()
    assert rule in str(form.errors["redirect_uris"])


def test_the_secret_is_shown_once_and_stored_as_a_hash(provider: Any) -> None:
    admin = person("administrator", email="admin@example.org")
    visitor = signed_in(admin)
    given = {"name": "Bibliothek", "redirect_uris": BACK, "confidential": "yes", "scopes": ["email"]}
    page = visitor.post("/arbeitsplatz/anwendungen/", given).content.decode()
    application = Application.objects.get()
    shown = re.findall(r"<code>([^<]+)</code>", page)
    assert any(application.check_secret(word.replace("&amp;", "&")) for word in shown)
    assert application.get_scopes() == ["openid", "email"]
    assert shown[1] not in visitor.get(f"/arbeitsplatz/anwendungen/{application.pk}/").content.decode()
    [entry] = Entry.objects.filter(model="allauth_idp_oidc.Client", object_pk=application.pk)
    assert entry.action == "accounts.register_application"
