"""The moving QR code against BankID's published vectors."""

import pytest

from chalicelib.identity import qr

TOKEN = "67df3917-fa0d-44e5-b327-edcc928297f8"
SECRET = "d28db9a7-4cde-429e-a983-359be676944c"


@pytest.mark.parametrize(("second", "seal"), [
    (0, "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"),
    (1, "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2"),
    (2, "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3"),
])
def test_each_second_has_its_own_picture(second, seal):
    assert qr.frame(TOKEN, SECRET, second) == f"bankid.{TOKEN}.{second}.{seal}"


def test_the_secret_is_not_in_the_picture():
    assert SECRET not in qr.frame(TOKEN, SECRET, 7)
