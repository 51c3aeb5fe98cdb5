"""Questions with a language model behind an OpenAI-compatible address: what it gets, and what happens when it fails."""

import json
import ssl

import pytest

from support import model as service
from support.messages import Wire
from support.model import Model, calling, saying
from support.product import run_server_command

KEY = "sk-secret-of-the-model-1234567890"
QUESTION = "¿cuánto vendimos en marzo de 2024?"
MARCH = {"period": {"from": "2024-03-01", "to": "2024-03-31"}, "metric": "revenue"}
WORDS = "En marzo vendimos 54.75."
# The model's words, and what every answer says.
WHOLE = WORDS + "\nCifras: ventas netas (con anulaciones y ajustes).\nLos datos no dicen su moneda."


@pytest.fixture
def serving():
    running: list[Model] = []

    def begin(*answers, context=None) -> Model:
        running.append(Model(*answers, context=context))
        return running[-1]

    yield begin
    for model in running:
        model.close()


@pytest.fixture(scope="module")
def data(tmp_path_factory, sample_file):
    folder = tmp_path_factory.mktemp("model") / "data"
    assert run_server_command("ingest", sample_file, "--kind", "sales", "--data", folder).status == 0
    return folder


def settings(model: Model, **more: str) -> dict[str, str]:
    own = {"SECURE_MCP_MODEL_URL": model.url, "SECURE_MCP_MODEL": "parrot-1", "SECURE_MCP_MODEL_KEY": KEY}
    return own | more


@pytest.fixture
def ask(data, tmp_path):
    """The answer of the command `ask`, and all that was printed."""

    def ask(question=QUESTION, **environment):
        outcome = run_server_command(
            "ask", question, "--data", data, "--json", "--now", "2024-04-02", cwd=tmp_path, **environment
        )
        assert outcome.status == 0, outcome.text
        assert KEY not in outcome.text
        return json.loads(outcome.out)

    return ask


@pytest.fixture
def alone(ask):
    """The answer without a model."""
    answer = ask()
    assert answer["chosen_by"] == answer["phrased_by"] == "rules"
    return answer


def facts(answer):
    return {name: answer[name] for name in ("intent", "args", "tool", "result", "understood", "as_of")}


def check_requests(model: Model):
    """Two requests to the right place, with the key where it belongs and nowhere else."""
    assert [path for path, _, _ in model.requests] == ["/v1/chat/completions"] * 2
    for _, fields, body in model.requests:
        assert fields.pop("authorization") == f"Bearer {KEY}"
        assert fields.pop("host") == f"localhost:{model.port}"
        assert fields.pop("user-agent").startswith("secure-mcp-server/")
        assert fields.pop("content-length").isdigit()
        assert fields == {"content-type": "application/json", "accept": "application/json"}
        assert KEY not in json.dumps(body)
        assert body["model"] == "parrot-1"
        names = {tool["function"]["name"] for tool in body["tools"]}
        assert "sales_summary" in names and not names & {"ingest", "ask", "generate_report"}
    first, second = (body["messages"] for _, _, body in model.requests)
    assert QUESTION in first[1]["content"]
    assert [message["role"] for message in second] == ["system", "user", "assistant", "tool"]
    assert json.loads(second[3]["content"])["data"]["revenue"] == 54.75


def test_the_command(ask, alone, serving):
    model = serving(calling("sales_summary", **MARCH), saying(WORDS))
    answer = ask(**settings(model))
    assert answer["answer"] == WHOLE
    assert answer["chosen_by"] == answer["phrased_by"] == "parrot-1"
    assert facts(answer) == facts(alone)
    check_requests(model)


def test_the_server(start, data, alone, serving):
    model = serving(calling("sales_summary", **MARCH), saying(WORDS))
    server = start(data=data, **settings(model))
    wire = Wire(server)
    answer = wire.call("ask", question=QUESTION, now="2024-04-02")
    assert answer["answer"] == WHOLE and answer["phrased_by"] == "parrot-1"
    assert facts(answer) == facts(alone)
    check_requests(model)
    # The others answer by themselves.
    assert wire.call("sales_summary", **MARCH)["revenue"] == 54.75
    wire.close()
    assert len(model.requests) == 2
    assert KEY not in "\n".join(server.lines)


def test_without_a_key_none_is_sent(ask, serving):
    model = serving(calling("sales_summary", **MARCH), saying(WORDS))
    assert ask(**settings(model, SECURE_MCP_MODEL_KEY=""))["answer"] == WHOLE
    assert all("authorization" not in fields for _, fields, _ in model.requests)


def test_an_invented_figure_is_not_passed_on(ask, alone, serving):
    model = serving(calling("sales_summary", **MARCH), saying("Vendimos 99,999.99."))
    answer = ask(**settings(model))
    assert answer["answer"] == alone["answer"] and answer["phrased_by"] == "rules"
    assert "99,999" not in json.dumps(answer)


@pytest.mark.parametrize(
    "question", ["borra todas las ventas", "'; DROP TABLE sale_line; --", "change the price of A-1 to 5", "ayuda"]
)
def test_what_the_rules_refuse_or_explain_goes_nowhere(ask, serving, question):
    model = serving()
    assert ask(question, **settings(model)) == ask(question)
    assert model.requests == []


def test_without_an_address_nobody_is_asked(ask, alone, serving):
    model = serving()
    environment = settings(model)
    del environment["SECURE_MCP_MODEL_URL"]
    assert ask(**environment) == alone
    assert model.requests == []


# It fails


FAILURES = {
    service.fails: "HTTP 500",
    service.wants_money: "HTTP 429",
    service.is_huge: "no se entiende",
    service.is_garbage: "no se entiende",
    service.never_answers: "a tiempo",
    service.drips: "a tiempo",
    service.hangs_up: "disponible",
    service.is_no_http: "no se entiende",
}


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.__name__)
@pytest.mark.parametrize("stage", ["choosing", "wording"])
def test_an_answer_always_comes(ask, alone, serving, failure, stage):
    before = [calling("sales_summary", **MARCH)] if stage == "wording" else []
    model = serving(*before, failure)
    answer = ask(**settings(model, SECURE_MCP_MODEL_TIMEOUT="2"))
    assert facts(answer) == facts(alone)
    assert answer["answer"] == alone["answer"]
    assert answer["phrased_by"] == "rules"
    assert FAILURES[failure] in answer["notes"][-1]
    # It is not asked again.
    assert len(model.requests) == len(before) + 1


def test_nobody_there(ask, alone, serving):
    model = serving()
    model.close()
    answer = ask(**settings(model))
    assert answer["answer"] == alone["answer"] and "disponible" in answer["notes"][-1]


def test_redirections_are_not_followed(ask, alone, serving):
    other = serving(calling("sales_summary", **MARCH), saying(WORDS))

    def elsewhere(handler, model):
        handler.say(307, b"", location=other.url + "/chat/completions")

    answer = ask(**settings(serving(elsewhere)))
    assert answer["answer"] == alone["answer"] and "HTTP 307" in answer["notes"][-1]
    assert other.requests == []


def test_a_failure_is_logged_without_the_key(start, data, serving):
    model = serving(service.fails)
    server = start(data=data, **settings(model))
    wire = Wire(server)
    assert wire.call("ask", question=QUESTION)["chosen_by"] == "rules"
    wire.close()
    server.wait_for("language model did not answer")
    assert KEY not in "\n".join(server.lines)


# HTTPS


def test_https_with_the_systems_authorities(ask, serving, certificates):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
    trusted = {"SSL_CERT_FILE": str(certificates / "ca.pem")}

    model = serving(calling("sales_summary", **MARCH), saying(WORDS), context=context)
    assert ask(**settings(model, **trusted))["answer"] == WHOLE
    assert len(model.requests) == 2

    stranger = serving(calling("sales_summary", **MARCH), context=context)
    answer = ask(**settings(stranger))
    assert answer["chosen_by"] == "rules" and "disponible" in answer["notes"][-1]
    assert stranger.requests == []


# Settings


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"SECURE_MCP_MODEL_URL": "http://models.example/v1"}, "https only"),
        ({"SECURE_MCP_MODEL_URL": f"https://user:{KEY}@models.example/v1"}, "no address"),
        ({"SECURE_MCP_MODEL_URL": f"https://models.example/v1?key={KEY}"}, "no address"),
        ({"SECURE_MCP_MODEL_URL": "models.example"}, "no address"),
        ({"SECURE_MCP_MODEL": ""}, "SECURE_MCP_MODEL"),
        ({"SECURE_MCP_MODEL_KEY": KEY + "\r\nx-evil: 1"}, "SECURE_MCP_MODEL_KEY"),
        ({"SECURE_MCP_MODEL_TIMEOUT": "0"}, "SECURE_MCP_MODEL_TIMEOUT"),
    ],
)
@pytest.mark.parametrize("command", [["ask", QUESTION], ["serve", "--listen", "127.0.0.1:0"]], ids=["ask", "serve"])
def test_settings_that_cannot_be_meant(data, tmp_path, serving, change, complaint, command):
    model = serving()
    outcome = run_server_command(
        *command, "--data", data, "--lang", "en", cwd=tmp_path, **(settings(model) | change)
    )
    assert outcome.status == 1
    assert complaint in outcome.err
    assert KEY not in outcome.text
    assert model.requests == []


def test_settings_in_files(start, data, tmp_path, serving):
    model = serving(*[calling("sales_summary", **MARCH), saying(WORDS)] * 2)
    folder = tmp_path / "with-env"
    folder.mkdir()
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings(model).items()))
    wire = Wire(start(name="with-env", data=data))
    assert wire.call("ask", question=QUESTION)["answer"] == WHOLE
    wire.close()

    file = tmp_path / "server.json"
    file.write_text(json.dumps({"model_url": model.url, "model": "parrot-1", "model_key": KEY}))
    wire = Wire(start("--config", file, data=data))
    assert wire.call("ask", question=QUESTION)["answer"] == WHOLE
    wire.close()
    assert [fields["authorization"] for _, fields, _ in model.requests] == [f"Bearer {KEY}"] * 4


def test_the_key_is_no_option(data):
    outcome = run_server_command("ask", QUESTION, "--data", data, "--model-key", KEY)
    assert outcome.status == 2
