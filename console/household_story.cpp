#include "console/household_story.h"

#include "console/occupations.h"
#include "console/page_words.h"
#include "storage/audit_log.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace console {

namespace {

using conversation::Instant;
using storage::Provenance;

constexpr unsigned kDeeds = 50;  // newest audit rows shown

template <class... Values>
void add(std::string& story, fmt::format_string<Values...> words, Values&&... values) {
    fmt::format_to(std::back_inserter(story), words, std::forward<Values>(values)...);
}

// "2025-11-30 09:05"
std::string time_of(Instant instant) {
    const auto minutes = conversation::bangkok_time_of_day(instant).count();
    return fmt::format("{} {:02}:{:02}",
                       conversation::to_text(conversation::bangkok_day(instant)),
                       minutes / 60,
                       minutes % 60);
}

std::string_view or_dash(std::string_view text) {
    return text.empty() ? "–" : text;
}

std::string speaker_name(conversation::ContactId contact, std::string_view relation) {
    if (!contact) {
        return "nobody on record";
    }
    return relation.empty() ? fmt::format("contact {}", contact.value)
                            : fmt::format("contact {} ({})", contact.value, relation);
}

void add_house(std::string& story, const Provenance::House& house) {
    add(story,
        "บ้านเลขที่ {} หมู่ {} {} ต.{} (household {}, {})\n",
        house.house_no,
        house.moo,
        house.village_name,
        house.tambon_name,
        house.id.value,
        house.status);
    add(story, "In the register since {}, by {}.\n", time_of(house.created_at), house.created_by);
}

void add_speakers(std::string& story, const std::vector<Provenance::Speaker>& speakers) {
    add(story, "\nWho speaks for it\n");
    if (speakers.empty()) {
        add(story, "  nobody yet\n");
    }
    for (const auto& speaker : speakers) {
        add(story,
            "  {} by {}, from {}",
            speaker_name(speaker.contact, speaker.relation),
            fmt::join(speaker.channels, ", "),
            time_of(speaker.from));
        if (speaker.to) {
            add(story, " to {}", time_of(*speaker.to));
        }
        add(story, "{}\n", speaker.code.empty() ? "" : fmt::format(", with card {}", speaker.code));
    }
}

void add_consents(std::string& story, const std::vector<Provenance::Consent>& consents) {
    add(story, "\nConsent\n");
    if (consents.empty()) {
        add(story, "  none on record\n");
    }
    for (const auto& consent : consents) {
        add(story,
            "  {} {} {} by {}, {}, channel {}, notice {}",
            time_of(consent.at),
            consent.purpose,
            consent.given ? "given" : "refused",
            speaker_name(consent.contact, consent.relation),
            consent.basis,
            or_dash(consent.channel),
            or_dash(consent.notice_version));
        if (consent.withdrawn_at) {
            add(story, ", withdrawn {}", time_of(*consent.withdrawn_at));
        }
        add(story, "\n");
    }
}

void add_baseline(std::string& story, const std::optional<Provenance::Baseline>& baseline) {
    add(story, "\nBefore joining\n");
    if (!baseline) {
        add(story, "  not known\n");
        return;
    }
    add(story, "  source {}, period {}:", baseline->source, or_dash(baseline->ref_period));
    for (const auto& [name, amount] : baseline->figures) {
        add(story, " {} {}", name, baht_text(amount));
    }
    add(story, "\n  last written {}, by {}\n", time_of(baseline->updated_at), baseline->created_by);
}

std::string figure_text(const Provenance::Figure& figure) {
    std::string text;
    if (figure.word) {
        text = fmt::format("{} {} {}", figure.name, *figure.word, occupation_thai(*figure.word));
    } else if (figure.baht) {
        text = fmt::format("{} {}", figure.name, baht_text(*figure.baht));
    } else {
        text = fmt::format("{} unknown: {}", figure.name, figure.unknown);
    }
    return figure.typed.empty() ? text : fmt::format("{} (typed \"{}\")", text, figure.typed);
}

void add_source(std::string& story, const Provenance::Revision& revision) {
    add(story,
        "    said by {} by {} in {}",
        speaker_name(revision.reporter, revision.relation),
        or_dash(revision.channel),
        or_dash(revision.language));
    if (revision.on_behalf) {
        add(story, ", on behalf of the house; told by: {}", or_dash(revision.informant));
    }
    add(story, "\n    form {} version {}\n", or_dash(revision.form_id), revision.form_version);
    if (!revision.message) {
        add(story, "    no message: imported, or made for a demonstration\n");
        return;
    }
    const auto& message = *revision.message;
    add(story,
        "    message {} ({} {}), received {}",
        message.id.value,
        message.kind,
        message.event_id,
        time_of(message.received_at));
    add(story,
        "{}\n",
        message.text ? fmt::format(": \"{}\"", *message.text) : "; its text is not kept any more");
}

void add_revision(std::string& story, const Provenance::Revision& revision) {
    add(story,
        "  {} revision {} {}, {}{}\n",
        conversation::to_text(revision.period),
        revision.revision,
        revision.status,
        time_of(revision.at),
        revision.counts ? " <- this one counts" : "");
    for (const auto& figure : revision.figures) {
        // Parts that no form asked for are no news; a main figure that is missing is.
        const bool asked = figure.unknown != "NOT_ASKED" || figure.name == "income_total" ||
                           figure.name == "saving_amount" || figure.name == "occ_main";
        if (asked) {
            add(story, "    {}\n", figure_text(figure));
        }
    }
    if (!revision.flags.empty()) {
        add(story, "    flags {}\n", revision.flags);
    }
    add_source(story, revision);
}

void add_deeds(std::string& story, const std::vector<storage::AuditLog::Entry>& deeds) {
    add(story, "\nWhat was done, newest first\n");
    for (const auto& deed : deeds) {
        add(story, "  {} {} by {}", time_of(deed.at), deed.action, deed.actor);
        add(story, "{}\n", deed.detail.empty() ? "" : " (" + deed.detail + ")");
    }
}

}  // namespace

std::string household_story(storage::Connection& reader, conversation::HouseholdId household) {
    Provenance provenance(reader);
    const auto house = provenance.house(household);
    if (!house) {
        return {};
    }
    std::string story;
    add_house(story, *house);
    add_speakers(story, provenance.speakers(household));
    add_consents(story, provenance.consents(household));
    add_baseline(story, provenance.baseline(household));
    const auto revisions = provenance.revisions(household);
    add(story, "\nReports\n{}", revisions.empty() ? "  none\n" : "");
    for (const auto& revision : revisions) {
        add_revision(story, revision);
    }
    add_deeds(story,
              storage::AuditLog(reader).of(fmt::format("household:{}", household.value), kDeeds));
    return story;
}

}  // namespace console
