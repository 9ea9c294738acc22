#include "tests/support/pure_backend.h"

#include "conversation/form/xlsform_reader.h"
#include "conversation/text/sms_segments.h"
#include "conversation/thai/normalize.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace tests {

using namespace conversation;  // the whole file speaks the conversation's language

namespace {

std::string file_text(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

bool has_word(const ChatSetup& setup, std::string_view word) {
    return std::ranges::find(setup.words, word) != setup.words.end();
}

// The word after `name` in the line; "" when there is none.
std::string word_after(const ChatSetup& setup, std::string_view name) {
    const auto found = std::ranges::find(setup.words, name);
    return found == setup.words.end() || found + 1 == setup.words.end() ? "" : *(found + 1);
}

// Who sees a card sees no text: what is said before the table and what is asked after it must be on
// the card too.
bool card_says_all(const OutgoingMessage& message) {
    if (!message.card) {
        return true;
    }
    const auto& card = *message.card;
    return !card.note.empty() && message.text.ends_with(card.note) &&
           message.text.starts_with(card.lead) &&
           std::ranges::all_of(card.rows, [&](const Card::Row& row) {
               return message.text.find(row.value) != std::string::npos;
           });
}

// One segment, without a link, valid UTF-8: a gateway sends what a turn says as one message. Only
// the privacy notice, which the law wants whole, may be longer.
bool is_cheap_sms(const std::vector<OutgoingMessage>& messages, const Notice& notice) {
    std::string text;
    for (const auto& message : messages) {
        text += (text.empty() ? "" : "\n") + message.text;
    }
    const bool holds_notice = std::ranges::any_of(notice.text, [&](const auto& one) {
        return !one.second.empty() && text.find(one.second) != std::string::npos;
    });
    return (holds_notice || count_sms(text).segments <= 1) && clean_utf8(text) == text &&
           text.find("://") == std::string::npos && text.find("www.") == std::string::npos;
}

}  // namespace

std::shared_ptr<const Form> read_form_folder(const std::filesystem::path& folder) {
    std::vector<Sheet> sheets;
    for (const char* name : {"survey", "choices", "settings", "entities"}) {
        const auto path = folder / (std::string{name} + ".csv");
        if (!std::filesystem::exists(path)) {
            continue;
        }
        auto sheet = sheet_from_csv(name, file_text(path));
        if (auto* read = std::get_if<Sheet>(&sheet)) {
            sheets.push_back(std::move(*read));
        } else {
            throw std::invalid_argument(std::get<FormProblem>(sheet).message);
        }
    }
    auto reading = read_xlsform(sheets);
    std::string problems;
    for (const auto& problem : reading.problems) {
        problems += fmt::format("{}: {} row {} {}: {}\n",
                                folder.filename().string(),
                                problem.sheet,
                                problem.row,
                                problem.column,
                                problem.message);
    }
    if (!reading.form) {
        throw std::invalid_argument(problems);
    }
    return reading.form;
}

PureBackend::PureBackend(const std::filesystem::path& flows) : flows_(flows) {
    for (const auto& entry : std::filesystem::directory_iterator{flows}) {
        if (std::filesystem::exists(entry.path() / "survey.csv")) {
            forms.add(read_form_folder(entry.path()));
        }
    }
}

FakeHouse& PureBackend::house_no(const std::string& number) {
    for (auto& candidate : office.houses) {
        if (candidate.house.house_no == number) {
            return candidate;
        }
    }
    throw std::invalid_argument("there is no house " + number);
}

void PureBackend::add_house(const ChatSetup& setup) {
    FakeHouse fake;
    fake.house.id.value = 100 + static_cast<std::int64_t>(office.houses.size());
    fake.house.house_no = setup.words.at(1);
    const auto moo = word_after(setup, "moo");
    fake.house.moo = moo.empty() ? 0U : static_cast<unsigned>(moo[0] - '0');
    fake.house.code = word_after(setup, "code");
    fake.house.tambon_name = "เกยไชย";
    fake.house.village_code = "600304" + std::string{moo.empty() ? "01" : "0" + moo};
    fake.house.status = "INVITED";
    fake.invite = has_word(setup, "used")      ? Invite::State::UsedByOther
                  : has_word(setup, "expired") ? Invite::State::Expired
                  : has_word(setup, "void")    ? Invite::State::Void
                                               : Invite::State::Open;
    office.houses.push_back(std::move(fake));
}

void PureBackend::link_house(const ChatSetup& setup) {
    auto& fake = house_no(setup.words.at(1));
    const bool relation = setup.words.size() > 2 && setup.words[2] != "-";
    fake.people[office.contact_at(address_).id.value] = relation ? setup.words[2] : "";
    fake.invite = Invite::State::UsedByOther;
    fake.house.has_baseline = fake.house.has_baseline || has_word(setup, "baseline");
    if (!has_word(setup, "no-consent")) {
        fake.consented_notice = office.notice.version;
    }
}

FakePerson& PureBackend::person(const std::string& name) {
    for (auto& known : office.team) {
        if (known.name == name) {
            return known;
        }
    }
    throw std::invalid_argument("there is no person " + name);
}

void PureBackend::add_person(const ChatSetup& setup) {
    const auto& name = setup.words.at(1);
    const auto known = std::ranges::find(office.team, name, &FakePerson::name);
    if (known == office.team.end()) {
        FakePerson fresh;
        fresh.id.value = static_cast<std::int64_t>(office.team.size()) + 1;
        fresh.name = name;
        fresh.code = word_after(setup, "code");
        office.team.push_back(std::move(fresh));
    }
    FakeTerm term;
    term.role.role = setup.words.at(2);
    term.role.organisation_kind = word_after(setup, "of");
    if (!term.role.organisation_kind.empty()) {
        term.role.organisation = "กพสอ.ชุมแสง";
        term.role.duties = {{"th",
                             "สนับสนุนการพัฒนาอาชีพของครัวเรือนสัมมาชีพ · "
                             "เป็นแกนหลักในการคัดเลือกครัวเรือนสัมมาชีพตัวอย่าง"}};
    }
    if (const auto moo = word_after(setup, "moo"); !moo.empty()) {
        term.role.moo = static_cast<unsigned>(moo[0] - '0');
        term.role.tambon_name = "เกยไชย";
    }
    term.from = parse_day(word_after(setup, "from"));
    term.to = parse_day(word_after(setup, "to"));
    person(name).terms.push_back(std::move(term));
}

void PureBackend::link_person(const ChatSetup& setup) {
    auto& known = person(setup.words.at(1));
    known.used = true;
    known.consented_notice = has_word(setup, "no-consent") ? "" : office.notice.version;
    office.contact_at(address_).person = known.id;
}

void PureBackend::add_report(const ChatSetup& setup, Instant now) {
    const auto period = parse_period(setup.words.at(2));
    auto& house = house_no(setup.words.at(1)).house;
    ReportView report;
    report.period = period.value();
    report.revision = 1;
    report.status = "CONFIRMED";
    report.reported_at = now;
    const auto by = word_after(setup, "by");
    report.reporter = by == "me" ? office.contact_at(address_).id : ContactId{999};
    report.reporter_relation = by == "me" ? "HEAD" : by;
    for (const auto& word : setup.words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos) {
            continue;
        }
        const auto value = word.substr(equals + 1);
        if (value == "?") {
            report.unknown[word.substr(0, equals)] = UnknownReason::DontKnow;
        } else {
            report.values[word.substr(0, equals)] = value;
        }
    }
    office.reports[{house.id.value, report.period}].push_back(std::move(report));
}

void PureBackend::add_activity(const ChatSetup& setup) {
    FakeActivity fake;
    fake.name = setup.words.at(1);
    fake.organisation_kind = setup.words.at(2);
    if (setup.words.at(3) != "-") {
        fake.responsible = person(setup.words.at(3)).id;
    }
    const auto& days = setup.words.at(4);
    fake.activity.id.value = static_cast<std::int64_t>(office.activities.size()) + 1;
    fake.activity.first = parse_day(days.substr(0, days.find(".."))).value();
    fake.activity.last = days.find("..") == std::string::npos
                             ? fake.activity.first
                             : parse_day(days.substr(days.find("..") + 2)).value();
    fake.activity.title = setup.rest.substr(setup.rest.find(days) + days.size() + 1);
    fake.activity.team = "กพสอ.ชุมแสง";
    fake.activity.state = "PLANNED";
    office.activities.push_back(std::move(fake));
}

void PureBackend::arrange(const ChatSetup& setup, Instant now) {
    if (setup.word == "house") {
        add_house(setup);
    } else if (setup.word == "linked") {
        link_house(setup);
    } else if (setup.word == "report") {
        add_report(setup, now);
    } else if (setup.word == "person") {
        add_person(setup);
    } else if (setup.word == "team") {
        link_person(setup);
    } else if (setup.word == "care") {
        office.care[house_no(setup.words.at(1)).house.id.value] = person(setup.words.at(2)).id;
    } else if (setup.word == "activity") {
        add_activity(setup);
    } else if (setup.word == "asked") {
        std::ranges::find(office.activities, setup.words.at(1), &FakeActivity::name)->asked = now;
    } else if (setup.word == "status") {
        house_no(setup.words.at(1)).house.status = setup.words.at(2);
    } else if (setup.word == "notice") {
        office.notice.version = setup.words.at(1);
        office.notice.text["th"] = setup.rest.substr(setup.words.at(1).size() + 1);
    } else if (setup.word == "contact") {
        address_ = setup.words.at(2);
        auto& contact = office.contact_at(address_);
        contact.language = has_word(setup, "en") ? "en" : contact.language;
        if (has_word(setup, "stopped")) {
            office.stopped.insert(address_);
        }
    } else if (setup.word == "form") {
        forms.add(read_form_folder(flows_.parent_path() / "tests" / "transcripts" / "forms" /
                                   setup.words.at(1)));
    } else if (setup.word == "unload") {
        Forms left;
        for (auto& form : forms.all()) {
            if (form->id != setup.words.at(1)) {
                left.add(form);
            }
        }
        forms = std::move(left);
    } else {
        throw std::invalid_argument("a transcript knows no " + setup.word);
    }
}

std::string PureBackend::record(const Event& event, const FakeOffice& seen) const {
    auto text = describe(event);
    const auto* submitted = std::get_if<FormSubmitted>(&event);
    if (submitted != nullptr && submitted->entity == "household_report" && submitted->period) {
        const auto& report =
            seen.reports.at({submitted->household.value, *submitted->period}).back();
        text += " status=" + report.status;
    }
    return text;
}

ChatAnswer PureBackend::answer(const IncomingMessage& message, Instant now) {
    Contact contact = office.contact_at(message.address);
    contact.channel = message.channel;
    contact.address = message.address;
    contact.stopped = office.stopped.contains(message.address);
    const FakeRegister reg{office, contact, now};
    std::optional<Session> session;
    if (const auto stored = sessions.find(contact.id.value); stored != sessions.end()) {
        session = session_from_json(stored->second);
    }
    const TurnInput input{forms, texts, reg, session, message, now};
    TurnResult result = run_turn(input);
    const TurnResult again = run_turn(input);
    ChatAnswer answer;
    answer.messages = result.messages;
    const bool draws_cards = !message.address.starts_with("tel:");
    if (draws_cards && !std::ranges::all_of(result.messages, card_says_all)) {
        answer.records.emplace_back("THE CARD DOES NOT SAY WHAT THE TEXT SAYS");
    }
    if (result.events.size() != again.events.size() ||
        (result.session && to_json(*result.session) != to_json(again.session.value()))) {
        answer.records.emplace_back("THE SAME TURN GAVE ANOTHER RESULT");
    }
    if (!draws_cards && !is_cheap_sms(result.messages, office.notice)) {
        answer.records.emplace_back("MORE THAN ONE SMS, OR A LINK IN IT");
    }
    sessions.erase(contact.id.value);
    if (result.session) {
        sessions[contact.id.value] = to_json(*result.session);
    }
    for (const auto& event : result.events) {
        office.apply(event, contact, now);
        answer.records.push_back(record(event, office));
    }
    return answer;
}

}  // namespace tests
