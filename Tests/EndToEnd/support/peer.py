"""A small server on the Python SDK, for `mcp-client` to talk to: `python peer.py stdio`, or `peer.py http PORT`."""

import asyncio
import sys

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp_types import (
    Completion,
    CreateMessageRequest,
    CreateMessageRequestParams,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitRequestURLParams,
    InputRequiredResult,
    ListRootsRequest,
    SamplingMessage,
    TextContent,
)

MODERN = "2026-07-28"

FORM = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "title": "Your name", "minLength": 2, "maxLength": 20},
        "email": {"type": "string", "format": "email", "description": "For the receipt."},
        "guests": {"type": "integer", "minimum": 1, "maximum": 8, "default": 2},
        "terrace": {"type": "boolean", "default": False},
        "size": {"type": "string", "enum": ["small", "large"], "default": "small"},
        "colour": {
            "type": "string",
            "oneOf": [{"const": "r", "title": "Red"}, {"const": "g", "title": "Green"}],
        },
        "extras": {"type": "array", "items": {"type": "string", "enum": ["bread", "wine", "olives"]}, "maxItems": 2},
    },
    "required": ["name", "colour"],
}

server = MCPServer(
    sys.argv[3] if len(sys.argv) > 3 else "peer",
    instructions="Ask for a table.",
    version="1.2.3",
    log_level="ERROR",
)


@server.tool(title="Add", description="Adds two numbers.")
def add(a: int, b: int) -> int:
    return a + b


@server.tool()
async def slow(ctx: Context, steps: int = 5, pause: float = 0.15) -> str:
    """Reports how far it is."""
    for step in range(steps):
        await ctx.report_progress(step, steps, f"step {step}")
        await asyncio.sleep(pause)
    return "slow is done"


@server.tool()
async def chatty(ctx: Context) -> str:
    """Says something in its log."""
    await ctx.log("warning", "careful\x1b[31m now", logger_name="peer")
    await ctx.log("debug", "a detail")
    return "said"


async def asked(ctx: Context, params):
    """The answer to a question, in either era; a result to be returned instead, while there is none."""
    if ctx.protocol_version != MODERN:
        if isinstance(params, ElicitRequestFormParams):
            return await ctx.session.elicit_form(params.message, params.requested_schema)
        return await ctx.session.elicit_url(params.message, params.url, "visit-1")
    if ctx.input_responses:
        return ctx.input_responses["question"]
    return InputRequiredResult(input_requests={"question": ElicitRequest(params=params)})


@server.tool(structured_output=False)
async def book(ctx: Context):
    """Books a table: asks for the details."""
    answer = await asked(ctx, ElicitRequestFormParams(message="Details of the table", requested_schema=FORM))
    if isinstance(answer, InputRequiredResult):
        return answer
    return f"{answer.action}: {dict(sorted((answer.content or {}).items()))}"


@server.tool(structured_output=False)
async def pay(ctx: Context):
    """Pays: on a page."""
    answer = await asked(
        ctx,
        ElicitRequestURLParams(message="Pay here", url="http://pay.example/table?id=7", elicitation_id="visit-1"),
    )
    if isinstance(answer, InputRequiredResult):
        return answer
    return f"pay: {answer.action}"


@server.tool(structured_output=False)
async def think(ctx: Context):
    """Lets the client's model think."""
    messages = [SamplingMessage(role="user", content=TextContent(type="text", text="Capital of France?"))]
    if ctx.protocol_version != MODERN:
        answer = await ctx.session.create_message(messages, max_tokens=50)
    elif ctx.input_responses:
        answer = ctx.input_responses["question"]
    else:
        params = CreateMessageRequestParams(messages=messages, max_tokens=50)
        return InputRequiredResult(input_requests={"question": CreateMessageRequest(params=params)})
    return f"the model says: {answer.content.text}"


@server.tool(structured_output=False)
async def where(ctx: Context):
    """Says which folders the client shows."""
    if ctx.protocol_version != MODERN:
        answer = await ctx.session.list_roots()
    elif ctx.input_responses:
        answer = ctx.input_responses["roots"]
    else:
        return InputRequiredResult(input_requests={"roots": ListRootsRequest()})
    return " ".join(str(root.uri) for root in answer.roots)


@server.tool()
async def evil() -> str:
    """Evil\x1b]0;title\x07\u202e tool."""
    return "\x1b[2Jgone\x9b31mred\u202e"


@server.tool()
async def change(ctx: Context) -> str:
    """Changes the list of tools and the menu."""
    if ctx.protocol_version != MODERN:
        await ctx.session.send_tool_list_changed()
        return "changed"
    await ctx.notify_tools_changed()
    await ctx.notify_resource_updated("menu://today")
    return "changed"


@server.resource("menu://today", title="Today's menu", mime_type="text/plain")
def menu() -> str:
    return "soup\nfish\n"


@server.resource("menu://photo", mime_type="image/png")
def photo() -> bytes:
    return bytes(range(256))


@server.resource("menu://{day}", mime_type="text/plain")
def menu_of(day: str) -> str:
    return f"menu of {day}"


@server.prompt(title="Greeting")
def greet(name: str, style: str = "warm") -> str:
    """Greets somebody."""
    return f"Greet {name} in a {style} style."


@server.completion()
async def complete(reference, argument, context):
    styles = ["warm", "wistful", "formal"]
    return Completion(values=[style for style in styles if style.startswith(argument.value)])


if __name__ == "__main__":
    if sys.argv[1] == "stdio":
        server.run("stdio")
    else:
        server.run("streamable-http", host="127.0.0.1", port=int(sys.argv[2]))
