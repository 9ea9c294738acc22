#include "console/odata_feed.h"

#include "console/api_query.h"
#include "console/api_rows.h"
#include "console/odata_model.h"
#include "console/odata_options.h"
#include "webhooks/form_fields.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace console {

namespace {

using nlohmann::ordered_json;
using webhooks::FormFields;
using webhooks::Problem;
using webhooks::ProblemDetail;
using webhooks::Response;

constexpr std::string_view kCount = "/$count";

std::string text_of(const ordered_json& json) {
    return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Response answer(std::string content_type, std::string body) {
    Response response;
    response.content_type = std::move(content_type);
    response.body = std::move(body);
    response.headers.emplace_back("OData-Version", "4.0");
    return response;
}

Response json_answer(const ODataFormat& format, std::string body) {
    return answer(fmt::format("application/json;odata.metadata={};charset=utf-8",
                              format.context ? "minimal" : "none"),
                  std::move(body));
}

// A problem of the registry in the form OData's clients show.
Response fault(Problem problem, const ProblemDetail& detail) {
    const auto& info = webhooks::describe(problem);
    const auto joined = [](std::string_view sentence, const std::string& more) {
        return more.empty() ? std::string(sentence) : fmt::format("{} {}", sentence, more);
    };
    ordered_json error = {
        {"code", info.code},
        {"message",
         fmt::format(
             "{} / {}", joined(info.sentence, detail.english), joined(info.thai, detail.thai))}};
    if (!detail.parameter.empty()) {
        error["target"] = detail.parameter;
    }
    Response response = answer("application/json;odata.metadata=minimal;charset=utf-8",
                               text_of({{"error", std::move(error)}}) + "\n");
    response.status = info.status;
    return response;
}

std::string base_of(const ApiVisit& visit) {
    return origin_of(visit.request) + "/api/v1/odata/";
}

// Names and poor flags are there for a token that may read them and says, once, why.
bool with_personal(const ApiVisit& visit) {
    return visit.token.may.personal && !visit.token.may.reason.empty();
}

std::vector<EdmSet> sets_of(const ApiVisit& visit) {
    std::vector<EdmSet> sets;
    for (auto& found : readable_kinds(visit.reader, visit.token.may)) {
        // Of forms whose names OData cannot tell apart, the first one is there.
        if (std::ranges::find(sets, edm_name(found.kind->key), &EdmSet::name) == sets.end()) {
            sets.push_back(edm_set(std::move(found), with_personal(visit)));
        }
    }
    return sets;
}

// The set of that name; nothing when the token has none. Forms are read anew with every request, so
// only the one that is meant.
std::optional<EdmSet> find_set(const ApiVisit& visit, std::string_view name) {
    const auto made = [&](FoundKind found) -> std::optional<EdmSet> {
        if (found.kind == nullptr) {
            return std::nullopt;
        }
        if (!may_read(visit.token.may, *found.kind)) {
            visit.log_refusal(*found.kind);
            return std::nullopt;
        }
        return edm_set(std::move(found), with_personal(visit));
    };
    for (const auto& kind : export_kinds()) {
        if (edm_name(kind.key) == name) {
            return made({.form = nullptr, .kind = &kind});
        }
    }
    for (const auto& key : form_kind_keys(visit.reader)) {
        if (edm_name(key) == name) {
            return made(find_any_kind(visit.reader, key));
        }
    }
    return std::nullopt;
}

Response service_document(const ApiVisit& visit, const ODataFormat& format) {
    ordered_json sets = ordered_json::array();
    for (const auto& set : sets_of(visit)) {
        sets.push_back({{"name", set.name}, {"kind", "EntitySet"}, {"url", set.name}});
    }
    ordered_json document = ordered_json::object();
    if (format.context) {
        document["@odata.context"] = base_of(visit) + "$metadata";
    }
    document["value"] = std::move(sets);
    return json_answer(format, text_of(document) + "\n");
}

// What of the filter makes less to be read: months and the area.
void narrow(ReportExport& wanted, const EdmSet& set, const ODataFilter& filter) {
    for (std::size_t at = 0; at < set.properties.size(); ++at) {
        const std::string& name = set.properties[at].name;
        // Other kinds of months have a window of their own, which a filter must not widen.
        if (set.kind().key == "reports" && name == "period") {
            const auto bounds = filter.bounds(at);
            wanted.filter.from = conversation::parse_period(bounds.low);
            wanted.filter.to = conversation::parse_period(bounds.high);
        }
        if (set.kind().by_area && name == "village_code") {
            const auto prefix = filter.bounds(at).prefix;
            const bool digits =
                std::ranges::all_of(prefix, [](char c) { return c >= '0' && c <= '9'; });
            constexpr std::size_t kMostDigits = 8;
            if (digits && prefix.size() <= kMostDigits && prefix.starts_with(wanted.area)) {
                wanted.area = prefix;
            }
        }
    }
}

// Reading one set.
class Feed {
  public:
    Feed(const ApiVisit& visit, EdmSet set, ODataOptions options, ODataFormat format)
        : visit_(visit), set_(std::move(set)), options_(std::move(options)), format_(format) {}

    Response count() {
        log();
        return answer("text/plain;charset=utf-8", std::to_string(count_all()));
    }

    Response page(const FormFields& fields) {
        log();
        std::string body = "{";
        if (format_.context) {
            body += fmt::format("\"@odata.context\":{},", text_of(ordered_json(context())));
        }
        if (options_.count) {
            body += fmt::format("\"@odata.count\":{},", count_all());
        }
        body += "\"value\":[";
        const auto said = read_page_size(visit_.request.header("Prefer"));
        const std::size_t size = std::min(said.value_or(kFeedPageRows), kFeedPageRows);
        const auto rows = open_export(visit_.reader, set_.kind(), wanted_, visit_.now);
        const char* between = "\n";
        const PageEnd end = read_page(*rows,
                                      {.limit = std::min(size, options_.top.value_or(size)),
                                       .skip = options_.skip,
                                       .wanted = passes()},
                                      [&](const ExportRows& row) {
                                          body += between;
                                          body += text_of(row_json(row));
                                          between = ",\n";
                                      });
        body += "]";
        if (end.more && end.taken < options_.top.value_or(end.taken + 1)) {
            body += fmt::format(",\"@odata.nextLink\":{}",
                                text_of(ordered_json(next_link(fields, end))));
        }
        Response response = json_answer(format_, body + "}\n");
        if (said) {
            response.headers.emplace_back("Preference-Applied",
                                          fmt::format("odata.maxpagesize={}", size));
        }
        return response;
    }

  private:
    // The audit row; then reading is made less where the filter allows it.
    void log() {
        wanted_.through = "odata";
        wanted_.after = options_.after;
        if (with_personal(visit_)) {
            wanted_.reason = visit_.token.may.reason;
        }
        if (options_.selects) {
            for (const std::size_t at : options_.selected) {
                if (const auto column = set_.properties[at].column) {
                    wanted_.columns.emplace_back(set_.kind().columns[*column].key);
                }
            }
        }
        visit_.log(set_.kind(), wanted_);
        wanted_.columns.clear();  // the filter may look at others
        if (options_.filter) {
            narrow(wanted_, set_, *options_.filter);
        }
    }

    [[nodiscard]] std::function<bool(const ExportRows&)> passes() const {
        if (!options_.filter) {
            return {};
        }
        return [this](const ExportRows& row) {
            return options_.filter->holds(
                [&](std::size_t at) { return edm_value(set_, set_.properties[at], row); });
        };
    }

    std::size_t count_all() {
        ReportExport all = wanted_;
        all.after.clear();
        const auto rows = open_export(visit_.reader, set_.kind(), all, visit_.now);
        return count_rows(*rows, passes());
    }

    [[nodiscard]] ordered_json row_json(const ExportRows& row) const {
        ordered_json object = ordered_json::object();
        for (const std::size_t at : options_.selected) {
            const EdmProperty& property = set_.properties[at];
            object[property.name] =
                edm_json(property, edm_value(set_, property, row), format_.numbers_as_text);
        }
        return object;
    }

    [[nodiscard]] std::string context() const {
        std::string text = fmt::format("{}$metadata#{}", base_of(visit_), set_.name);
        if (options_.selects) {
            std::string names;
            for (const std::size_t at : options_.selected) {
                names += (names.empty() ? "" : ",") + set_.properties[at].name;
            }
            text += "(" + names + ")";
        }
        return text;
    }

    // The same request behind the page's last row: less to skip and to take, counted already.
    [[nodiscard]] std::string next_link(const FormFields& fields, const PageEnd& end) const {
        std::string link = base_of(visit_) + set_.name + "?";
        for (const auto& [name, value] : fields) {
            if (name == "$filter" || name == "$select" || name == "$format") {
                link += fmt::format("{}={}&", name, webhooks::url_encoded(value));
            }
        }
        if (options_.top) {
            link += fmt::format("$top={}&", *options_.top - end.taken);
        }
        if (options_.skip > end.skipped) {
            link += fmt::format("$skip={}&", options_.skip - end.skipped);
        }
        return link + "$skiptoken=" + make_cursor(set_.kind(), end.place);
    }

    const ApiVisit& visit_;
    EdmSet set_;
    ODataOptions options_;
    ODataFormat format_;
    ReportExport wanted_{};
};

Response set_answer(const ApiVisit& visit,
                    std::string_view name,
                    const FormFields& fields,
                    const ODataFormat& format) {
    const bool only_count = name.ends_with(kCount);
    if (only_count) {
        name.remove_suffix(kCount.size());
    }
    if (name.ends_with(')')) {
        return fault(Problem::OptionNotOffered,
                     {.english = "Single rows are not read: use $filter=row_id eq '…'",
                      .thai = "อ่านทีละแถวไม่ได้ ใช้ $filter=row_id eq '…'"});
    }
    auto set = find_set(visit, name);
    if (!set) {
        return fault(
            Problem::NotFound,
            {.english = "The feed has no such table for this token", .thai = "ไม่มีตารางนี้สำหรับรหัสนี้"});
    }
    auto options = read_odata_options(fields, *set, only_count);
    if (const auto* wrong = std::get_if<ApiFault>(&options)) {
        return fault(wrong->problem, wrong->detail);
    }
    Feed feed(visit, *std::move(set), std::get<ODataOptions>(std::move(options)), format);
    return only_count ? feed.count() : feed.page(fields);
}

Response unacceptable() {
    return fault(Problem::NotAcceptable,
                 {.parameter = "$format",
                  .english = "The feed is JSON, its $metadata XML",
                  .thai = "ฟีดเป็น JSON และ $metadata เป็น XML"});
}

// The service document and $metadata take $format alone.
bool only_format(const FormFields& fields) {
    return std::ranges::all_of(fields, [](const auto& one) { return one.first == "$format"; });
}

}  // namespace

Response odata_answer(const ApiVisit& visit) {
    const auto fields = webhooks::read_form_fields(visit.request.query_text);
    if (!fields) {
        return fault(Problem::BadForm, {});
    }
    const std::string_view name = visit.request.rest;
    const auto said = webhooks::field(*fields, "$format");
    const ODataFormat format = read_odata_format(said, visit.request.header("Accept"));
    const bool is_metadata = name == "$metadata";
    if ((is_metadata || name.empty()) && !only_format(*fields)) {
        return fault(
            Problem::UnknownParameter,
            {.english = "This address takes $format alone", .thai = "ที่อยู่นี้รับเฉพาะ $format"});
    }
    if (is_metadata) {
        return format.xml || !said ? answer("application/xml", edm_metadata(sets_of(visit)))
                                   : unacceptable();
    }
    const bool plain = name.ends_with(kCount) && !said;
    if (!format.json && !plain) {
        return unacceptable();
    }
    return name.empty() ? service_document(visit, format)
                        : set_answer(visit, name, *fields, format);
}

}  // namespace console
