"""Accounts: e-mail with password or passkey; a second factor for staff."""

from __future__ import annotations

from smartcity.config.env import environment

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    # a subclass of Django's ModelBackend; a second password backend would double the work for known addresses
    "allauth.account.auth_backends.AuthenticationBackend",
    "rules.permissions.ObjectPermissionBackend",
    "smartcity.kernel.accounts.backends.AdministrationBackend",
]
PASSWORD_HASHERS = ["smartcity.kernel.accounts.hashers.DeliberateArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/konto/"
LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"

ACCOUNT_ADAPTER = "smartcity.kernel.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"signup": "smartcity.kernel.accounts.forms.SignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
# counted in the database by kernel/accounts/limits.py, not in a cache that every process has for itself
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "smartcity.kernel.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
# clocks of phones are off by up to half a minute
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Stadtplattform"

# what a visitor sees who tried too often: called with (request, retry_after=seconds)
RATE_LIMITED_VIEW = "smartcity.kernel.web.errors.too_many_requests"

# other applications sign people in with their city account
IDP_OIDC_ADAPTER = "smartcity.kernel.accounts.open_id.OpenIdAdapter"
IDP_OIDC_PRIVATE_KEY = environment().SMARTCITY_OPENID_KEY or environment().state.existing_secret("openid-key")
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 15 * 60
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 30 * 24 * 60 * 60
# counted in the database, not in a cache that every process has for itself
IDP_OIDC_RATE_LIMITS = False
