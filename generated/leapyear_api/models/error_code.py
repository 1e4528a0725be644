# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from enum import StrEnum


class ErrorCode(StrEnum):
    ALREADY_EXISTS = "already_exists"
    ATTRIBUTE_NOT_FOUND = "attribute_not_found"
    AUTHENTICATION_FAILED = "authentication_failed"
    DATABASE_NOT_FOUND = "database_not_found"
    GROUP_NOT_FOUND = "group_not_found"
    INTERNAL_ERROR = "internal_error"
    INVALID_ANALYSIS = "invalid_analysis"
    INVALID_BOUNDS = "invalid_bounds"
    INVALID_COLUMN = "invalid_column"
    INVALID_EXPRESSION = "invalid_expression"
    INVALID_JSON = "invalid_json"
    INVALID_KEY = "invalid_key"
    INVALID_REQUEST = "invalid_request"
    JOB_CANCELLED = "job_cancelled"
    JOB_NOT_FINISHED = "job_not_finished"
    JOB_NOT_FOUND = "job_not_found"
    KEY_NOT_FOUND = "key_not_found"
    LAST_ADMINISTRATOR = "last_administrator"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    PAYLOAD_TOO_LARGE = "payload_too_large"
    PERMISSION_DENIED = "permission_denied"
    PRIVACY_LIMIT_EXCEEDED = "privacy_limit_exceeded"
    PRIVACY_PROFILE_NOT_FOUND = "privacy_profile_not_found"
    ROUTE_NOT_FOUND = "route_not_found"
    SOURCE_FORBIDDEN = "source_forbidden"
    SOURCE_NOT_FOUND = "source_not_found"
    SOURCE_UNREADABLE = "source_unreadable"
    TABLE_NOT_FOUND = "table_not_found"
    TOKEN_EXPIRED = "token_expired"
    TOKEN_INVALID = "token_invalid"
    TOKEN_MISSING = "token_missing"
    TOO_MANY_LOGINS = "too_many_logins"
    UNAVAILABLE = "unavailable"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    USER_NOT_FOUND = "user_not_found"

    def __str__(self) -> str:
        return str(self.value)
