"""Users: the shapes and the calls behind ``client.user``."""

from holdfast_client.user.client import UserClient
from holdfast_client.user.models import CreateUserRequest, UpdateUserRequest, User

__all__ = ["CreateUserRequest", "UpdateUserRequest", "User", "UserClient"]
