"""What boto3 and moto do over and over again in one process, and need to do only once."""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session
import moto.core.responses
from moto.core.serialize import AttributePickerContext, XFormedAttributePicker


class _Picker(XFormedAttributePicker):
    """Finds what an answer says; DynamoDB's are dictionaries with AWS's own names, and need no others tried."""

    def __call__(self, context: AttributePickerContext) -> Any:
        if type(context.obj) is dict and context.service_model.service_name == "dynamodb":
            return context.obj.get(context.key)
        return super().__call__(context)


def be_thrifty() -> None:
    """Read the descriptions of AWS's services once, however many clients are made; find an answer's values at once."""
    botocore.session.create_loader = cache(botocore.session.create_loader)
    moto.core.responses.XFormedAttributePicker = _Picker
