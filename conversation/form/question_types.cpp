#include "conversation/form/question_types.h"

#include "conversation/expression/lexer.h"
#include "conversation/form/sheet_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace conversation {

namespace {

using Named = std::pair<std::string_view, QuestionType>;

// The first name of each type is the one shown.
constexpr std::array kTypes = {Named{"text", QuestionType::Text},
                               Named{"string", QuestionType::Text},
                               Named{"integer", QuestionType::Integer},
                               Named{"int", QuestionType::Integer},
                               Named{"decimal", QuestionType::Decimal},
                               Named{"date", QuestionType::Date},
                               Named{"time", QuestionType::Time},
                               Named{"select_one", QuestionType::SelectOne},
                               Named{"select_multiple", QuestionType::SelectMultiple},
                               Named{"select_one_from_file", QuestionType::SelectOneFromFile},
                               Named{"note", QuestionType::Note},
                               Named{"acknowledge", QuestionType::Acknowledge},
                               Named{"trigger", QuestionType::Acknowledge},
                               Named{"calculate", QuestionType::Calculate},
                               Named{"calculation", QuestionType::Calculate},
                               Named{"hidden", QuestionType::Hidden},
                               Named{"today", QuestionType::Today},
                               Named{"start", QuestionType::Start},
                               Named{"end", QuestionType::End},
                               Named{"username", QuestionType::Username},
                               Named{"phonenumber", QuestionType::PhoneNumber},
                               Named{"phone_number", QuestionType::PhoneNumber},
                               Named{"geopoint", QuestionType::Geopoint},
                               Named{"location", QuestionType::Geopoint},
                               Named{"gps", QuestionType::Geopoint},
                               Named{"image", QuestionType::Image},
                               Named{"photo", QuestionType::Image},
                               Named{"begin_group", QuestionType::BeginGroup},
                               Named{"end_group", QuestionType::EndGroup}};

// A phone has these; a chat does not.
constexpr std::array<std::string_view, 5> kStaysEmpty = {
    "deviceid", "subscriberid", "simserial", "imei", "email"};
constexpr std::array<std::string_view, 3> kIgnored = {
    "audit", "background-audio", "start-geopoint"};
constexpr std::array<std::string_view, 18> kLater = {"datetime",
                                                     "range",
                                                     "rank",
                                                     "barcode",
                                                     "audio",
                                                     "video",
                                                     "file",
                                                     "geotrace",
                                                     "geoshape",
                                                     "select_multiple_from_file",
                                                     "select_one_external",
                                                     "csv-external",
                                                     "xml-external",
                                                     "osm",
                                                     "background-geopoint",
                                                     "signature",
                                                     "draw",
                                                     "annotate"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kSelectSpellings = {{
    {"select_one_from_file", "select_one_from_file"},
    {"select one from file", "select_one_from_file"},
    {"select_multiple_from_file", "select_multiple_from_file"},
    {"select_one_external", "select_one_external"},
    {"select one from", "select_one"},
    {"select_one", "select_one"},
    {"select one", "select_one"},
    {"select1", "select_one"},
    {"select_multiple", "select_multiple"},
    {"select multiple", "select_multiple"},
    {"select all that apply from", "select_multiple"},
    {"select all that apply", "select_multiple"},
}};

template <class List>
bool holds(const List& list, std::string_view name) {
    return std::ranges::find(list, name) != list.end();
}

std::string one_blank(std::string_view text) {
    std::string result;
    for (const char c : trimmed(text)) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank) {
            result.push_back(c);
        } else if (!result.ends_with(' ')) {
            result.push_back(' ');
        }
    }
    return result;
}

// "begin group", "begin_group", "begingroup" → "begin_group"
std::string group_spelling(std::string_view word) {
    for (const std::string_view edge : {"begin", "end"}) {
        for (const std::string_view what : {"group", "repeat", "loop"}) {
            for (const std::string_view gap : {" ", "_", ""}) {
                if (word == fmt::format("{}{}{}", edge, gap, what)) {
                    return fmt::format("{}_{}", edge, what);
                }
            }
        }
    }
    return std::string{word};
}

TypeFault not_yet(std::string_view type) {
    return {fmt::format("the type {} is not supported yet; leave the question out", type)};
}

std::variant<TypeCell, TypeFault> parse_select(std::string_view kind, std::string_view rest) {
    constexpr std::string_view kOther = " or_other";
    constexpr std::string_view kOtherWords = " or specify other";
    TypeCell cell;
    if (kind == "select_multiple_from_file" || kind == "select_one_external") {
        return not_yet(kind);
    }
    for (const std::string_view suffix : {kOther, kOtherWords}) {
        if (rest.ends_with(suffix)) {
            cell.or_other = true;
            rest = trimmed(rest.substr(0, rest.size() - suffix.size()));
        }
    }
    if (rest.empty() || rest.find(' ') != rest.npos) {
        return TypeFault{fmt::format("{0} is followed by the name of one list: {0} crops", kind)};
    }
    if (kind == "select_one_from_file") {
        cell.type = QuestionType::SelectOneFromFile;
        cell.file = rest;
        const std::string_view stem = rest.substr(0, rest.rfind('.'));
        return is_name(stem) && rest.ends_with(".csv")
                   ? std::variant<TypeCell, TypeFault>{cell}
                   : TypeFault{
                         "select_one_from_file is followed by a file name such as "
                         "villages.csv"};
    }
    cell.type = kind == "select_one" ? QuestionType::SelectOne : QuestionType::SelectMultiple;
    cell.list = rest;
    return cell;
}

}  // namespace

std::variant<TypeCell, TypeFault> parse_type(std::string_view text) {
    const std::string words = one_blank(text);
    const std::string small = lower(words);
    for (const auto& [spelling, kind] : kSelectSpellings) {
        if (small == spelling || small.starts_with(fmt::format("{} ", spelling))) {
            return parse_select(kind, trimmed(std::string_view{words}.substr(spelling.size())));
        }
    }
    const std::string name = group_spelling(small);
    TypeCell cell;
    const auto known = std::ranges::find(kTypes, std::string_view{name}, &Named::first);
    if (known != kTypes.end()) {
        cell.type = known->second;
        return cell;
    }
    if (holds(kIgnored, name) || holds(kStaysEmpty, name)) {
        cell.type = QuestionType::Hidden;
        cell.ignored = holds(kIgnored, name);
        cell.stays_empty = !cell.ignored;
        return cell;
    }
    if (name == "begin_repeat" || name == "end_repeat" || name == "begin_loop" ||
        name == "end_loop") {
        return TypeFault{
            "repeats are not supported yet; ask for a fixed number of questions in a "
            "group, or make a form that is sent once for each"};
    }
    const std::string_view first = std::string_view{name}.substr(0, name.find(' '));
    if (holds(kLater, first)) {
        return not_yet(first);
    }
    return TypeFault{
        fmt::format("\"{}\" is not a question type; see the list in docs/FORMS.md", words)};
}

std::string_view type_name(QuestionType type) {
    const auto found = std::ranges::find(kTypes, type, &Named::second);
    return found == kTypes.end() ? std::string_view{} : found->first;
}

}  // namespace conversation
