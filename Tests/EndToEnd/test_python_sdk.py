"""The Python SDK of the Model Context Protocol and FastMCP's client, over HTTPS with our authority alone."""

import asyncio
import contextlib

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from support.sales import GROSS, NET

TOOLS = {"sales_summary", "top_products", "server_status"}
MODES = {"2026-07-28": "2026-07-28", "auto": "2026-07-28", "legacy": "2025-11-25"}


@contextlib.asynccontextmanager
async def connected(server, mode, **headers):
    async with httpx2.AsyncClient(verify=server.client_context(), timeout=30, headers=headers) as http:
        async with Client(streamable_http_client(server.url, http_client=http), mode=mode) as client:
            yield client


@pytest.fixture(params=MODES)
def mode(request):
    return request.param


def test_the_era_is_the_one_asked_for(server, mode):
    async def check():
        async with connected(server, mode) as client:
            assert client.protocol_version == MODES[mode]
            if mode != "2026-07-28":  # A pinned version skips discovery.
                assert client.server_info.name == "secure-mcp-server"
                assert client.server_capabilities.tools is not None
                assert client.instructions

    asyncio.run(check())


def test_tools_are_listed_with_schemas_and_annotations(server, mode):
    async def check():
        async with connected(server, mode) as client:
            tools = (await client.list_tools()).tools
            assert TOOLS <= {tool.name for tool in tools}
            for tool in tools:
                assert tool.title and tool.description
                assert tool.input_schema["type"] == "object"
                assert tool.output_schema["type"] == "object"
                # What is asked for may be a report, which is a new file.
                assert tool.annotations.read_only_hint is (tool.name not in ("ingest", "generate_report", "ask"))

    asyncio.run(check())


def test_tools_are_called_and_their_results_are_right(server, mode):
    async def check():
        async with connected(server, mode) as client:
            summary = await client.call_tool("sales_summary", {"view": "gross"})
            assert not summary.is_error
            facts = summary.structured_content
            assert {name: facts[name] for name in GROSS} == GROSS
            assert {name: facts["views"]["net"][name] for name in NET} == NET
            assert "75.20" in summary.content[0].text

            top = (await client.call_tool("top_products", {"n": 1, "by": "revenue"})).structured_content
            assert [(item["rank"], item["code"]) for item in top["items"]] == [(1, "A-1")]

    asyncio.run(check())


def test_languages(server, mode):
    async def check():
        async with connected(server, mode, **{"accept-language": "es-GT"}) as client:
            titles = {tool.name: tool.title for tool in (await client.list_tools()).tools}
            assert titles["sales_summary"] == "Resumen de ventas"
            english = await client.call_tool("server_status", {"lang": "en"})
            spanish = await client.call_tool("server_status", {})
            assert "is up" in english.content[0].text
            assert "responde" in spanish.content[0].text

    asyncio.run(check())


def test_wrong_arguments_are_a_tool_error_that_a_model_can_read(server, mode):
    async def check():
        async with connected(server, mode) as client:
            result = await client.call_tool("sales_summary", {"view": "upside_down"})
            assert result.is_error
            assert "view" in result.content[0].text

    asyncio.run(check())


def test_an_unknown_tool_is_a_protocol_error(server, mode):
    from mcp import MCPError

    async def check():
        async with connected(server, mode) as client:
            with pytest.raises(MCPError) as caught:
                await client.call_tool("no_such_tool", {})
            assert caught.value.error.code == -32602

    asyncio.run(check())


def test_many_calls_at_once(server, mode):
    async def check():
        async with connected(server, mode) as client:
            calls = [client.call_tool("sales_summary", {"group_by": "product", "limit": 1 + n % 3}) for n in range(40)]
            for n, result in enumerate(await asyncio.gather(*calls)):
                assert len(result.structured_content["groups"]) == 1 + n % 3

    asyncio.run(check())


def test_without_our_authority_nothing_is_said(server, mode):
    async def check():
        async with httpx2.AsyncClient(timeout=30) as http:
            async with Client(streamable_http_client(server.url, http_client=http), mode=mode) as client:
                await client.list_tools()

    with pytest.raises(BaseException) as caught:
        asyncio.run(check())
    assert "CERTIFICATE_VERIFY_FAILED" in "".join(_messages(caught.value))


def _messages(error):
    yield repr(error)
    for inner in getattr(error, "exceptions", ()):
        yield from _messages(inner)
    if error.__cause__ or error.__context__:
        yield from _messages(error.__cause__ or error.__context__)


def test_fastmcp(server):
    from fastmcp import Client as FastClient
    from fastmcp.client.transports import StreamableHttpTransport

    def http_client(headers=None, timeout=None, auth=None, **_):
        library = httpx2 if timeout is None or isinstance(timeout, httpx2.Timeout) else httpx
        return library.AsyncClient(verify=server.client_context(), headers=headers, timeout=timeout, auth=auth)

    async def check():
        transport = StreamableHttpTransport(server.url, httpx_client_factory=http_client)
        async with FastClient(transport) as client:
            assert TOOLS <= {tool.name for tool in await client.list_tools()}
            result = await client.call_tool("sales_summary", {"month": "2024-03", "view": "gross"})
            assert result.structured_content["revenue"] == 65.25

    asyncio.run(check())
