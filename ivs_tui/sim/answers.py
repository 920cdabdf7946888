"""HTTP answers: good ones, AWS errors, and the bodies that faults make."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from aiohttp import web
from botocore.model import ListShape, StructureShape

from ivs_tui.sim.errors import ACCOUNT, USER, AwsError, denied
from ivs_tui.sim.world import Item

PORTAL = """<!DOCTYPE html>
<html><head><title>Guest network</title></head>
<body><h1>Sign in to continue</h1><form action="/login"><input name="room"></form></body></html>
"""
IDENTITY = f"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>{USER}</Arn><UserId>AIDASIMULATED0000DEMO</UserId>
<Account>{ACCOUNT}</Account></GetCallerIdentityResult>
<ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>
"""

ROLE = """<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleResult><AssumedRoleUser><Arn>{arn}</Arn><AssumedRoleId>AROASIMULATED:demo</AssumedRoleId>
</AssumedRoleUser><Credentials><AccessKeyId>ASIASIMULATED</AccessKeyId>
<SecretAccessKey>simulated</SecretAccessKey><SessionToken>simulated</SessionToken>
<Expiration>{expires}</Expiration></Credentials></AssumeRoleResult>
<ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata>
</AssumeRoleResponse>
"""
REFUSED = """<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>
<Type>Sender</Type><Code>AccessDenied</Code>
<Message>MultiFactorAuthentication failed with invalid MFA one time pass code.</Message>
</Error></ErrorResponse>
"""


def success(body: Item) -> web.Response:
    return _json(body, 200, {})


def refusal(error: AwsError) -> web.Response:
    said = {"exceptionMessage": error.message}
    return _json(said, error.status, {"x-amzn-ErrorType": error.code})


def _json(body: Item, status: int, headers: dict[str, str]) -> web.Response:
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers={"x-amzn-RequestId": str(uuid.uuid4()), **headers},
        content_type="application/json",
    )


def portal() -> web.Response:
    return web.Response(text=PORTAL, content_type="text/html")


def identity() -> web.Response:
    return web.Response(text=IDENTITY, content_type="text/xml")


def role(arn: str, code: str) -> web.Response:
    """Credentials of a role, for an hour; the one MFA code that is never right is 000000."""
    if code == "000000":
        return web.Response(text=REFUSED, status=403, content_type="text/xml")
    expires = datetime.now(UTC) + timedelta(hours=1)
    told = ROLE.format(arn=escape(arn), expires=f"{expires:%Y-%m-%dT%H:%M:%SZ}")
    return web.Response(text=told, content_type="text/xml")


def truncated(body: Item) -> web.Response:
    """JSON cut short, with the length of what is left: only a parser can tell."""
    text = json.dumps(body)
    cut = text[: len(text) * 2 // 3].encode()
    return web.Response(body=cut, content_type="application/json")


def spoilt(shape: StructureShape, body: Item) -> Item:
    """`body` with a number where one item, the first, has a timestamp, else a text."""
    for name, member in shape.members.items():
        value = body.get(name)
        if isinstance(member, ListShape) and isinstance(member.member, StructureShape) and value:
            return {**body, name: [_spoilt_item(member.member, value[0]), *value[1:]]}
        if isinstance(member, StructureShape) and value:
            return {**body, name: _spoilt_item(member, value)}
    return body


def _spoilt_item(shape: StructureShape, item: Item) -> Item:
    present = {name: member.type_name for name, member in shape.members.items() if name in item}
    for wanted in ("timestamp", "string"):
        for name, type_name in present.items():
            if type_name == wanted:
                return {**item, name: -12345}
    return item


def failure(kind: str, operation: str) -> AwsError | None:
    """The AWS error that a fault of this kind is, if it is one."""
    errors: dict[str, AwsError] = {
        "throttle": throttled(),
        "5xx": AwsError("InternalServerException", "Unexpected error during processing of request"),
        "denied": denied(operation),
        "expired": AwsError(
            "ExpiredTokenException", "The security token included in the request is expired"
        ),
    }
    return errors.get(kind)


def throttled() -> AwsError:
    return AwsError("ThrottlingException", "Rate exceeded")
