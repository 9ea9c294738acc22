#include "bot/terminal_chat.h"

#include "bot/privacy_notice.h"
#include "storage/activities.h"
#include "storage/household_care.h"
#include "storage/households.h"
#include "storage/invites.h"
#include "storage/migrations.h"
#include "storage/notices.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/places.h"
#include "storage/plans.h"
#include "storage/register_view.h"
#include "storage/reminders.h"
#include "storage/roles.h"
#include "storage/transaction.h"
#include "storage/turn_commit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>
#include <variant>

namespace bot {

namespace {

using conversation::ChatAnswer;
using conversation::ChatSetup;
using conversation::Event;
using conversation::FormSubmitted;
using conversation::HouseholdId;
using conversation::IncomingMessage;
using conversation::Instant;

constexpr std::string_view kBy = "terminal";
constexpr std::string_view kTambon = "600304";
constexpr std::chrono::days kCodeLives{365};

std::string word_after(const ChatSetup& setup, std::string_view name) {
    const auto found = std::ranges::find(setup.words, name);
    return found == setup.words.end() || found + 1 == setup.words.end() ? std::string{}
                                                                        : *(found + 1);
}

bool has_word(const ChatSetup& setup, std::string_view word) {
    return std::ranges::find(setup.words, word) != setup.words.end();
}

std::string channel_of(const std::string& address) {
    return address.starts_with("tel:") ? "sms" : "line";
}

// The status only storage knows, beside what the event says.
std::string record_of(const Event& event, const conversation::Register& reg) {
    auto text = conversation::describe(event);
    const auto* submitted = std::get_if<FormSubmitted>(&event);
    if (submitted != nullptr && submitted->period) {
        if (const auto report = reg.report(submitted->household, *submitted->period)) {
            text += " status=" + report->status;
        }
    }
    return text;
}

}  // namespace

// A folder for one database, gone with the object.
struct TerminalChat::Folder {
    std::filesystem::path path;

    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "sammachip-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no folder for the temporary database can be made: " + name);
        }
        path = name;
    }

    ~Folder() {
        std::error_code ignored;  // what is left in the temporary folder harms nobody
        std::filesystem::remove_all(path, ignored);
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    Folder(Folder&&) = delete;
    Folder& operator=(Folder&&) = delete;
};

TerminalChat::TerminalChat(conversation::Forms forms, conversation::Office office)
    : forms_(std::move(forms)),
      office_(std::move(office)),
      folder_(std::make_unique<Folder>()),
      connection_(
          std::make_unique<storage::Connection>(storage::Connection::open_writer(database()))) {
    const Instant start{};
    (void)storage::migrate(*connection_, start);
    storage::Transaction transaction(*connection_);
    put_privacy_notice(*connection_, start);
    transaction.commit();
}

TerminalChat::~TerminalChat() = default;

std::filesystem::path TerminalChat::database() const {
    return folder_->path / "chat.db";
}

void TerminalChat::begin_anew() {
    connection_.reset();
    connection_ =
        std::make_unique<storage::Connection>(storage::Connection::open_writer(database()));
}

HouseholdId TerminalChat::house_no(const std::string& number) const {
    const auto found = houses_.find(number);
    if (found == houses_.end()) {
        throw std::invalid_argument("there is no house " + number);
    }
    return found->second.first;
}

void TerminalChat::add_house(const ChatSetup& setup, Instant now) {
    const std::string& number = setup.words.at(1);
    const auto moo = word_after(setup, "moo");
    const unsigned village = moo.empty() ? 1U : static_cast<unsigned>(moo.front() - '0');
    const std::string village_code = fmt::format("{}{:02}", kTambon, village);
    const auto code = word_after(setup, "code");
    storage::Transaction transaction(*connection_);
    storage::Places places(*connection_);
    (void)places.put_tambon({std::string{kTambon}, "เกยไชย", "Koei Chai", "60120"}, now, kBy);
    (void)places.put_village(
        {village_code, village, fmt::format("หมู่ {}", village), std::string{kTambon}, "เกยไชย"},
        now,
        kBy);
    storage::Households::Record record;
    record.village_code = village_code;
    record.house_no = number;
    const auto put = storage::Households(*connection_).put(record, now, kBy);
    storage::Invites(*connection_).create_with_code(code, put.id, kCodeLives, now, kBy);
    transaction.commit();
    houses_[number] = {put.id, code};
}

void TerminalChat::make_true(std::vector<Event> events, Instant now) {
    IncomingMessage message;
    message.channel = channel_of(address_);
    message.address = address_;
    message.event_id = fmt::format("arranged-{}", ++arranged_);
    message.kind = conversation::IncomingKind::Other;
    message.sent_at = message.received_at = now;
    storage::Transaction transaction(*connection_);
    storage::TurnCommit commit(*connection_);
    const auto start = commit.start(message, now);
    conversation::TurnResult result;
    result.session = start.session;
    result.events = std::move(events);
    (void)commit.finish(start, message, result, result.messages, now);
    transaction.commit();
}

void TerminalChat::link_house(const ChatSetup& setup, Instant now) {
    const HouseholdId house = house_no(setup.words.at(1));
    std::vector<Event> events{
        conversation::HouseholdLinked{house, houses_.at(setup.words.at(1)).second}};
    if (!has_word(setup, "no-consent")) {
        events.emplace_back(conversation::ConsentGiven{
            house, storage::Notices(*connection_).current_version(now), {"DATA", "MESSAGES"}});
    }
    if (setup.words.size() > 2 && setup.words[2] != "-") {
        events.emplace_back(conversation::RelationGiven{house, setup.words[2]});
    }
    if (has_word(setup, "baseline")) {
        FormSubmitted joined;
        joined.form_id = "household_join";
        joined.household = house;
        joined.instance_json = R"({"answers":{}})";
        joined.entity = "baseline";
        joined.fields["members_total"].value = "4";
        joined.fields["income_month"].value = "8000";
        events.emplace_back(std::move(joined));
    }
    make_true(std::move(events), now);
}

conversation::PersonId TerminalChat::person(const std::string& name) const {
    const auto found = people_.find(name);
    if (found == people_.end()) {
        throw std::invalid_argument("there is no person " + name);
    }
    return found->second.first;
}

void TerminalChat::add_person(const ChatSetup& setup, Instant now) {
    const std::string& name = setup.words.at(1);
    storage::Transaction transaction(*connection_);
    if (!people_.contains(name)) {
        storage::People::Record record;
        record.given_name = name;
        const auto id = storage::People(*connection_).put(record, now, kBy).id;
        const auto code = word_after(setup, "code");
        people_[name] = {id, code};
        storage::Invites(*connection_).create_for_person_with_code(code, id, kCodeLives, now, kBy);
    }
    storage::Roles::Role role;
    role.person = person(name);
    role.role = setup.words.at(2);
    if (const auto kind = word_after(setup, "of"); !kind.empty()) {
        storage::Organisations organisations(*connection_);
        role.organisation = organisations.only_of_kind(kind);
        if (!role.organisation) {
            storage::Organisations::Record record;
            record.kind = kind;
            record.name_th = "กพสอ.ชุมแสง";
            role.organisation = organisations.put(record, now, kBy).id;
        }
    }
    if (const auto moo = word_after(setup, "moo"); !moo.empty()) {
        role.village = storage::Places(*connection_).village_id(fmt::format("{}0{}", kTambon, moo));
    }
    const auto from = conversation::parse_day(word_after(setup, "from"));
    role.from = from ? from : conversation::parse_day("2025-01-01");
    role.to = conversation::parse_day(word_after(setup, "to"));
    (void)storage::Roles(*connection_).put(role, now, kBy);
    transaction.commit();
}

void TerminalChat::link_person(const ChatSetup& setup, Instant now) {
    (void)person(setup.words.at(1));
    std::vector<Event> events{conversation::TeamLinked{people_.at(setup.words.at(1)).second}};
    if (!has_word(setup, "no-consent")) {
        events.emplace_back(conversation::TeamConsent{
            storage::Notices(*connection_).current_version(now), {"DATA", "MESSAGES"}});
    }
    make_true(std::move(events), now);
}

// Who looks after a house, and what became of it.
void TerminalChat::assign(const ChatSetup& setup, Instant now) {
    const HouseholdId house = house_no(setup.words.at(1));
    storage::Transaction transaction(*connection_);
    if (setup.word == "care") {
        (void)storage::HouseholdCare(*connection_)
            .assign(house, person(setup.words.at(2)), conversation::bangkok_day(now), now, kBy);
    } else {
        storage::Households(*connection_).set_status(house, setup.words.at(2), now);
    }
    transaction.commit();
}

void TerminalChat::add_activity(const ChatSetup& setup, Instant now) {
    const auto& days = setup.words.at(4);
    const auto until = days.find("..");
    storage::Activities::Activity activity;
    activity.code = setup.words.at(1);
    activity.title = setup.rest.substr(setup.rest.find(days) + days.size() + 1);
    activity.kind = "OTHER";
    activity.start = conversation::parse_day(days.substr(0, until));
    activity.end = until == std::string::npos ? activity.start
                                              : conversation::parse_day(days.substr(until + 2));
    if (setup.words.at(3) != "-") {
        activity.responsible = person(setup.words.at(3));
    }
    storage::Transaction transaction(*connection_);
    const auto team = storage::Organisations(*connection_).only_of_kind(setup.words.at(2));
    if (!team || !activity.start) {
        throw std::invalid_argument("an activity needs a person of its organisation, and a day");
    }
    const int year = conversation::fiscal_year_be(*activity.start);
    activity.plan = storage::Plans(*connection_).open(team, year, now, kBy).id;
    activities_[activity.code] = storage::Activities(*connection_).put(activity, now, kBy).id;
    transaction.commit();
}

// As if the question of the morning after had gone out just now.
void TerminalChat::remind_of(const ChatSetup& setup, Instant now) {
    const auto id = activities_.at(setup.words.at(1));
    const auto activity = storage::Activities(*connection_).find(id);
    storage::Transaction transaction(*connection_);
    storage::Reminders reminders(*connection_);
    storage::Reminders::Row row;
    row.kind = "ASK";
    row.activity = id;
    row.day = activity->start.value();
    row.person = activity->responsible;
    row.due = row.useful_until = now;
    reminders.put(row, now);
    for (const auto& due : reminders.due(row.rank, now, 1)) {
        if (reminders.take(due.id, now)) {
            reminders.link(due.id, {}, now);
        }
    }
    transaction.commit();
}

void TerminalChat::add_report(const ChatSetup& setup, Instant now) {
    const auto period = conversation::parse_period(setup.words.at(2));
    if (!period || word_after(setup, "by") != "me") {
        throw std::invalid_argument("here a report is: report HOUSE 2025-11 by me field=value");
    }
    FormSubmitted submitted;
    submitted.form_id = "household_report";
    submitted.household = house_no(setup.words.at(1));
    submitted.period = period;
    submitted.instance_json = R"({"answers":{}})";
    submitted.entity = "household_report";
    for (const auto& word : setup.words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos) {
            continue;
        }
        auto& field = submitted.fields[word.substr(0, equals)];
        if (word.substr(equals + 1) == "?") {
            field.unknown = conversation::UnknownReason::DontKnow;
        } else {
            field.value = word.substr(equals + 1);
        }
    }
    make_true({std::move(submitted)}, now);
}

void TerminalChat::choose_contact(const ChatSetup& setup, Instant now) {
    address_ = setup.words.at(2);
    std::vector<Event> events;
    if (has_word(setup, "en")) {
        events.emplace_back(conversation::LanguageChosen{"en"});
    }
    if (has_word(setup, "stopped")) {
        events.emplace_back(conversation::ContactStopped{});
    }
    if (!events.empty()) {
        make_true(std::move(events), now);
    }
}

void TerminalChat::arrange(const ChatSetup& setup, Instant now) {
    if (setup.word == "house") {
        add_house(setup, now);
    } else if (setup.word == "linked") {
        link_house(setup, now);
    } else if (setup.word == "report") {
        add_report(setup, now);
    } else if (setup.word == "contact") {
        choose_contact(setup, now);
    } else if (setup.word == "person") {
        add_person(setup, now);
    } else if (setup.word == "team") {
        link_person(setup, now);
    } else if (setup.word == "care" || setup.word == "status") {
        assign(setup, now);
    } else if (setup.word == "activity") {
        add_activity(setup, now);
    } else if (setup.word == "asked") {
        remind_of(setup, now);
    } else if (setup.word == "notice") {
        storage::Transaction transaction(*connection_);
        const std::string& version = setup.words.at(1);
        storage::Notices(*connection_)
            .put(version, "th", std::string_view{setup.rest}.substr(version.size() + 1), now);
        transaction.commit();
    } else {
        throw std::invalid_argument("the terminal chat cannot arrange: " + setup.word);
    }
}

ChatAnswer TerminalChat::answer(const IncomingMessage& message, Instant now) {
    if (!message.group.empty() || message.standby) {
        return {};  // the program's gate takes care of these: bot/event_job
    }
    storage::Transaction transaction(*connection_);
    storage::TurnCommit commit(*connection_);
    const auto start = commit.start(message, now);
    if (start.repeated) {
        return {};
    }
    const storage::RegisterView view(*connection_, start.contact, office_, now);
    auto result = conversation::run_turn({.forms = forms_,
                                          .texts = texts_,
                                          .reg = view,
                                          .session = start.session,
                                          .message = message,
                                          .now = now});
    (void)commit.finish(start, message, result, result.messages, now);
    transaction.commit();
    ChatAnswer answer;
    for (const auto& event : result.events) {
        answer.records.push_back(record_of(event, view));
    }
    answer.messages = std::move(result.messages);
    return answer;
}

}  // namespace bot
