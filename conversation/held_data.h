#pragma once
#include "conversation/calendar.h"
#include "conversation/register.h"
#include "conversation/texts.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Everything the office holds about a household, or a person of the team, for
// themselves: what the law calls access. The chat says it and the officer prints it, in the same
// words.
namespace conversation {

struct HeldReport {
    ReportView view;
    bool on_behalf = false;
    std::string informant;
    std::string channel;
};

struct HeldConsent {
    enum class State { Given, Refused, Withdrawn };
    State state = State::Given;
    std::string purpose;  // DATA MESSAGES PHOTO PUBLISH
    std::string basis;    // CONSENT PUBLIC_TASK
    std::string version;  // of the notice
    std::string channel;
    std::string relation;
    Instant at{};
};

struct HeldSpeaker {
    std::string relation;  // HEAD SPOUSE CHILD OTHER; empty: not said
    std::string channel;   // "LINE", "SMS"
    Instant since{};
};

struct HeldRequest {
    std::string kind;
    std::string receipt;  // empty: none was given
    bool done = false;
    Day asked{};
    Day due{};
};

struct HeldData {
    std::string head_name;
    std::string phone;
    std::string house_code;
    std::string trainer;  // who looks after the house
    std::optional<std::int64_t> members_total;
    std::optional<std::int64_t> members_15_59;
    std::optional<std::int64_t> members_60plus;
    std::string occ_main;
    std::string status;
    std::vector<std::pair<std::string, Day>> flags;  // TARGET POOR, since when; open ones
    bool has_baseline = false;
    std::optional<std::int64_t> income_month;
    std::optional<std::int64_t> expense_month;
    std::optional<std::int64_t> saving_month;
    std::optional<std::int64_t> debt_total;
    std::vector<std::string> saving_forms;
    std::vector<HeldReport> reports;  // newest first, the revision that counts
    std::vector<HeldSpeaker> speakers;
    std::vector<HeldConsent> consents;  // newest first
    std::vector<HeldRequest> requests;  // newest first
    std::vector<std::string> funds;  // "กองทุนหมู่บ้าน …: GRANTED 2025-11-30 20,000"
    std::vector<int> nominated;       // fiscal years
    std::vector<std::string> groups;  // of occupation
    std::int64_t corrections = 0;     // of facts of the register
    std::int64_t messages = 0;        // texts that are still kept
    std::optional<Day> oldest_message;
    std::int64_t photos = 0;
};

// A role somebody of the team has or had.
struct HeldRole {
    TeamRole role;
    Day from{};
    std::optional<Day> to{};  // its last day; nothing: no end is known
};

// Everything the office holds about a person of the team, but for what she said of houses.
struct HeldPerson {
    std::string name;
    std::string phone;
    std::optional<std::int64_t> birth_year_be;
    std::vector<HeldRole> roles;
    std::int64_t reports_for_others = 0;
    std::int64_t houses_in_care = 0;
    std::int64_t activities = 0;         // she is responsible for
    std::int64_t nominations = 0;        // of model households
    std::int64_t scored = 0;             // houses she gave points to
    std::vector<HeldSpeaker> addresses;  // where she is written to; no relation
    std::vector<HeldConsent> consents;   // newest first
    std::vector<HeldRequest> requests;   // her own, newest first
};

// The register's facts as answers of the form that is filled in at joining, by its save_to names;
// what is not known is left out.
[[nodiscard]] std::map<std::string, std::string> facts_of(const HeldData& held);

// Is this purpose consented to now (to any version of the notice)?
[[nodiscard]] bool holds_consent(const HeldData& data, std::string_view purpose);

// A part of what is held: a title, and lines.
struct HeldSection {
    std::string title;
    std::vector<std::string> lines;
};

// How codes of occupations and forms of saving are called.
using NameOfCode = std::function<std::string(std::string_view code)>;

// All of it in words of a language. What is not known is left out, what is known to be nothing is
// said so.
[[nodiscard]] std::vector<HeldSection> held_sections(const HeldData& data,
                                                     const Texts& texts,
                                                     std::string_view language,
                                                     const NameOfCode& name_of);
[[nodiscard]] std::vector<HeldSection> held_sections(const HeldPerson& person,
                                                     const Texts& texts,
                                                     std::string_view language);

}  // namespace conversation
