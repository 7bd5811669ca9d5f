"""Passwords, tokens and the encryption of personal fields."""

import base64
import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from cryptography.fernet import Fernet

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def hash_password(password: str) -> str:
    """Hash a password with argon2id (OWASP minimum: m=19456, t=2, p=1)."""
    return _hasher.hash(password)


def password_matches(stored: str, given: str) -> bool:
    """Tell whether a password is the stored one."""
    try:
        return _hasher.verify(stored, given)
    except (VerifyMismatchError, InvalidHashError):
        return False


def new_token() -> str:
    """Return 256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is stored of a token, so that a stolen database opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


class FieldCipher:
    """Encrypts personal fields with a key derived from the installation's secret."""

    def __init__(self, secret: bytes) -> None:
        digest = hashlib.sha256(b"tablee personal fields" + secret).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest))

    def seal(self, text: str) -> str:
        """Encrypt a text."""
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """Decrypt a text sealed before."""
        return self._fernet.decrypt(sealed.encode("ascii")).decode()
