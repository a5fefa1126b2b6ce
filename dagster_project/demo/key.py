"""The person key of a demo home: made once, kept in the home, so that the demo runs with no setting at all.

A home of real persons never gets one: its key comes from the environment, which wins over this file too.
"""

from __future__ import annotations

import os
import secrets

from dagster_project.lib.files import write_atomically
from dagster_project.lib.home import Home
from dagster_project.lib.loading.pseudonyms import (
    DEMO_KEY_NAME,
    DEMO_KEY_PREFIX,
    KEY_FILE_VARIABLE,
    KEY_VARIABLE,
)

NOTE = f"""\
{DEMO_KEY_NAME} is the secret from which this demo home makes keys of its invented persons (演示用个人密钥).
`carbon demo` made it once; `carbon run` uses it when neither {KEY_VARIABLE} nor {KEY_FILE_VARIABLE} is set.
Do not put real persons into this home: their key belongs outside of it, in a file of mode 600 that
{KEY_FILE_VARIABLE} names, or in {KEY_VARIABLE}. A home takes one key for ever.
"""


def ensure_demo_key(home: Home) -> str:
    """Make the key where none is known, and say in one sentence which one runs will use."""
    if os.environ.get(KEY_VARIABLE, "").strip() or os.environ.get(KEY_FILE_VARIABLE, "").strip():
        return f"Persons get keys from the secret that {KEY_VARIABLE} or {KEY_FILE_VARIABLE} gives."
    path = home.root / DEMO_KEY_NAME
    if not path.exists():
        if home.settings().key_fingerprint is not None:
            return f"Persons of this home have keys of another secret: set {KEY_VARIABLE} or {KEY_FILE_VARIABLE} to it."
        write_atomically(path.with_name(f"{DEMO_KEY_NAME}.txt"), NOTE)
        write_atomically(path, DEMO_KEY_PREFIX + secrets.token_hex(32).encode() + b"\n", mode=0o600)
    return f"Persons get keys from the secret in {path}, which every run of this home finds by itself."
