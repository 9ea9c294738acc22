"""The API as a program meets it: tokens, pages, files, problems, and a document of it that is true."""
import csv
import datetime
import io
import json
import re
import sqlite3
import zipfile

import jsonschema

from api_client import KINDS, get, make_token, query, send
from harness import Office


def problem(answer, status, code, parameter=None):
    assert answer.status == status, answer
    assert answer.kind == "application/problem+json", answer.headers
    told = answer.json()
    assert told["code"] == code and told["status"] == status, told
    assert told["type"] == f"urn:sammachip:problem:{code}", told
    assert told["title"] and re.search("[ก-๙]", told["title_th"]), told
    assert told.get("parameter") == parameter, told
    return told


def pages(office, token, path):
    rows, answers = [], []
    while path:
        answers.append(get(office, path, token))
        assert answers[-1].status == 200, answers[-1]
        rows += answers[-1].json()["rows"]
        path = answers[-1].json()["next"]
        assert len(answers) < 1000
    return rows, answers


def table(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def tokens(office):
    made = office.command("token", "add", "reader")
    token = made.stdout.strip()
    assert re.fullmatch("smc_[0-9a-f]{64}", token), made
    assert "shown only once" in made.stderr and "แสดงครั้งเดียว" in made.stderr
    assert token not in made.stderr
    assert office.command("token", "add", "reader", check=False).returncode == 1
    for wrong in (["Bad Name"], ["a", "--kinds", "nothing"], ["a", "--area", "60x"], ["a", "--reason", "no flag"],
                  ["a", "--area", "6003", "--kinds", "people"]):
        assert office.command("token", "add", *wrong, check=False).returncode == 1, wrong
    assert office.command("token", "add", "a", "--days", "0", check=False).returncode == 2
    listed = office.command("token", "list").stdout.split("\t")
    assert listed[0] == "reader" and listed[1] == "open" and listed[6] == "never used", listed
    assert token not in "\t".join(listed)
    problem(get(office, "/api/v1/exports"), 401, "401.3", "Authorization")
    answer = get(office, "/api/v1/exports", "smc_" + "0" * 64)
    problem(answer, 401, "401.4", "Authorization")
    assert answer.headers.get_all("WWW-Authenticate")[0].startswith("Bearer "), answer.headers
    assert any(one.startswith("Basic ") for one in answer.headers.get_all("WWW-Authenticate"))
    assert get(office, "/api/v1/", token).json()["token"]["name"] == "reader"
    assert get(office, "/api/v1/", token, basic=True).status == 200
    assert "used " in office.command("token", "list").stdout
    gone = make_token(office, "gone")
    assert get(office, "/api/v1/", gone).status == 200
    office.command("token", "revoke", "gone")
    assert office.command("token", "revoke", "gone", check=False).returncode == 1
    problem(get(office, "/api/v1/", gone), 401, "401.5", "Authorization")
    assert make_token(office, "gone") != gone
    old = make_token(office, "old")
    with sqlite3.connect(office.database, timeout=20) as base:
        base.execute("UPDATE api_token SET expires_at = '2020-01-01T00:00:00.000Z' WHERE name = 'old'")
    problem(get(office, "/api/v1/", old), 401, "401.5", "Authorization")
    actions = [row["action"] for row in office.rows("SELECT action FROM audit WHERE action LIKE 'token.%' ORDER BY id")]
    assert actions.count("token.refused") == 3 and actions.count("token.revoked") == 1, actions
    return token


def flood(office, token):
    """Wrong tokens are slowed and leave no more rows; the right one from the same address is served."""
    answers = [get(office, "/api/v1/", f"smc_{n:064x}") for n in range(30)]
    assert [a.status for a in answers].count(429) >= 20, [a.status for a in answers]
    assert int(answers[-1].headers["Retry-After"]) > 0
    problem(answers[-1], 429, "429.1", "Authorization")
    assert office.count("SELECT count(*) FROM audit WHERE action = 'token.refused'") < 12
    assert get(office, "/api/v1/", token).status == 200
    assert get(office, "/login").status == 200


def reading(office, token):
    kinds = {one["key"]: one for one in get(office, "/api/v1/exports", token).json()["exports"]}
    assert set(KINDS) - {"audit", "messages"} <= set(kinds) and not {"audit", "messages"} & set(kinds), list(kinds)
    for key in kinds:
        rows, answers = pages(office, token, f"/api/v1/exports/{key}?limit=700")
        file = get(office, f"/api/v1/exports/{key}.csv", token)
        assert file.status == 200 and file.kind == "text/csv", file
        assert "attachment" in file.headers["Content-Disposition"]
        listed = table(file.body.decode())
        assert len(rows) == len(listed), (key, len(rows), len(listed))
        assert rows or key.startswith("form:"), key
        columns = [one["key"] for one in kinds[key]["columns"] if not one["personal"]]
        assert not rows or [one for one in rows[0] if one in columns] == columns, key
        for row, line in zip(rows, listed):
            for column in kinds[key]["columns"]:
                if column["type"] in ("id", "number") and not column["personal"]:
                    value = row[column["key"]]
                    assert ("" if value is None else str(value)) == line[column["key"]], (key, column, row)
        assert not any(one["personal"] and one["key"] in row for row in rows for one in kinds[key]["columns"]), key
        assert len({row.pop("row_id") for row in rows}) == len(rows), key
        lines = get(office, f"/api/v1/exports/{key}.jsonl", token)
        assert [json.loads(line) for line in lines.body.decode().splitlines()] == rows, key
        book = get(office, f"/api/v1/exports/{key}.xlsx", token)
        assert zipfile.ZipFile(io.BytesIO(book.body)).testzip() is None, key
    # The command line's file holds the same.
    assert table(office.command("export", "reports").stdout) == table(
        get(office, "/api/v1/exports/reports.csv", token).body.decode())
    some = get(office, "/api/v1/exports/reports?limit=1&columns=period,income_total", token).json()
    assert list(some["rows"][0]) == ["period", "income_total", "unknown", "row_id"], some
    months = sorted({row["period"] for row in pages(office, token, "/api/v1/exports/reports?limit=5000")[0]})
    bounded = pages(office, token, f"/api/v1/exports/reports?limit=5000&from={months[1]}&to={months[1]}")[0]
    assert {row["period"] for row in bounded} == {months[1]}
    assert get(office, "/api/v1/exports/reports", token, method="HEAD").body == b""


def changes(office, token):
    since = get(office, "/api/v1/exports/households?limit=1", token).json()["as_of"]
    later = (datetime.datetime.fromisoformat(since.replace("Z", "+00:00")) + datetime.timedelta(days=1)).isoformat()
    assert pages(office, token, "/api/v1/exports/households?" + query(since=later))[0] == []
    with sqlite3.connect(office.database, timeout=20) as base:
        base.execute("UPDATE household SET house_no = '99/9', updated_at = '2999-01-01T00:00:00.000Z' WHERE id ="
                     " (SELECT max(id) FROM household)")
    rows = pages(office, token, "/api/v1/exports/households?limit=2&" + query(since=later))[0]
    assert [row["house_no"] for row in rows] == ["99/9"], rows


def scopes(office):
    village = office.rows("SELECT code FROM village ORDER BY id LIMIT 1")[0]["code"]
    narrow = make_token(office, "narrow", "--kinds", "reports,coverage", "--area", village)
    rows = pages(office, narrow, "/api/v1/exports/reports?limit=9000")[0]
    assert rows and {row["village_code"] for row in rows} == {village}
    problem(get(office, "/api/v1/exports/households", narrow), 403, "403.3")
    assert office.count("SELECT count(*) FROM audit WHERE actor = 'token:narrow' AND action = 'refused'") == 1
    problem(get(office, "/api/v1/exports/nothing", narrow), 404, "404.1")
    problem(get(office, "/api/v1/exports/form:nothing", narrow), 404, "404.1")
    assert {one["key"] for one in get(office, "/api/v1/exports", narrow).json()["exports"]} == {"reports", "coverage"}
    # Personal columns need both: a token that may, and a reason.
    asked = "/api/v1/exports/households?limit=1&" + query(columns="head_given", reason="ตรวจสอบทะเบียน")
    problem(get(office, asked, make_token(office, "plain")), 403, "403.2", "reason")
    personal = make_token(office, "personal", "--personal")
    problem(get(office, "/api/v1/exports/households?columns=head_given", personal), 403, "403.2", "reason")
    assert "head_given" not in get(office, "/api/v1/exports/households?limit=1", personal).json()["rows"][0]
    assert get(office, asked, personal).json()["rows"][0]["head_given"]
    last = office.rows("SELECT * FROM audit WHERE actor = 'token:personal' ORDER BY id DESC LIMIT 1")[0]
    assert last["action"] == "export" and last["subject"] == "api:households", last
    assert last["detail"].endswith("columns=head_given names=yes reason=ตรวจสอบทะเบียน"), last
    special = make_token(office, "special", "--kinds", "audit")
    rows = pages(office, special, "/api/v1/exports/audit?limit=9000")[0]
    # Its own reading was written down before the first row left.
    assert rows[-1]["actor"] == "token:special" and rows[-1]["subject"] == "api:audit", rows[-1]


def page(office):
    """An administrator makes and revokes a token in the console; it is shown once."""
    password = "rice grows by the river"
    for name, role in (("somjai", "admin"), ("officer", "officer")):
        office.command("user", "add", name, "--role", role, "--password-stdin", input=password + "\n")

    def visit(cookie, **fields):
        headers = {"Cookie": f"__Host-office={cookie}", "Sec-Fetch-Site": "same-origin"}
        return send(office, "/tokens", headers, fields) if fields else get(office, "/tokens", **headers)

    def enter(name):
        answer = send(office, "/login", {"Sec-Fetch-Site": "same-origin"}, {"name": name, "password": password})
        assert answer.status == 303, answer
        return re.search("__Host-office=([^;]+)", answer.headers["Set-Cookie"]).group(1)

    assert get(office, "/tokens").status == 303
    assert visit(enter("officer")).status == 404
    cookie = enter("somjai")
    csrf = re.search('name="csrf" value="([^"]+)"', visit(cookie).body.decode()).group(1)
    made = visit(cookie, csrf=csrf, name="from-page", kind="reports", days="30", area="")
    token = re.search("smc_[0-9a-f]{64}", made.body.decode()).group(0)
    assert made.status == 200 and "แสดงเพียงครั้งเดียว" in made.body.decode()
    assert "<script" not in made.body.decode() and " style=" not in made.body.decode()
    assert [one["key"] for one in get(office, "/api/v1/exports", token).json()["exports"]] == ["reports"]
    again = visit(cookie).body.decode()
    assert token not in again and "from-page" in again and "officer:somjai" in again
    for wrong in ({"name": "from-page"}, {"name": "ผิด"}, {"days": "0"}, {"area": "6"}, {"kind": "none"},
                  {"reason": "no flag"}):
        answer = visit(cookie, **{"csrf": csrf, "name": "other", "kind": "reports", "days": "30", **wrong})
        assert answer.status == 422 and "alert-danger" in answer.body.decode(), (wrong, answer)
    assert visit(cookie, csrf="x", name="other", kind="reports", days="30").status == 403
    assert visit(cookie, csrf=csrf, do="revoke", name="from-page").status == 303
    problem(get(office, "/api/v1/exports", token), 401, "401.5", "Authorization")
    made = office.rows("SELECT actor FROM audit WHERE subject = 'token:from-page' ORDER BY id")
    assert [row["actor"] for row in made] == ["officer:somjai", "officer:somjai"], made


def faults(office, token):
    for asked, code, parameter in (("reports?limit=0", "400.9", "limit"), ("reports?lmit=1", "400.8", "lmit"),
                                   ("reports?cursor=zz", "400.9", "cursor"), ("reports?from=2025", "400.9", "from"),
                                   ("people?from=2025-10", "400.8", "from"), ("reports?since=x", "400.9", "since"),
                                   ("reports.csv?limit=1", "400.8", "limit"), ("reports?a=%", "400.7", None),
                                   ("reports?columns=none", "400.9", "columns"), ("reports?a=%FF", "400.8", "a"),
                                   ("reports?%FF=1", "400.8", None)):
        told = problem(get(office, f"/api/v1/exports/{asked}", token), 400, code, parameter)
        assert code == "400.7" or told["detail"] and told["detail_th"], told
    problem(get(office, "/api/v1/?a=b", token), 400, "400.8")
    problem(get(office, "/api/v1/exports?a=b", token), 400, "400.8")
    for path in ("/api/v1", "/api/v2/", "/api/v1/nothing", "/api/v1/exports/", "/api/v1/openapi.yaml"):
        problem(get(office, path, token), 404, "404.1")
    answer = get(office, "/api/v1/exports", token, method="POST")
    problem(answer, 405, "405.1")
    assert answer.headers["Allow"] == "GET, HEAD"


class Document:
    """An OpenAPI 3.1 document; its schemas are JSON Schema 2020-12."""

    def __init__(self, text):
        self.text = text
        self.resolver = jsonschema.RefResolver("", text)

    def check(self, schema, value):
        jsonschema.Draft202012Validator(schema, resolver=self.resolver).validate(value)

    def at(self, node):
        return self.resolver.resolve(node["$ref"])[1] if "$ref" in node else node

    def check_answer(self, operation, answer):
        told = self.at(operation["responses"][str(answer.status)])["content"]
        if "application/x-ndjson" in told and not answer.body:  # no rows, no lines, no type
            return
        assert answer.kind in told, (answer, list(told))
        if answer.kind in ("application/json", "application/problem+json"):
            self.check(told[answer.kind]["schema"], answer.json())


def document(office, token):
    answer = get(office, "/api/v1/openapi.json")
    assert answer.status == 200 and answer.json()["openapi"] == "3.1.0"
    doc = Document(answer.json())
    for schema in doc.text["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    for response in doc.text["components"]["responses"].values():
        content = response["content"]
        for kind in content.values():
            for example in kind.get("examples", {}).values():
                doc.check(kind["schema"], example["value"])
    walked = 0
    admin = make_token(office, "walker", "--kinds", "*,audit,messages", "--personal")
    for path, item in doc.text["paths"].items():
        assert list(item) == ["get"], path
        operation = item["get"]
        parameters = [doc.at(one) for one in operation.get("parameters", [])]
        address = path
        for one in parameters:
            if one["in"] == "path":
                address = address.replace("{" + one["name"] + "}", one["example"])
        assert "{" not in address, address
        first = get(office, address, admin)
        assert first.status == 200, (address, first)
        doc.check_answer(operation, first)
        # Every parameter it names is taken, with its example.
        for one in parameters:
            if one["in"] == "query" and "example" in one:
                doc.check(one["schema"], one["example"])
                answer = get(office, f"{address}?{query(**{one['name']: one['example']})}", admin)
                assert answer.status == 200, (address, one, answer)
                doc.check_answer(operation, answer)
        # Faults are as it says.
        doc.check_answer(operation, get(office, address + "?surely_unknown=1", admin))
        if operation.get("security") != []:
            doc.check_answer(operation, get(office, address))
        walked += 1
    assert walked > 50, walked
    # Each column's whole row, personal ones too.
    for key in KINDS:
        rows = get(office, f"/api/v1/exports/{key}?limit=300&reason=test", admin).json()["rows"]
        for row in rows:
            doc.check({"$ref": f"#/components/schemas/{key}"}, row)
    # What it does not name is not there: other methods, neighbours, what other versions might have.
    for path in list(doc.text["paths"]) + ["/api/v1/tokens", "/api/v1/exports/reports/1", "/api/v1/exports/reports.pdf",
                                           "/api/v1/exports/ropa", "/api/v1/admin", "/api/v1/odata/$batch"]:
        address = path.replace("{form_id}", "household_report").replace("{set}", "reports")
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            if method == "GET" and path in doc.text["paths"]:
                continue
            answer = get(office, address, token, method=method)
            assert answer.status in (404, 405), (method, address, answer)


with Office() as office:
    token = tokens(office)
    reading(office, token)
    changes(office, token)
    scopes(office)
    page(office)
    faults(office, token)
    document(office, token)
    flood(office, token)
    assert "smc_" not in office.log(), "tokens are in no log"
    assert office.count("SELECT count(*) FROM audit WHERE detail LIKE '%smc\\_%' ESCAPE '\\'") == 0
