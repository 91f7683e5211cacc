"""The door for agents: the Model Context Protocol (MCP), over HTTP below ``/mcp`` and over standard input and output.

Tools are described and run without the official SDK, which only `protocol`, `transport`, `stdio` and `remote` import:
it is an extra (``holdfast[mcp]``) that takes half a second and sixty megabytes to load, so it is loaded when somebody
comes through this door.
"""
