"""Keys: one that opens protected evidence, and a pair that signs checkpoints. Each lies in a file of its own."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postwar.core.errors import LedgerError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

BEGIN = "postwar-key-1:"
KEY_BYTES = 32
_OPEN = 0o077                     # permissions that a secret file gives to nobody


@dataclass(frozen=True, slots=True)
class Key:
    """The right to restricted evidence: 32 random bytes, from which one key for each purpose is derived.

    Law: key of a purpose = HMAC-SHA-256(secret, purpose), a pseudo-random function of the purpose.

    >>> key = Key(bytes(32))
    >>> key, key.blind("a") == key.blind("a"), len(key.blind("a")), len(key.wrapping)
    (Key(), True, 64, 32)
    """

    secret: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> Key:
        """A new one."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def _for(self, purpose: bytes) -> bytes:
        return hmac.digest(self.secret, b"postwar 1 " + purpose, hashlib.sha256)

    @property
    def wrapping(self) -> bytes:
        """What the keys of single records are wrapped with."""
        return self._for(b"wrap")

    def blind(self, name: str) -> str:
        """What stands for a name in the books, in 64 hexadecimal digits: the same for the same name, so that it can be
        looked up, and beyond a guess for whoever does not hold the key."""
        return hmac.digest(self._for(b"name"), name.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()


def library() -> Any:
    """The library behind all that is sealed and signed; ``LedgerError`` that says how to install it."""
    try:
        import cryptography.exceptions
        import cryptography.hazmat.primitives.asymmetric.ed25519
        import cryptography.hazmat.primitives.ciphers.aead
        import cryptography.hazmat.primitives.serialization
    except ImportError as error:
        raise LedgerError("restricted evidence and signed checkpoints need the library cryptography: "
                          "pip install 'postwar[protect]'") from error
    return cryptography


def new_key(path: str | Path) -> None:
    """Write a new key for restricted evidence to a file that only its owner can read; ``LedgerError`` if it is there.
    """
    _write(Path(path), (BEGIN + base64.b64encode(Key.fresh().secret).decode("ascii") + "\n").encode(), 0o600)


def load_key(path: str | Path) -> Key:
    """The key in a file that :func:`new_key` wrote; ``LedgerError`` where there is none, or where others can read it.
    """
    text = _read_secret(Path(path)).decode("utf-8", "replace").strip()
    try:
        secret = base64.b64decode(text.removeprefix(BEGIN), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if not text.startswith(BEGIN) or len(secret) != KEY_BYTES:
        raise LedgerError(f"{path}: no key for restricted evidence; make one with `postwar keys new FILE`")
    return Key(secret)


def new_signing_pair(path: str | Path) -> Path:
    """Write a new Ed25519 key to a file that only its owner can read, and its public half to ``FILE.pub``; both are in
    PEM, which other programs read too. The path of the public half."""
    forms = library().hazmat.primitives.serialization
    key = library().hazmat.primitives.asymmetric.ed25519.Ed25519PrivateKey.generate()
    public = Path(f"{path}.pub")
    if public.exists():
        raise LedgerError(f"{public}: there is a file; name another one")
    _write(Path(path), key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()), 0o600)
    _write(public, key.public_key().public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo), 0o644)
    return public


def load_signing_key(path: str | Path) -> Ed25519PrivateKey:
    """The private half in a file; ``LedgerError`` where it is none, or where others can read it."""
    ed25519, text = library().hazmat.primitives.asymmetric.ed25519, _read_secret(Path(path))
    try:
        key = library().hazmat.primitives.serialization.load_pem_private_key(text, None)
    except (ValueError, TypeError) as error:
        raise LedgerError(f"{path}: no key to sign with; make one with `postwar keys new FILE --signing`") from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise LedgerError(f"{path}: not an Ed25519 key; make one with `postwar keys new FILE --signing`")
    found: Ed25519PrivateKey = key
    return found


def load_public_key(path: str | Path) -> Ed25519PublicKey:
    """The public half in a file; ``LedgerError`` where it is none."""
    ed25519, text = library().hazmat.primitives.asymmetric.ed25519, _read(Path(path))
    try:
        key = library().hazmat.primitives.serialization.load_pem_public_key(text)
    except ValueError as error:
        raise LedgerError(f"{path}: no public key; give the file that ends in .pub") from error
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise LedgerError(f"{path}: not the public half of an Ed25519 key; give the file that ends in .pub")
    found: Ed25519PublicKey = key
    return found


def _write(path: Path, data: bytes, mode: int) -> None:
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise LedgerError(f"{path}: there is a file; a key is never overwritten, so name another one") from None
    except OSError as error:
        raise LedgerError(f"{path}: cannot be written ({error.strerror}); name another file") from error
    with os.fdopen(file, "wb") as out:
        os.fchmod(out.fileno(), mode)
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read ({error.strerror}); name the file of the key") from error


def _read_secret(path: Path) -> bytes:
    data = _read(path)
    if path.stat().st_mode & _OPEN:
        raise LedgerError(f"{path}: others can read this key; say `chmod 600 {path}`")
    return data
