"""Decryption of a server's administrator password."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from novaclient.crypto import DecryptionFailure, decrypt_password

KEY = rsa.generate_private_key(65537, 2048)
ENCRYPTED = base64.b64encode(KEY.public_key().encrypt("pä55".encode(), padding.PKCS1v15())).decode()


def written(path: Path, key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey, form: str) -> str:
    file = path / "key"
    file.write_bytes(key.private_bytes(Encoding.PEM, getattr(PrivateFormat, form), NoEncryption()))
    return str(file)


@pytest.mark.parametrize("form", ["TraditionalOpenSSL", "PKCS8", "OpenSSH"])
def test_password_is_decrypted_with_a_key_of_each_form(tmp_path: Path, form: str) -> None:
    assert decrypt_password(written(tmp_path, KEY, form), ENCRYPTED) == "pä55"


def test_key_of_another_type_is_refused(tmp_path: Path) -> None:
    other = ed25519.Ed25519PrivateKey.generate()
    with pytest.raises(DecryptionFailure, match="is not an RSA key"):
        decrypt_password(written(tmp_path, other, "OpenSSH"), ENCRYPTED)


def test_missing_key_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DecryptionFailure, match="No such file"):
        decrypt_password(str(tmp_path / "none"), ENCRYPTED)


@pytest.mark.parametrize("password", ["not base64!", "AAAA"])
def test_invalid_password_is_reported(tmp_path: Path, password: str) -> None:
    with pytest.raises(DecryptionFailure, match="cannot decrypt the password"):
        decrypt_password(written(tmp_path, KEY, "PKCS8"), password)
