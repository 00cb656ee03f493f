"""OnRecord for agents: a server of the Model Context Protocol, over stdin and stdout, so that they quote rightly."""

from rag.mcp.server import serve

__all__ = ["serve"]
