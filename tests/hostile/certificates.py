"""Certificates for servers on loopback: good ones, and each kind that must not be trusted."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = datetime.timedelta(days=1)
LOOPBACK = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))


class Authority:
    """One that signs certificates.

    :param folder: where its certificates are written.
    :param name: its name.
    """

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self._folder = folder
        self._name = name
        self._key = ec.generate_private_key(ec.SECP256R1())
        own = self._builder(name, name, self._key, 0, 1)
        ca = x509.BasicConstraints(ca=True, path_length=None)
        self._certificate = own.add_extension(ca, critical=True).sign(self._key, hashes.SHA256())
        #: The file with its own certificate.
        self.path = str(folder / f"{name}.pem")
        Path(self.path).write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def certificate(
        self,
        *names: x509.GeneralName,
        common: str = "127.0.0.1",
        since: int = -1,
        until: int = 1,
        signs_itself: bool = False,
    ) -> str:
        """A file with a certificate and its key.

        :param names: for what it is, as alternative names.
        :param common: its common name.
        :param since: from which day on it is valid, counted from today.
        :param until: until which day.
        :param signs_itself: whether it is signed with its own key.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        builder = self._builder(common, common if signs_itself else self._name, key, since, until)
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        made = builder.sign(key if signs_itself else self._key, hashes.SHA256())
        path = self._folder / f"{made.serial_number}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + made.public_bytes(serialization.Encoding.PEM)
        )
        return str(path)

    @staticmethod
    def _builder(
        subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, since: int, until: int
    ) -> x509.CertificateBuilder:
        today = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(today + since * _DAY - _DAY / 24)
            .not_valid_after(today + until * _DAY)
        )


def serving(certificate: str, newest: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    """What a server needs to serve with a certificate.

    :param certificate: the file with the certificate and its key.
    :param newest: the newest version of TLS that it speaks.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if newest is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = newest
    return context
