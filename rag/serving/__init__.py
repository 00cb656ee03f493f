"""Answers for other programs and machines, over HTTP; and how an application is served, be it this or the page.

What takes FastAPI and uvicorn imports them when it is called.
"""

from rag.serving.place import Place, bind
from rag.serving.running import Running, run
from rag.serving.service import PORT, Service, serve
from rag.serving.token import new_token, read_token

__all__ = ["PORT", "Place", "Running", "Service", "bind", "new_token", "read_token", "run", "serve"]
