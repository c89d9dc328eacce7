"""Decryption of a server's administrator password."""

from __future__ import annotations

import base64
import binascii


class DecryptionFailure(Exception):
    """A private key cannot decrypt a password."""


def decrypt_password(private_key: str, password: str) -> str:
    """Decrypt a password that was encrypted with a public RSA key.

    :param private_key: the path of the private key, in PEM or OpenSSH format, without a passphrase.
    :param password: the encrypted password in base64.
    :returns: the password.
    :raises DecryptionFailure: if the key cannot be read or does not match.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.hazmat.primitives.serialization import (
        load_pem_private_key,
        load_ssh_private_key,
    )

    try:
        with open(private_key, "rb") as file:
            data = file.read()
        ssh = b"BEGIN OPENSSH PRIVATE KEY" in data
        key = (load_ssh_private_key if ssh else load_pem_private_key)(data, password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise DecryptionFailure(f"{private_key} is not an RSA key, which decryption requires")
        return key.decrypt(base64.b64decode(password), padding.PKCS1v15()).decode()
    except (OSError, TypeError, ValueError, UnsupportedAlgorithm, binascii.Error) as error:
        raise DecryptionFailure(f"{private_key} cannot decrypt the password: {error}") from error
