"""Which fields of third-party apps' tables hold personal data."""

from __future__ import annotations

PERSONAL = {
    # the Django admin's own log
    "admin.LogEntry.id": "none",
    "admin.LogEntry.action_time": "none",
    "admin.LogEntry.user": "none",
    "admin.LogEntry.content_type": "none",
    "admin.LogEntry.object_id": "none",
    "admin.LogEntry.object_repr": "personal",
    "admin.LogEntry.action_flag": "none",
    "admin.LogEntry.change_message": "none",
    "auth.Permission.id": "none",
    "auth.Permission.name": "none",
    "auth.Permission.content_type": "none",
    "auth.Permission.codename": "none",
    "auth.Group.id": "none",
    "auth.Group.name": "none",
    "contenttypes.ContentType.id": "none",
    "contenttypes.ContentType.app_label": "none",
    "contenttypes.ContentType.model": "none",
    "sessions.Session.session_key": "sensitive",
    "sessions.Session.session_data": "sensitive",
    "sessions.Session.expire_date": "none",
    # allauth: addresses, second factors, devices
    "account.EmailAddress.id": "none",
    "account.EmailAddress.user": "none",
    "account.EmailAddress.email": "personal",
    "account.EmailAddress.verified": "personal",
    "account.EmailAddress.primary": "personal",
    "account.EmailConfirmation.id": "none",
    "account.EmailConfirmation.email_address": "none",
    "account.EmailConfirmation.created": "none",
    "account.EmailConfirmation.sent": "none",
    "account.EmailConfirmation.key": "sensitive",
    "mfa.Authenticator.id": "none",
    "mfa.Authenticator.user": "none",
    "mfa.Authenticator.type": "personal",
    "mfa.Authenticator.data": "sensitive",
    "mfa.Authenticator.created_at": "personal",
    "mfa.Authenticator.last_used_at": "personal",
    "usersessions.UserSession.id": "none",
    "usersessions.UserSession.user": "none",
    "usersessions.UserSession.created_at": "personal",
    "usersessions.UserSession.ip": "personal",
    "usersessions.UserSession.last_seen_at": "personal",
    "usersessions.UserSession.session_key": "sensitive",
    "usersessions.UserSession.user_agent": "personal",
    "usersessions.UserSession.data": "sensitive",
}
_JOBS = {
    "ProcrastinateJob": (
        "id queue_name task_name priority lock args status scheduled_at attempts queueing_lock abort_requested worker"
    ),
    "ProcrastinateEvent": "id job type at",
    "ProcrastinatePeriodicDefer": "id task_name defer_timestamp job periodic_id",
    "ProcrastinateWorker": "id last_heartbeat",
}
# jobs carry keys of rows, never their content
PERSONAL |= {f"procrastinate.{model}.{field}": "none" for model, fields in _JOBS.items() for field in fields.split()}
AUDIT_EXEMPT = {
    "admin.LogEntry": "a log itself",
    "sessions.Session": "changes with every request",
    "usersessions.UserSession": "made by every sign-in, which the audit sees by the account's last_login",
    "procrastinate.ProcrastinateJob": "the queue of background work",
    "procrastinate.ProcrastinateEvent": "a log itself",
    "procrastinate.ProcrastinatePeriodicDefer": "the queue of background work",
    "procrastinate.ProcrastinateWorker": "heartbeats",
}
