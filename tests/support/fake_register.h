#pragma once
#include "conversation/event.h"
#include "conversation/held_data.h"
#include "conversation/model_household.h"
#include "conversation/register.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A household register in memory, for tests of the pure engine: what is arranged in it can be
// looked up, and events of turns change it as storage would.
namespace tests {

struct FakeHouse {
    conversation::House house;
    conversation::Invite::State invite = conversation::Invite::State::Open;
    std::string consented_notice;
    std::map<std::int64_t, std::string> people;  // contact → relation, "" until it is given
};

struct FakeTerm {
    conversation::TeamRole role;
    std::optional<conversation::Day> from;
    std::optional<conversation::Day> to;
};

// Somebody of the team.
struct FakePerson {
    conversation::PersonId id;
    std::string name;
    std::string code;
    bool used = false;
    std::vector<FakeTerm> terms;
    std::string consented_notice;
};

// An activity that happens once.
struct FakeActivity {
    std::string name;
    std::string organisation_kind;
    conversation::PersonId responsible;
    conversation::TeamActivity activity;  // as it stands; its answer is made for who looks
    std::vector<conversation::ActivityAnswered> answers;
    std::vector<conversation::PersonId> answered_by;
    std::optional<conversation::Instant> asked;
};

struct FakeOffice {
    conversation::Office office{"สำนักงานพัฒนาชุมชนอำเภอชุมแสง", "056-000-000"};
    conversation::Notice notice;
    std::vector<FakeHouse> houses;
    std::map<std::pair<std::int64_t, conversation::Period>, std::vector<conversation::ReportView>>
        reports;
    std::map<std::string, std::map<std::string, std::string>> submissions;  // by form id
    std::map<std::int64_t, conversation::Contact> contacts;
    std::map<std::string, std::int64_t> joined;  // further addresses of a contact
    std::set<std::string> stopped;               // addresses
    std::set<std::int64_t> erasing;              // contacts that wish to be erased
    std::map<std::int64_t, std::vector<conversation::Instant>> wrong_codes;  // by contact
    std::map<std::int64_t, std::vector<std::pair<conversation::Instant, conversation::Instant>>>
        locks;  // by contact: made at, until
    std::vector<FakePerson> team;
    std::map<std::int64_t, conversation::PersonId> care;  // by household
    std::vector<FakeActivity> activities;
    // Which two revisions of a household's month differ.
    std::map<std::pair<std::int64_t, conversation::Period>, std::pair<int, int>> conflicts;
    std::map<std::int64_t, std::int64_t> last_house;  // by contact
    conversation::ModelYear model;                    // with all nominees
    // By household: who gave how many points.
    std::map<std::int64_t, std::map<std::int64_t, std::int64_t>> model_scores;

    FakeOffice();

    // The contact of an address, made when it is new.
    conversation::Contact& contact_at(const std::string& address);
    [[nodiscard]] FakeHouse* find(conversation::HouseholdId id);
    [[nodiscard]] conversation::Nominee* nominee(conversation::HouseholdId id);
    [[nodiscard]] const FakeHouse* by_code(std::string_view code) const;
    [[nodiscard]] const FakePerson* person(conversation::PersonId id) const;
    [[nodiscard]] FakePerson* person_with_code(std::string_view code);
    [[nodiscard]] conversation::TeamMember member(const FakePerson& person,
                                                  conversation::Day today) const;

    // Does to the register what storage does for an event of this contact's turn.
    void apply(const conversation::Event& event,
               const conversation::Contact& contact,
               conversation::Instant now);
};

// The office with the eyes of one contact.
class FakeRegister final : public conversation::Register {
  public:
    // All must outlive the register.
    FakeRegister(const FakeOffice& office,
                 const conversation::Contact& contact,
                 conversation::Instant now)
        : office_(office), contact_(contact), now_(now) {}

    [[nodiscard]] const conversation::Contact& contact() const override { return contact_; }

    [[nodiscard]] const conversation::Office& office() const override { return office_.office; }

    [[nodiscard]] conversation::Notice notice() const override { return office_.notice; }

    [[nodiscard]] std::vector<conversation::House> houses() const override;
    [[nodiscard]] std::optional<conversation::Invite> invite(std::string_view code) const override;
    [[nodiscard]] std::optional<conversation::OtherAddress> other_address(
        std::string_view code) const override;

    [[nodiscard]] bool erase_asked() const override {
        return office_.erasing.contains(contact_.id.value);
    }

    [[nodiscard]] conversation::CodeTries code_tries() const override;
    [[nodiscard]] std::optional<conversation::TeamMember> team() const override;
    [[nodiscard]] std::vector<conversation::AssignedHouse> assigned(
        conversation::Period period) const override;
    [[nodiscard]] std::optional<conversation::OfficeCounts> office_counts(
        conversation::Period period) const override;
    [[nodiscard]] std::optional<conversation::OpenConflict> conflict(
        conversation::HouseholdId house, conversation::Period period) const override;
    [[nodiscard]] std::vector<conversation::TeamActivity> activities() const override;
    [[nodiscard]] std::optional<conversation::TeamActivity> activity(
        conversation::ActivityId id, conversation::Day day) const override;
    [[nodiscard]] std::optional<conversation::TeamActivity> asked_activity() const override;
    [[nodiscard]] conversation::ModelYear model_year() const override;
    [[nodiscard]] std::optional<conversation::ReportView> report(
        conversation::HouseholdId house, conversation::Period period) const override;
    [[nodiscard]] std::vector<conversation::ReportView> recent_reports(
        conversation::HouseholdId house, unsigned count) const override;
    [[nodiscard]] std::optional<std::int64_t> median_income(
        conversation::HouseholdId house) const override;
    [[nodiscard]] std::optional<std::int64_t> saved_in_year(conversation::HouseholdId house,
                                                            int fiscal_year_be) const override;
    [[nodiscard]] conversation::HeldData held(conversation::HouseholdId house) const override;
    [[nodiscard]] std::optional<conversation::HeldPerson> held_person() const override;
    [[nodiscard]] std::map<std::string, std::string> last_saved(
        std::string_view form_id, conversation::HouseholdId house) const override;
    [[nodiscard]] std::vector<std::map<std::string, std::string>> rows(
        std::string_view list, unsigned limit) const override;

  private:
    [[nodiscard]] bool may_answer(const FakeActivity& activity) const;
    [[nodiscard]] conversation::TeamActivity seen(const FakeActivity& activity) const;
    [[nodiscard]] bool is_own(const FakeHouse& house) const;
    // Without figures where they are not for this contact.
    [[nodiscard]] conversation::ReportView seen(conversation::HouseholdId house,
                                                conversation::ReportView report) const;

    const FakeOffice& office_;
    const conversation::Contact& contact_;
    conversation::Instant now_;
};

}  // namespace tests
