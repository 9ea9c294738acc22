#include "console/revision_values.h"

#include "console/occupations.h"
#include "console/page_words.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace console {

namespace {

using nlohmann::json;
using storage::Provenance;

json figures_of(const Provenance::Revision& revision, bool thai) {
    json all = json::array();
    for (const auto& figure : revision.figures) {
        const bool main = figure.name == "income_total" || figure.name == "saving_amount" ||
                          figure.name == "occ_main";
        if (figure.unknown == "NOT_ASKED" && !main) {
            continue;
        }
        std::string value;
        if (figure.word) {
            value = thai ? std::string(occupation_thai(*figure.word)) : *figure.word;
        } else if (figure.baht) {
            value = baht_text(*figure.baht);
        } else {
            value = unknown_word(figure.unknown, thai);
        }
        all.push_back(
            {{"name", figure_word(figure.name, thai)}, {"value", value}, {"typed", figure.typed}});
    }
    return all;
}

std::string message_text(const Provenance::Message& message, bool thai) {
    const std::string head = moment_text(message.received_at, thai) + " " + message.event_id;
    return message.text ? fmt::format("{}: “{}”", head, *message.text) : head;
}

}  // namespace

std::string speaker_text(conversation::ContactId contact, std::string_view relation, bool thai) {
    if (!relation.empty()) {
        return relation_word(relation, thai);
    }
    if (!contact) {
        return thai ? "ไม่มีบันทึก" : "nobody on record";
    }
    return thai ? "คนในบ้าน" : "somebody of the house";
}

json revision_values(const Provenance::Revision& revision, bool thai) {
    return {{"month", conversation::month_name(revision.period, thai ? "th" : "en")},
            {"revision", revision.revision},
            {"state", revision_word(revision.status, thai)},
            {"counts", revision.counts},
            {"figures", figures_of(revision, thai)},
            {"at", moment_text(revision.at, thai)},
            {"who", speaker_text(revision.reporter, revision.relation, thai)},
            {"on_behalf", revision.on_behalf},
            {"informant", revision.informant},
            {"channel", revision.channel},
            {"form", fmt::format("{} {}", revision.form_id, revision.form_version)},
            {"flags", revision.flags},
            {"message", revision.message ? message_text(*revision.message, thai) : ""}};
}

}  // namespace console
