#include "conversation/held_data.h"

#include "conversation/thai/money.h"

#include <algorithm>
#include <charconv>

namespace conversation {

namespace {

constexpr std::chrono::days kMessagesKept{90};

// One section in the making.
class Writing {
  public:
    Writing(const Texts& texts, std::string_view language, const NameOfCode& name_of)
        : texts_(texts), language_(language), name_of_(name_of) {}

    [[nodiscard]] std::string text(std::string_view key,
                                   const TextArguments& arguments = {}) const {
        return texts_.get(key, language_, arguments);
    }

    // The word for a code ("HEAD"), where the texts have one.
    [[nodiscard]] std::string word(std::string_view group, std::string_view code) const {
        const std::string key = std::string(group) + "." + std::string(code);
        return texts_.has(key) ? text(key) : std::string(code);
    }

    [[nodiscard]] std::string name(std::string_view code) const { return name_of_(code); }

    [[nodiscard]] std::string day(Day day) const { return short_date(day, language_); }

    [[nodiscard]] std::string day(Instant at) const { return day(bangkok_day(at)); }

    [[nodiscard]] std::string month(Period period) const { return short_month(period, language_); }

    void begin(std::string_view title) { sections_.push_back({text(title), {}}); }

    void line(std::string_view key, const TextArguments& arguments = {}) {
        sections_.back().lines.push_back(text(key, arguments));
    }

    void fact(std::string_view key, const std::string& value) {
        if (!value.empty()) {
            line(key, {{"value", value}});
        }
    }

    void amount(std::string_view key, std::optional<std::int64_t> value) {
        if (value) {
            line(key, {{"value", with_commas(*value)}});
        }
    }

    void count(std::string_view key, std::optional<std::int64_t> value) {
        if (value) {
            line(key, {{"value", std::to_string(*value)}});
        }
    }

    [[nodiscard]] std::vector<HeldSection> sections() && {
        std::erase_if(sections_, [](const HeldSection& section) { return section.lines.empty(); });
        return std::move(sections_);
    }

  private:
    const Texts& texts_;
    std::string_view language_;
    const NameOfCode& name_of_;
    std::vector<HeldSection> sections_;
};

std::int64_t number(const std::string& text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void write_house(Writing& out, const HeldData& data) {
    out.begin("held.house");
    out.fact("held.head", data.head_name);
    out.fact("held.phone", data.phone);
    out.fact("held.house_code", data.house_code);
    out.count("held.members", data.members_total);
    out.count("held.members_15_59", data.members_15_59);
    out.count("held.members_60plus", data.members_60plus);
    out.fact("held.occupation", data.occ_main.empty() ? "" : out.name(data.occ_main));
    out.fact("held.trainer", data.trainer);
    out.fact("held.status", out.word("held.status", data.status));
    for (const auto& [kind, since] : data.flags) {
        out.line("held.flag." + kind, {{"day", out.day(since)}});
    }
    for (const auto& group : data.groups) {
        out.fact("held.group", group);
    }
    for (const int year : data.nominated) {
        out.fact("held.nominated", std::to_string(year));
    }
    for (const auto& fund : data.funds) {
        out.fact("held.fund", fund);
    }
}

void write_baseline(Writing& out, const HeldData& data) {
    out.begin("held.baseline");
    out.amount("held.income_month", data.income_month);
    out.amount("held.expense_month", data.expense_month);
    out.amount("held.saving_month", data.saving_month);
    out.amount("held.debt", data.debt_total);
    std::string forms;
    for (const auto& form : data.saving_forms) {
        forms += forms.empty() ? "" : ", ";
        forms += form == "NONE" ? out.text("held.saving_none") : out.name(form);
    }
    out.fact("held.saving_forms", forms);
    if (data.corrections > 0) {
        out.count("held.corrections", data.corrections);
    }
}

// "พ.ย. 68: ทำนา · รายได้ 8,500 · ออม 300 (รายงานแทน, LINE)"
std::string report_words(const Writing& out, const HeldReport& report) {
    const auto amount = [&](const char* field) {
        const auto known = report.view.values.find(field);
        return known == report.view.values.end() ? out.text("unknown")
                                                 : with_commas(number(known->second));
    };
    std::string words = out.month(report.view.period) + ": ";
    const auto occupation = report.view.values.find("occ_main");
    if (occupation != report.view.values.end()) {
        words += out.name(occupation->second) + " · ";
    }
    words += out.text("report.figures",
                      {{"income", amount("income_total")}, {"saving", amount("saving_amount")}});
    if (report.view.values.contains("expense_total")) {
        words += " · " + out.text("held.expense", {{"value", amount("expense_total")}});
    }
    std::string who = report.on_behalf ? out.text("held.on_behalf")
                                       : out.word("by", report.view.reporter_relation);
    if (!report.channel.empty()) {
        who += (who.empty() ? "" : ", ") + report.channel;
    }
    return who.empty() ? words : words + " (" + who + ")";
}

void write_reports(Writing& out, const HeldData& data) {
    out.begin("held.reports");
    if (data.reports.empty()) {
        out.line("my_data.none");
    }
    for (const auto& report : data.reports) {
        out.line("held.line", {{"value", report_words(out, report)}});
    }
}

std::string_view state_key(HeldConsent::State state) {
    switch (state) {
        case HeldConsent::State::Refused:
            return "held.consent_refused";
        case HeldConsent::State::Withdrawn:
            return "held.consent_withdrawn";
        case HeldConsent::State::Given:
            break;
    }
    return "held.consent_given";
}

void write_consents(Writing& out, const HeldData& data) {
    out.begin("held.consents");
    for (const auto& consent : data.consents) {
        out.line(state_key(consent.state),
                 {{"value", out.word("held.purpose", consent.purpose)},
                  {"day", out.day(consent.at)},
                  {"channel", consent.channel},
                  {"version", consent.version}});
    }
    for (const auto& speaker : data.speakers) {
        out.line("held.speaker",
                 {{"who", out.word("held.relation", speaker.relation)},
                  {"channel", speaker.channel},
                  {"day", out.day(speaker.since)}});
    }
}

void write_rest(Writing& out, const HeldData& data) {
    out.begin("held.messages");
    for (const auto& request : data.requests) {
        out.line(request.done ? "held.request_done" : "held.request_open",
                 {{"value", out.word("held.kind", request.kind)},
                  {"receipt", request.receipt.empty() ? "-" : request.receipt},
                  {"day", out.day(request.done ? request.asked : request.due)}});
    }
    if (data.oldest_message) {
        const Day gone = std::chrono::sys_days(*data.oldest_message) + kMessagesKept;
        out.line("held.texts", {{"value", std::to_string(data.messages)}, {"day", out.day(gone)}});
    }
    out.count("held.photos", data.photos);
}

std::string place_words(const Writing& out, const TeamRole& role) {
    if (!role.organisation.empty()) {
        return " " + role.organisation;
    }
    return role.moo == 0
               ? std::string{}
               : " " + out.text("role.village",
                                {{"moo", std::to_string(role.moo)}, {"tambon", role.tambon_name}});
}

void write_person(Writing& out, const HeldPerson& person) {
    out.begin("held.person");
    out.fact("held.name", person.name);
    out.fact("held.phone", person.phone);
    out.count("held.birth_year", person.birth_year_be);
    for (const auto& one : person.roles) {
        out.line(one.to ? "held.role_to" : "held.role",
                 {{"value", out.word("role", one.role.role) + place_words(out, one.role)},
                  {"from", out.day(one.from)},
                  {"to", one.to ? out.day(*one.to) : std::string{}}});
    }
}

void write_work(Writing& out, const HeldPerson& person) {
    out.begin("held.work");
    out.count("held.reports_for", person.reports_for_others);
    out.count("held.in_care", person.houses_in_care);
    for (const auto& [key, count] : {std::pair{"held.activities", person.activities},
                                     std::pair{"held.nominations", person.nominations},
                                     std::pair{"held.scored", person.scored}}) {
        if (count > 0) {
            out.count(key, count);
        }
    }
}

}  // namespace

bool holds_consent(const HeldData& data, std::string_view purpose) {
    return std::ranges::any_of(data.consents, [&](const HeldConsent& consent) {
        return consent.purpose == purpose && consent.state == HeldConsent::State::Given;
    });
}

std::vector<HeldSection> held_sections(const HeldData& data,
                                       const Texts& texts,
                                       std::string_view language,
                                       const NameOfCode& name_of) {
    Writing out(texts, language, name_of);
    write_house(out, data);
    write_baseline(out, data);
    write_reports(out, data);
    write_consents(out, data);
    write_rest(out, data);
    return std::move(out).sections();
}

std::vector<HeldSection> held_sections(const HeldPerson& person,
                                       const Texts& texts,
                                       std::string_view language) {
    const NameOfCode as_it_is = [](std::string_view code) { return std::string(code); };
    Writing out(texts, language, as_it_is);
    write_person(out, person);
    write_work(out, person);
    HeldData rights;  // said as those of a house are
    rights.consents = person.consents;
    rights.requests = person.requests;
    write_consents(out, rights);
    for (const auto& address : person.addresses) {
        out.line("held.address", {{"channel", address.channel}, {"day", out.day(address.since)}});
    }
    write_rest(out, rights);
    out.line("held.texts_kept");
    return std::move(out).sections();
}

std::map<std::string, std::string> facts_of(const HeldData& held) {
    std::map<std::string, std::string> facts;
    const auto number = [&](const char* field, std::optional<std::int64_t> value) {
        if (value) {
            facts[field] = std::to_string(*value);
        }
    };
    number("members_total", held.members_total);
    number("members_15_59", held.members_15_59);
    number("members_60plus", held.members_60plus);
    number("income_month", held.income_month);
    number("expense_month", held.expense_month);
    number("saving_month", held.saving_month);
    number("debt_total", held.debt_total);
    if (!held.occ_main.empty()) {
        facts["occ_main"] = held.occ_main;
    }
    for (const auto& form : held.saving_forms) {
        auto& all = facts["saving_forms"];
        all += (all.empty() ? "" : " ") + form;
    }
    return facts;
}

}  // namespace conversation
