"""AWS's error answers: a code, its HTTP status, and the sentence in `exceptionMessage`."""

ACCOUNT = "123456789012"
REGION = "us-west-2"
USER = f"arn:aws:iam::{ACCOUNT}:user/demo"

STATUS = {
    "AccessDeniedException": 403,
    "ChannelNotBroadcasting": 404,
    "ConflictException": 409,
    "ExpiredTokenException": 403,
    "InternalServerException": 500,
    "ResourceNotFoundException": 404,
    "SerializationException": 400,
    "ThrottlingException": 429,
    "UnknownOperationException": 404,
    "ValidationException": 400,
}


class AwsError(Exception):
    """A refusal that the client sees as an AWS error."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = STATUS[code]


def denied(operation: str) -> AwsError:
    return AwsError(
        "AccessDeniedException",
        f"User: {USER} is not authorized to perform: ivs:{operation} "
        "because no identity-based policy allows the action",
    )


def not_found(what: str) -> AwsError:
    return AwsError("ResourceNotFoundException", f"Resource: {what} not found")


def invalid(complaint: str) -> AwsError:
    return AwsError("ValidationException", f"1 validation error detected: {complaint}")
