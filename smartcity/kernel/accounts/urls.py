"""Addresses of the account: allauth's views under German paths with their own names, and the room's pages."""

from __future__ import annotations

from allauth.account import views as account
from allauth.idp.oidc import views as open_id
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as devices
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from smartcity.kernel.accounts import application_views, identity_views, role_views, views
from smartcity.kernel.accounts.guards import CODES, MAILS, PASSWORDS, kept_in_demo, limited, recorded

passwords, codes, mails = limited("password", PASSWORDS), limited("code", CODES), limited("mail", MAILS)

SIGN_IN = [
    path("anmelden/", passwords(recorded(account.login)), name="account_login"),
    path("anmelden/passkey/", codes(recorded(webauthn.login_webauthn)), name="mfa_login_webauthn"),
    path("anmelden/code/", mails(recorded(account.request_login_code)), name="account_request_login_code"),
    path("anmelden/code/eingeben/", codes(recorded(account.confirm_login_code)), name="account_confirm_login_code"),
    path("anmelden/zweiter-faktor/", codes(recorded(mfa.authenticate)), name="mfa_authenticate"),
    path("abmelden/", recorded(account.logout), name="account_logout"),
    path("gesperrt/", account.account_inactive, name="account_inactive"),
    path("registrieren/", mails(recorded(account.signup)), name="account_signup"),
    path("registrieren/passkey/", mails(recorded(account.signup_by_passkey)), name="account_signup_by_passkey"),
    path("registrieren/passkey/anlegen/", codes(recorded(webauthn.signup_webauthn)), name="mfa_signup_webauthn"),
    path(
        "e-mail/bestaetigen/",
        codes(recorded(account.email_verification_sent)),
        name="account_email_verification_sent",
    ),
    path("passwort/vergessen/", mails(recorded(account.password_reset)), name="account_reset_password"),
    path("passwort/vergessen/gesendet/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        codes(recorded(account.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    path(
        "passwort/neu/fertig/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
SECURITY = [
    path("erneut-anmelden/", passwords(recorded(account.reauthenticate)), name="account_reauthenticate"),
    path("erneut-anmelden/code/", codes(recorded(mfa.reauthenticate)), name="mfa_reauthenticate"),
    path(
        "erneut-anmelden/passkey/",
        codes(recorded(webauthn.reauthenticate_webauthn)),
        name="mfa_reauthenticate_webauthn",
    ),
    path("e-mail/", kept_in_demo(mails(recorded(account.email))), name="account_email"),
    path(
        "passwort/aendern/",
        kept_in_demo(passwords(recorded(account.password_change))),
        name="account_change_password",
    ),
    path("passwort/setzen/", kept_in_demo(recorded(account.password_set)), name="account_set_password"),
    path("sicherheit/", mfa.index, name="mfa_index"),
    path("sicherheit/app/", kept_in_demo(codes(recorded(totp.activate_totp))), name="mfa_activate_totp"),
    path("sicherheit/app/entfernen/", kept_in_demo(recorded(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("sicherheit/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "sicherheit/codes/neu/",
        kept_in_demo(recorded(recovery.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path("sicherheit/codes/datei/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("sicherheit/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("sicherheit/passkeys/neu/", kept_in_demo(recorded(webauthn.add_webauthn)), name="mfa_add_webauthn"),
    path(
        "sicherheit/passkeys/<int:pk>/entfernen/",
        kept_in_demo(recorded(webauthn.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
    path(
        "sicherheit/passkeys/<int:pk>/",
        kept_in_demo(recorded(webauthn.edit_webauthn)),
        name="mfa_edit_webauthn",
    ),
    path("geraete/", recorded(devices.list_usersessions), name="usersessions_list"),
]
# names as allauth's own views look them up
OPEN_ID = [
    path(".well-known/openid-configuration", open_id.configuration, name="configuration"),
    path(".well-known/jwks.json", open_id.jwks, name="jwks"),
    path("konto/freigeben/", recorded(open_id.AuthorizationView.as_view()), name="authorization"),
    path("konto/ueberall-abmelden/", recorded(open_id.logout), name="logout"),
    path("oidc/token", recorded(open_id.token), name="token"),
    path("oidc/revoke", recorded(open_id.revoke), name="revoke"),
    path("oidc/userinfo", recorded(open_id.user_info), name="userinfo"),
    path("oidc/device", application_views.no_device_flow, name="device_code"),
]
PAGES = [
    path("konto/", views.overview, name="overview"),
    path("konto/profil/", views.profile, name="profile"),
    path("konto/zweiter-faktor/", views.second_factor, name="second-factor"),
    path("konto/meine-daten/", views.my_data, name="my-data"),
    path("konto/meine-daten.json", views.my_data_json, name="my-data-json"),
    path("konto/meine-daten.pdf", views.my_data_pdf, name="my-data-pdf"),
    path("konto/loeschen/", kept_in_demo(views.erase), name="erase"),
    path("konto/geloescht/<uuid:uuid>/", views.erased, name="erased"),
    path("konto/geloescht/<uuid:uuid>.pdf", views.erased_pdf, name="erased-pdf"),
    path("konto/organisationen/neu/", views.new_organisation, name="new-organisation"),
    path("konto/organisationen/<uuid:uuid>/", views.organisation, name="organisation"),
    path(
        "konto/organisationen/<uuid:uuid>/mitglied/<int:pk>/entfernen/",
        views.remove_member,
        name="remove-member",
    ),
    path("konto/einladung/<uuid:uuid>/", views.invitation, name="invitation"),
    path("arbeitsplatz/rollen/", role_views.roles, name="roles"),
    path("arbeitsplatz/rollen/<int:pk>/entziehen/", role_views.withdraw_role, name="withdraw-role"),
    path("konto/anwendungen/", application_views.connected, name="connected"),
    path("konto/anwendungen/<str:pk>/trennen/", application_views.disconnect, name="disconnect"),
    path("arbeitsplatz/identitaet/", identity_views.identity, name="identity"),
    path("arbeitsplatz/anwendungen/", application_views.applications, name="applications"),
    path("arbeitsplatz/anwendungen/<str:pk>/", application_views.application, name="application"),
    path("arbeitsplatz/anwendungen/<str:pk>/schluessel/", application_views.new_secret, name="new-secret"),
    path("arbeitsplatz/anwendungen/<str:pk>/entfernen/", application_views.remove, name="remove-application"),
    path("demo/", views.demo, name="demo"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((PAGES, "accounts"))),
    path("", include(([path("", include((OPEN_ID, "oidc")))], "idp"))),
    path("konto/", include([*SIGN_IN, *SECURITY])),
    path("admin/", admin.site.urls),
]
