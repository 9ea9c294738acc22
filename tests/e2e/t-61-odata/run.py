"""The OData feed as Excel's and Power BI's "From OData feed" reads it."""
import csv
import io
import sqlite3
import urllib.parse
import xml.etree.ElementTree as ElementTree

from api_client import KINDS, get, make_token
from harness import Office

# As Power Query sends them (its headers of a refresh, without those of the transport).
POWER_QUERY = {
    "Accept": "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,"
              "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7",
    "MaxDataServiceVersion": "3.0", "OData-MaxVersion": "4.0", "User-Agent": "Microsoft.Data.Mashup"}
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
EDMX = "{http://docs.oasis-open.org/odata/ns/edmx}"
ROOT = "/api/v1/odata/"


def read(office, token, path, **headers):
    answer = get(office, path, token, basic=True, **{**POWER_QUERY, **headers})
    assert answer.headers["OData-Version"] == "4.0", (path, answer)
    return answer


def asked(name, **options):
    words = {"$" + key: value for key, value in options.items()}
    return ROOT + name + "?" + urllib.parse.urlencode(words, quote_via=urllib.parse.quote)


def pages(office, token, path, **headers):
    rows, sizes = [], []
    while path:
        answer = read(office, token, path, **headers)
        assert answer.status == 200, (path, answer)
        assert answer.headers["Content-Type"].startswith("application/json;odata.metadata=minimal"), answer.headers
        page = answer.json()
        rows += page["value"]
        sizes.append(len(page["value"]))
        path = page.get("@odata.nextLink")
        assert path is None or path.startswith("http://"), path
        assert len(sizes) < 1000
    return rows, sizes


def fault(answer, status, code, target=None):
    assert answer.status == status, answer
    told = answer.json()["error"]
    assert told["code"] == code and told["message"], told
    assert told.get("target") == target, told
    assert answer.headers["OData-Version"] == "4.0"
    return told


def model(office, token):
    """The sets of $metadata: name → {property: (type, Thai name)}."""
    answer = read(office, token, ROOT + "$metadata")
    assert answer.status == 200 and answer.kind == "application/xml", answer
    root = ElementTree.fromstring(answer.body)
    assert root.tag == EDMX + "Edmx" and root.get("Version") == "4.0"
    types = {}
    for entity in root.iter(EDM + "EntityType"):
        assert [one.get("Name") for one in entity.iter(EDM + "PropertyRef")] == ["row_id"]
        properties = {}
        for one in entity.findall(EDM + "Property"):
            assert one.get("Name").isidentifier(), one.attrib
            assert one.get("Name") not in properties
            thai = one.find(EDM + "Annotation").get("String")
            properties[one.get("Name")] = (one.get("Type"), thai)
        types[entity.get("Name")] = properties
    sets = {one.get("Name"): types[one.get("EntityType").removeprefix("Sammachip.")]
            for one in root.iter(EDM + "EntitySet")}
    for one in root.iter(EDM + "EntitySet"):
        sortable = [p for p in one.iter(EDM + "PropertyValue") if p.get("Property") == "Sortable"]
        assert sortable[0].get("Bool") == "false"
    return sets


def connecting(office, token):
    """What happens when somebody types the address into Excel."""
    anonymous = get(office, ROOT, **POWER_QUERY)
    assert anonymous.status == 401
    assert any(one.startswith("Basic ") for one in anonymous.headers.get_all("WWW-Authenticate")), anonymous.headers
    for path in (ROOT, ROOT.rstrip("/")):
        service = read(office, token, path).json()
        assert service["@odata.context"].endswith("/api/v1/odata/$metadata"), service
        names = [one["name"] for one in service["value"]]
    sets = model(office, token)
    assert names == list(sets), (names, list(sets))
    assert set(KINDS) - {"audit", "messages"} <= set(names)
    reports = sets["reports"]
    assert reports["row_id"] == ("Edm.String", "ตำแหน่งของแถว")
    assert reports["period"] == ("Edm.String", "เดือน")
    assert reports["income_total"] == ("Edm.Int64", "รายได้รวม")
    assert reports["reported_at"] == ("Edm.DateTimeOffset", "เวลารายงาน")
    assert reports["household_id"][0] == "Edm.String", "19 digits are cut by Excel"
    assert reports["is_target"][0] == "Edm.Boolean"
    assert "head_name" not in reports and "is_poor" not in reports
    assert sets["households"]["registered_on"][0] == "Edm.Date"
    assert sets["households"]["status_th"][0] == "Edm.String"
    assert sets["coverage"]["percent"][0] == "Edm.Decimal"
    return sets


KIND_OF = {"Edm.String": str, "Edm.Int64": int, "Edm.Boolean": bool, "Edm.Decimal": (int, float), "Edm.Date": str,
           "Edm.DateTimeOffset": str}


def refresh(office, token, sets):
    """A refresh of every table: pages over nextLink, counted three ways."""
    for name, properties in sets.items():
        rows, sizes = pages(office, token, ROOT + name, Prefer="odata.maxpagesize=600")
        assert max(sizes) <= 600, sizes
        for row in rows:
            assert list(row) == list(properties), (name, row)
            for key, value in row.items():
                kind = properties[key][0]
                assert value is None or isinstance(value, KIND_OF[kind]), (name, key, value)
                assert kind != "Edm.Int64" or not isinstance(value, bool), (name, key)
                assert kind != "Edm.Date" or value is None or len(value) == 10
                assert kind != "Edm.DateTimeOffset" or value is None or value.endswith("Z")
        assert len({row["row_id"] for row in rows}) == len(rows), name
        count = read(office, token, f"{ROOT}{name}/$count")
        assert count.kind == "text/plain" and int(count.body) == len(rows), (name, count, len(rows))
        first = read(office, token, asked(name, count="true", top="1")).json()
        assert first["@odata.count"] == len(rows), (name, first)
        assert len(first["value"]) == min(1, len(rows)) and "@odata.nextLink" not in first
        kind = name.replace("form_", "form:", 1) if name.startswith("form_") else name
        listed = list(csv.reader(io.StringIO(get(office, f"/api/v1/exports/{kind}.csv", token).body.decode())))
        assert len(listed) - 1 == len(rows), (name, len(listed), len(rows))
    answer = read(office, token, ROOT + "reports", Prefer="odata.maxpagesize=600")
    assert answer.headers["Preference-Applied"] == "odata.maxpagesize=600", answer.headers
    assert "@odata.count" not in answer.json()


def filters(office, token):
    everything, _ = pages(office, token, ROOT + "reports")
    months = sorted({row["period"] for row in everything})
    village = everything[0]["village_code"]
    checks = {
        f"period ge '{months[1]}' and period lt '{months[3]}'": lambda r: months[1] <= r["period"] < months[3],
        f"village_code eq '{village}'": lambda r: r["village_code"] == village,
        f"startswith(village_code,'{village[:6]}') and income_total gt 10000":
            lambda r: r["village_code"].startswith(village[:6]) and (r["income_total"] or 0) > 10000,
        "income_total eq null": lambda r: r["income_total"] is None,
        "not (income_total ne null) or saving_amount eq 0":
            lambda r: r["income_total"] is None or r["saving_amount"] == 0,
        "is_target eq true": lambda r: r["is_target"],
        "contains(village_th,'บ้าน') and fy eq 2569": lambda r: "บ้าน" in r["village_th"] and r["fy"] == 2569,
        f"year(reported_at) eq {everything[0]['reported_at'][:4]}":
            lambda r: r["reported_at"][:4] == everything[0]["reported_at"][:4],
        f"reported_at ge {everything[7]['reported_at']}": lambda r: r["reported_at"] >= everything[7]["reported_at"],
        "false": lambda r: False,
    }
    for text, holds in checks.items():
        want = [row for row in everything if holds(row)]
        rows, _ = pages(office, token, asked("reports", filter=text), Prefer="maxpagesize=500")
        assert rows == want, (text, len(rows), len(want))
        counted = read(office, token, ROOT + "reports/$count?" + urllib.parse.urlencode({"$filter": text}))
        assert int(counted.body) == len(want), (text, counted)
    day = [row for row in pages(office, token, ROOT + "households")[0] if row["registered_on"]][0]["registered_on"]
    rows, _ = pages(office, token, asked("households", filter=f"registered_on eq {day} and year(registered_on) gt 2000"))
    assert rows and {row["registered_on"] for row in rows} == {day}
    # A form's answers are there, and can be filtered by the month they are about.
    rows, _ = pages(office, token, asked("form_household_report", filter="period ne null"))
    assert all(row["period"] for row in rows)
    # $top and $skip, across pages.
    rows, sizes = pages(office, token, asked("reports", skip="3", top="1100"), Prefer="odata.maxpagesize=500")
    assert rows == everything[3:1103] and sizes == [500, 500, 100], sizes
    rows, _ = pages(office, token, asked("reports", skip="999999"))
    assert rows == []
    assert pages(office, token, asked("reports", top="0"))[0] == []
    chosen, _ = pages(office, token, asked("reports", select="income_total,period", top="2"))
    assert [list(row) for row in chosen] == [["income_total", "period"]] * 2, chosen
    context = read(office, token, asked("reports", select="income_total,period", top="1")).json()["@odata.context"]
    assert context.endswith("$metadata#reports(income_total,period)"), context


def refusals(office, token):
    fault(read(office, token, asked("reports", orderby="period")), 501, "501.2", "$orderby")
    fault(read(office, token, asked("reports", expand="x")), 501, "501.2", "$expand")
    told = fault(read(office, token, asked("reports", filter="period eq 5")), 400, "400.9", "$filter")
    assert "Edm.String does not compare with Edm.Int64" in told["message"] and "ที่ไบต์ 7" in told["message"], told
    fault(read(office, token, asked("reports", filter="(" * 900)), 400, "400.9", "$filter")
    fault(read(office, token, asked("reports", filter="head_name eq 'x'")), 400, "400.9", "$filter")
    fault(read(office, token, asked("reports", select="head_name")), 400, "400.9", "$select")
    fault(read(office, token, asked("reports", top="-1")), 400, "400.9", "$top")
    fault(read(office, token, asked("reports", skiptoken="x")), 400, "400.9", "$skiptoken")
    fault(read(office, token, asked("reports", count="maybe")), 400, "400.9", "$count")
    fault(read(office, token, asked("reports", surely="x")), 400, "400.8")
    fault(read(office, token, ROOT + "reports?limit=5"), 400, "400.8")
    fault(read(office, token, ROOT + "reports/$count?$top=5"), 400, "400.8")
    fault(read(office, token, ROOT + "reports?$top=%"), 400, "400.7")
    fault(read(office, token, ROOT + "nothing"), 404, "404.1")
    fault(read(office, token, ROOT + "audit"), 404, "404.1")
    assert office.count("SELECT count(*) FROM audit WHERE action = 'refused' AND subject = 'api:audit'") == 1
    fault(read(office, token, ROOT + "reports('1')"), 501, "501.2")
    fault(read(office, token, asked("reports", format="atom")), 406, "406.1", "$format")
    fault(read(office, token, ROOT + "reports", Accept="application/atom+xml"), 406, "406.1", "$format")
    assert read(office, token, asked("reports", format="json", top="1")).status == 200
    plain = read(office, token, asked("reports", format="application/json;odata.metadata=none", top="1"))
    assert list(plain.json()) == ["value"], plain
    big = read(office, token, asked("reports", top="1", filter="income_total ne null"),
               Accept="application/json;IEEE754Compatible=true").json()
    assert isinstance(big["value"][0]["income_total"], str), big
    assert get(office, ROOT + "reports", token, method="POST").status == 405


def scopes(office):
    village = office.rows("SELECT code FROM village ORDER BY id DESC LIMIT 1")[0]["code"]
    narrow = make_token(office, "narrow", "--kinds", "reports", "--area", village)
    assert list(model(office, narrow)) == ["reports"]
    rows, _ = pages(office, narrow, asked("reports", filter="startswith(village_code,'6')"))
    assert rows and {row["village_code"] for row in rows} == {village}
    other = office.rows("SELECT code FROM village ORDER BY id LIMIT 1")[0]["code"]
    for text in ("startswith(village_code,'9')", f"village_code eq '{other}'", f"startswith(village_code,'{other[:7]}')"):
        rows, _ = pages(office, narrow, asked("reports", filter=text))
        assert {row["village_code"] for row in rows} <= {village}, text
    # A token that may read personal columns has them when it was made with a reason.
    without = make_token(office, "without", "--personal")
    assert "head_name" not in model(office, without)["reports"]
    personal = make_token(office, "names", "--personal", "--reason", "ตรวจสอบทะเบียนประจำปี")
    assert model(office, personal)["reports"]["is_poor"][0] == "Edm.Boolean"
    rows, _ = pages(office, personal, asked("reports", select="head_name,is_poor", top="3"))
    assert all(row["head_name"] for row in rows), rows
    logged = office.rows("SELECT * FROM audit WHERE actor = 'token:names' AND action = 'export' ORDER BY id")[-1]
    assert logged["subject"] == "api:reports" and "through=odata" in logged["detail"], logged
    assert "columns=head_name,is_poor names=yes reason=ตรวจสอบทะเบียนประจำปี" in logged["detail"], logged
    # Neither the filter's words nor anything else of a request is kept.
    read(office, personal, asked("reports", filter="contains(head_name,'สมศรี')"))
    assert office.count("SELECT count(*) FROM audit WHERE instr(detail, 'สมศรี') > 0") == 0


with Office() as office:
    token = make_token(office, "powerbi")
    sets = connecting(office, token)
    refresh(office, token, sets)
    filters(office, token)
    refusals(office, token)
    scopes(office)
    # An officer's "changed since the last export" does not begin at a refresh.
    with sqlite3.connect(office.database) as base:
        subjects = {row[0] for row in base.execute("SELECT subject FROM audit WHERE action = 'export'")}
    assert all(one.startswith("api:") for one in subjects), subjects
