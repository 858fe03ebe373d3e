"""Addresses of proving who one is, and of how one signs in."""

from django.urls import path

from wayhome.interfaces.pages.signing import (
    device_views,
    own_views,
    proof_views,
    provider_views,
    set_up_views,
    token_views,
    welcome_views,
)

urlpatterns = [
    path("sign-in/code", proof_views.code, name="sign_in_code"),
    path("sign-in/passkey", proof_views.passkey, name="sign_in_passkey"),
    path("sign-in/passkey/ask", proof_views.passkey_asked, name="sign_in_passkey_asked"),
    path("sign-in/with/<str:provider_id>", provider_views.begin, name="sign_in_with"),
    path("sign-in/with/<str:provider_id>/back", provider_views.back, name="sign_in_back"),
    path("sign-in/confirm", proof_views.confirm, name="confirm"),
    path("sign-in/set-up", set_up_views.choose, name="sign_in_set_up"),
    path("sign-in/set-up/app", set_up_views.app, name="set_up_app"),
    path("sign-in/set-up/passkey", set_up_views.passkey, name="set_up_passkey"),
    path("sign-in/set-up/passkey/ask", set_up_views.passkey_asked, name="set_up_passkey_asked"),
    path("welcome/<str:secret>", welcome_views.welcome, name="welcome"),
    path("unsent/drop", own_views.drop_unsent, name="drop_unsent"),
    path("your-sign-in/", own_views.your_sign_in, name="your_sign_in"),
    path("your-sign-in/where", device_views.where, name="where_signed_in"),
    path("your-sign-in/where/end", device_views.end, name="end_sign_in"),
    path("your-sign-in/where/end-others", device_views.end_others, name="end_other_sign_ins"),
    path("your-sign-in/tokens", token_views.your_tokens, name="your_tokens"),
    path("your-sign-in/tokens/end", token_views.end, name="end_token"),
    path("your-sign-in/tokens/issue", token_views.issue, name="issue_token"),
    path("your-sign-in/remove", own_views.remove, name="remove_factor"),
    path("your-sign-in/codes", set_up_views.recovery_codes, name="recovery_codes"),
]
