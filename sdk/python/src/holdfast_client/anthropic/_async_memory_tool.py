"""Anthropic's memory tool over files of Holdfast, for coroutines."""

from __future__ import annotations

from anthropic.lib.tools import BetaAsyncAbstractMemoryTool, BetaFunctionToolResultType, ToolError
from anthropic.types.beta import (
    BetaCacheControlEphemeralParam,
    BetaMemoryTool20250818CreateCommand,
    BetaMemoryTool20250818DeleteCommand,
    BetaMemoryTool20250818InsertCommand,
    BetaMemoryTool20250818RenameCommand,
    BetaMemoryTool20250818StrReplaceCommand,
    BetaMemoryTool20250818ViewCommand,
)

from holdfast_client.anthropic._views import file_view, folder_view, refusal, snippet, stored_path
from holdfast_client.client import HoldfastClient
from holdfast_client.exceptions import APIError, NotFoundError, ZepClientError
from holdfast_client.user import CreateUserRequest

__all__ = ["AsyncHoldfastMemoryTool"]


class AsyncHoldfastMemoryTool(BetaAsyncAbstractMemoryTool):
    """A memory tool for the tool runner of the ``anthropic`` package; ``/memories`` are the files of one user.

    The user is yours to choose, never the model's; it is created with the first file.
    """

    def __init__(
        self, client: HoldfastClient, user_id: str, *, cache_control: BetaCacheControlEphemeralParam | None = None
    ) -> None:
        super().__init__(cache_control=cache_control)
        self._client = client
        self._user_id = user_id

    async def view(self, command: BetaMemoryTool20250818ViewCommand) -> BetaFunctionToolResultType:
        """Show a file, or what is in a folder."""
        path = stored_path(command.path)
        try:
            if path:
                content = (await self._client.file.aget(self._user_id, path)).content
                return file_view(command.path, content, command.view_range)
        except NotFoundError:
            return await self._view_folder(command.path, path)
        except ZepClientError as error:
            raise refusal(error, command.path) from error
        return await self._view_folder(command.path, path)

    async def _view_folder(self, shown: str, folder: str) -> str:
        try:
            entries = await self._client.file.alist(self._user_id, folder=folder)
        except NotFoundError:
            entries = []
        except ZepClientError as error:
            raise refusal(error, shown) from error
        if folder and not entries:
            msg = f"The path {shown} does not exist. Please provide a valid path."
            raise ToolError(msg)
        return folder_view(shown, folder, entries)

    async def create(self, command: BetaMemoryTool20250818CreateCommand) -> BetaFunctionToolResultType:
        """Create a file that does not exist yet."""
        path = stored_path(command.path)
        try:
            await self._create(path, command.file_text)
        except APIError as error:
            if error.status_code == 412:
                msg = f"File {command.path} already exists"
                raise ToolError(msg) from error
            raise refusal(error, command.path) from error
        except (ZepClientError, ValueError) as error:
            raise ToolError(f"{command.path}: {error}") from error
        return f"File created successfully at: {command.path}"

    async def _create(self, path: str, content: str) -> None:
        try:
            await self._client.file.aput(self._user_id, path, content, create=True)
        except NotFoundError:
            await self._client.user.aadd(CreateUserRequest(user_id=self._user_id))
            await self._client.file.aput(self._user_id, path, content, create=True)

    async def str_replace(self, command: BetaMemoryTool20250818StrReplaceCommand) -> BetaFunctionToolResultType:
        """Replace a text that stands in a file once."""
        path, new = stored_path(command.path), command.new_str or ""
        try:
            await self._client.file.areplace(self._user_id, path, command.old_str, new)
            content = (await self._client.file.aget(self._user_id, path)).content
        except (ZepClientError, ValueError) as error:
            raise self._refused(error, command.path) from error
        return snippet(content, new)

    async def insert(self, command: BetaMemoryTool20250818InsertCommand) -> BetaFunctionToolResultType:
        """Insert lines into a file."""
        path = stored_path(command.path)
        try:
            await self._client.file.ainsert(self._user_id, path, command.insert_line, command.insert_text)
        except (ZepClientError, ValueError) as error:
            raise self._refused(error, command.path) from error
        return f"The file {command.path} has been edited."

    async def delete(self, command: BetaMemoryTool20250818DeleteCommand) -> BetaFunctionToolResultType:
        """Delete a file, or a folder with all in it."""
        path = stored_path(command.path)
        if not path:
            msg = "Cannot delete the /memories directory itself"
            raise ToolError(msg)
        try:
            await self._client.file.adelete(self._user_id, path, recursive=True)
        except ZepClientError as error:
            raise refusal(error, command.path) from error
        return f"Successfully deleted {command.path}"

    async def rename(self, command: BetaMemoryTool20250818RenameCommand) -> BetaFunctionToolResultType:
        """Rename a file or a folder."""
        old, new = stored_path(command.old_path), stored_path(command.new_path)
        if not old:
            msg = "Cannot rename the /memories directory itself"
            raise ToolError(msg)
        try:
            await self._client.file.arename(self._user_id, old, new)
        except (ZepClientError, ValueError) as error:
            raise self._refused(error, command.old_path) from error
        return f"Successfully renamed {command.old_path} to {command.new_path}"

    async def clear_all_memory(self) -> BetaFunctionToolResultType:
        """Delete all files of the user."""
        for entry in await self._client.file.alist(self._user_id):
            await self._client.file.adelete(self._user_id, entry.path)
        return "All memory cleared"

    def _refused(self, error: Exception, path: str) -> ToolError:
        return refusal(error, path) if isinstance(error, ZepClientError) else ToolError(f"{path}: {error}")
