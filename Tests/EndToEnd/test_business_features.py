"""Resources, prompts, completion, imports and notice of changes, as the Python SDK sees them over HTTPS."""

import asyncio
import base64
import contextlib
import gzip
import json

import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp_types import PromptReference, ResourceTemplateReference

from support import product
from support.messages import Wire
from support.sales import SAMPLE

MODES = ["2026-07-28", "legacy"]
MAY = SAMPLE.splitlines()[0] + "\n2001,Z-9,Mesa de cedro,1,2024-05-05 10:00:00,50.00,77,Belice\n"
TASKS = {"io.modelcontextprotocol/tasks": {}}


@contextlib.asynccontextmanager
async def connected(server, mode, message_handler=None, **headers):
    async with httpx2.AsyncClient(verify=server.client_context(), timeout=30, headers=headers) as http:
        transport = streamable_http_client(server.url, http_client=http)
        async with Client(transport, mode=mode, message_handler=message_handler) as client:
            yield client


@pytest.fixture(params=MODES)
def mode(request):
    return request.param


@pytest.fixture
def shop(start, sample_file, tmp_path):
    """A server of its own, for tests that change its data."""
    data = tmp_path / "data"
    assert product.run_server_command("ingest", sample_file, "--data", data).status == 0
    return start(data=data)


def foreign_import(server, tmp_path, text=MAY):
    """What another process does."""
    path = tmp_path / "mayo.csv"
    path.write_text(text)
    return product.run_server_command("ingest", path, "--data", server.data, "--json")


# Resources


def test_tables_are_listed_and_read(server, mode):
    async def check():
        async with connected(server, mode, **{"accept-language": "es-GT"}) as client:
            listed = {resource.uri: resource for resource in (await client.list_resources()).resources}
            assert listed["shop://sales/month/2024-03"].title == "Ventas de marzo de 2024"
            assert listed["shop://overview"].annotations.last_modified is not None
            for uri, resource in listed.items():
                contents = (await client.read_resource(uri)).contents[0]
                assert (contents.uri, contents.mime_type) == (uri, resource.mime_type)
            months = (await client.read_resource("shop://sales/months")).contents[0].text.splitlines()
            assert months[0] == "month,revenue,units,orders,currency"
            assert months[1] == "2024-03,54.75,1,5,"

    asyncio.run(check())


def test_templates_lead_to_months_products_and_countries(server, mode):
    async def check():
        async with connected(server, mode) as client:
            templates = {t.uri_template for t in (await client.list_resource_templates()).resource_templates}
            assert {"shop://products/{code}", "shop://reports/{name}", "shop://sales/month/{month}"} <= templates
            item = json.loads((await client.read_resource("shop://products/A-1")).contents[0].text)
            assert (item["name"], item["revenue"]) == ("Café de Antigua", 31.5)
            country = json.loads((await client.read_resource("shop://sales/country/El%20Salvador")).contents[0].text)
            assert country["orders"] == 2

    asyncio.run(check())


@pytest.mark.parametrize("name", ["none.csv", "..%2Fcommerce.sqlite", "%2e%2e", "link.txt", ".hidden"])
def test_what_is_not_on_the_shelf_is_not_found(shop, mode, name):
    (shop.data / "reports").mkdir(exist_ok=True)
    (shop.data / "reports/link.txt").symlink_to("/etc/passwd")
    (shop.data / "reports/.hidden").write_text("secret")

    async def check():
        async with connected(shop, mode) as client:
            uri = f"shop://reports/{name}"
            with pytest.raises(MCPError) as caught:
                await client.read_resource(uri)
            assert caught.value.error.code == (-32002 if mode == "legacy" else -32602)
            assert caught.value.error.data == {"uri": uri}

    asyncio.run(check())


# Prompts and completion


def test_prompts_come_with_figures(server, mode):
    async def check():
        async with connected(server, mode, **{"accept-language": "es"}) as client:
            prompts = {prompt.name: prompt for prompt in (await client.list_prompts()).prompts}
            assert {"monthly_review", "stock_alert", "explain_handshake", "product_review"} <= set(prompts)
            assert all(argument.description for prompt in prompts.values() for argument in prompt.arguments)
            review = await client.get_prompt("monthly_review", {"month": "marzo 2024"})
            assert "marzo de 2024" in review.messages[0].content.text
            assert json.loads(review.messages[1].content.resource.text)["revenue"] == 54.75
            english = await client.get_prompt("monthly_review", {"month": "2024-03", "lang": "en"})
            assert "March 2024" in english.messages[0].content.text
            with pytest.raises(MCPError) as caught:
                await client.get_prompt("monthly_review", {"month": "algún día"})
            assert caught.value.error.code == -32602
            assert "algún día" in caught.value.error.message

    asyncio.run(check())


def test_names_are_completed(server, mode):
    async def check():
        async with connected(server, mode) as client:
            products = ResourceTemplateReference(uri="shop://products/{code}")
            found = (await client.complete(products, {"name": "code", "value": "cafe"})).completion
            assert (found.values, found.total, found.has_more) == (["A-1"], 1, False)
            review = PromptReference(name="monthly_review")
            months = (await client.complete(review, {"name": "month", "value": ""})).completion
            assert months.values == ["2024-04", "2024-03"]

    asyncio.run(check())


# Changes


def test_an_import_of_another_process_is_told_to_those_who_listen(shop, tmp_path):
    async def check():
        async with connected(shop, "2026-07-28") as client:
            watched = ["shop://sales/months", "shop://sales/month/2024-05", "shop://sales/month/2024-03"]
            async with client.listen(resources_list_changed=True, resource_subscriptions=watched) as changes:
                assert (await asyncio.to_thread(foreign_import, shop, tmp_path)).status == 0
                heard = set()
                async with asyncio.timeout(20):
                    async for event in changes:
                        heard.add(getattr(event, "uri", "list"))
                        if {"list", *watched[:2]} <= heard:
                            break
                # March is as it was.
                assert watched[2] not in heard
            months = (await client.read_resource("shop://sales/months")).contents[0].text
            assert "2024-05,50.00,1,1," in months

    asyncio.run(check())


def test_an_import_of_another_process_is_told_to_legacy_subscribers(shop, tmp_path):
    async def check():
        heard = asyncio.Queue()

        async def keep(message):
            await heard.put(message)

        async with connected(shop, "legacy", message_handler=keep) as client:
            await client.subscribe_resource("shop://sales/month/2024-05")
            assert (await asyncio.to_thread(foreign_import, shop, tmp_path)).status == 0
            wanted = {"notifications/resources/list_changed", "notifications/resources/updated"}
            async with asyncio.timeout(20):
                while wanted:
                    message = await heard.get()
                    wanted.discard(getattr(getattr(message, "root", message), "method", None))

    asyncio.run(check())


def test_a_report_that_appears_is_news_in_the_list(shop):
    async def check():
        async with connected(shop, "2026-07-28") as client:
            async with client.listen(resources_list_changed=True) as changes:
                (shop.data / "reports").mkdir(exist_ok=True)
                (shop.data / "reports/ventas.csv").write_text("a,b\n")
                async with asyncio.timeout(20):
                    async for _ in changes:
                        break
            report = (await client.read_resource("shop://reports/ventas.csv")).contents[0]
            assert (report.text, report.mime_type) == ("a,b\n", "text/csv")

    asyncio.run(check())


# Imports over the protocol


def test_a_file_is_imported_and_listeners_hear_of_it(shop, mode):
    async def check():
        async with connected(shop, "2026-07-28") as listener, connected(shop, mode) as client:
            async with listener.listen(resource_subscriptions=["shop://imports"]) as changes:
                content = base64.b64encode(gzip.compress(MAY.encode())).decode()
                arguments = {"kind": "sales", "name": "mayo.csv.gz", "content": content}
                facts = (await client.call_tool("ingest", arguments)).structured_content
                assert (facts["rows_read"], facts["rows_stored"], facts["rows_rejected"]) == (1, 1, 0)
                assert facts["dialect"]["compression"] == "gzip"
                async with asyncio.timeout(20):
                    async for event in changes:
                        assert event.uri == "shop://imports"
                        break
                again = (await client.call_tool("ingest", arguments)).structured_content
                assert again["already_ingested"] is True
            imports = (await client.read_resource("shop://imports")).contents[0].text
            assert "mayo.csv.gz,sales,1,2024-05-05,2024-05-05," in imports

    asyncio.run(check())


def test_the_tool_says_the_same_as_the_command(shop, tmp_path):
    text = MAY + "broken line\n"
    command = json.loads(foreign_import(shop, tmp_path, text).out)

    async def check():
        async with connected(shop, "2026-07-28") as client:
            arguments = {"kind": "sales", "name": "mayo.csv", "content": text, "dry_run": True}
            return (await client.call_tool("ingest", arguments)).structured_content

    facts = asyncio.run(check())
    assert facts.keys() == command.keys()
    same = ("sha256", "rows_read", "rows_rejected", "rejected", "dialect")
    assert {name: facts[name] for name in same} == {name: command[name] for name in same}
    assert facts["already_ingested"] is True


def test_a_task_outlives_the_server(start, sample_file, tmp_path):
    data = tmp_path / "data"
    assert product.run_server_command("ingest", sample_file, "--data", data).status == 0
    first = start(data=data, name="first")
    wire = Wire(first)
    arguments = {"kind": "sales", "name": "mayo.csv", "content": MAY}
    capable = {"clientCapabilities": {"extensions": TASKS}}
    made = wire.modern("tools/call", {"name": "ingest", "arguments": arguments}, **capable).json()
    task = made["result"]["taskId"]
    wire.close()
    assert first.stop() == 0

    second = start(data=data, name="second")
    wire = Wire(second)
    for _ in range(2_000):
        answer = wire.modern("tasks/get", {"taskId": task}, headers={"mcp-name": task}, **capable)
        state = answer.json()["result"]
        if state["status"] != "working":
            break
    wire.close()
    assert state["status"] == "completed"
    facts = state["result"]["structuredContent"]
    # Done before the end, or done again after it: either way the line is there once.
    assert facts["rows_stored"] == 1 or facts["already_ingested"]
