"""What BankID hands over when a person has signed: who it was, and the signature in BankID's form.

The signature has the right structure and content; its seal and certificates are random, and no CA stands behind them.
"""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from local.people import person

DSIG = "http://www.w3.org/2000/09/xmldsig#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
TYPES = "http://www.bankid.com/signature/v1.0.0/types"


def completion_data(kind: str, wish: dict[str, Any], personal_number: str, now: datetime) -> dict[str, Any]:
    signer = person(personal_number)
    signature = _base64(_signature(kind, wish))
    data: dict[str, Any] = {
        "user": {
            "personalNumber": signer.ssn,
            "name": signer.name,
            "givenName": signer.given_name,
            "surname": signer.surname,
        },
        "device": {"ipAddress": wish["endUserIp"], "uhi": _uhi(signer.ssn)},
        "bankIdIssueDate": (now - timedelta(days=400)).date().isoformat(),
        "stepUp": None,
        "signature": signature,
        "ocspResponse": _base64(b"\x30\x82" + hashlib.sha1(signature.encode()).digest() + secrets.token_bytes(400)),
    }
    return data | ({"risk": "low"} if wish.get("returnRisk") else {})


def _uhi(personal_number: str) -> str:
    """The same person has the same device."""
    return base64.b64encode(hashlib.sha256(personal_number.encode()).digest()[:20]).decode()


def _signature(kind: str, wish: dict[str, Any]) -> bytes:
    signed, certificates = _signed_data(kind, wish), _key_info()
    references = _reference("#bidSignedData", signed, f' Type="{TYPES}"') + _reference("#bidKeyInfo", certificates)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?><Signature xmlns="{DSIG}"><SignedInfo>'
        f'<CanonicalizationMethod Algorithm="{C14N}"/>'
        '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
        f"{references}</SignedInfo><SignatureValue>{_random(256)}</SignatureValue>"
        f"{certificates}<Object>{signed}</Object></Signature>"
    ).encode()


def _signed_data(kind: str, wish: dict[str, Any]) -> str:
    visible, hidden = wish.get("userVisibleData", ""), wish.get("userNonVisibleData", "")
    shown = f'<usrVisibleData charset="UTF-8" visible="wysiwys">{visible}</usrVisibleData>' if visible else ""
    unseen = f"<usrNonVisibleData>{hidden}</usrNonVisibleData>" if hidden else ""
    purpose = "Identification" if kind == "auth" else "Signing"
    name = _base64(b"cn=FP Testcert 5,name=Test av BankID")
    return (
        f'<bankIdSignedData xmlns="{TYPES}" Id="bidSignedData">{shown}{unseen}'
        f"<srvInfo><name>{name}</name><nonce>{_random(20)}</nonce>"
        f"<displayName>{_base64('Kuvert på en laptop'.encode())}</displayName></srvInfo>"
        f"<clientInfo><funcId>{purpose}</funcId><version>{_base64(b'7.42.0')}</version><env><ai>"
        f"<type>{_base64(b'IOS')}</type><deviceInfo>{_base64(b'18.1')}</deviceInfo><uhi>{_random(20)}</uhi>"
        "<fsib>0</fsib><utb>cs1</utb><requirement><condition><type>CertificatePolicies</type>"
        "<value>1.2.3.4.25</value></condition></requirement><uauth>pw</uauth></ai></env></clientInfo>"
        "</bankIdSignedData>"
    )


def _key_info() -> str:
    certificates = "".join(f"<X509Certificate>{_random(700)}</X509Certificate>" for _ in range(3))
    return f'<KeyInfo xmlns="{DSIG}" Id="bidKeyInfo"><X509Data>{certificates}</X509Data></KeyInfo>'


def _reference(target: str, content: str, kind: str = "") -> str:
    digest = _base64(hashlib.sha256(content.encode()).digest())
    return (
        f'<Reference{kind} URI="{target}"><Transforms><Transform Algorithm="{C14N}"/></Transforms>'
        '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<DigestValue>{digest}</DigestValue></Reference>"
    )


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _random(length: int) -> str:
    return _base64(secrets.token_bytes(length))
