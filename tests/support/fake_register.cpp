#include "tests/support/fake_register.h"

#include "conversation/report_meeting.h"
#include "conversation/transcript.h"

#include <algorithm>
#include <charconv>
#include <variant>

namespace tests {

using namespace conversation;  // the whole file speaks the conversation's language

namespace {

std::int64_t number(const std::string& text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// What an event does to the office; one overload for each kind that changes anything.
struct Applier {
    FakeOffice& office;
    const Contact& who;
    Instant now;

    void operator()(const HouseholdLinked& event) const {
        if (auto* house = office.find(event.household)) {
            house->people[who.id.value];
            house->invite = Invite::State::UsedByOther;  // UsedByYou for whom it is linked to
        }
    }

    void operator()(const AddressJoined& event) const {
        office.joined[who.address] = event.contact.value;
    }

    void operator()(const WrongCodeTried& /*event*/) const {
        office.wrong_codes[who.id.value].push_back(now);
    }

    void operator()(const CodesLocked& event) const {
        office.locks[who.id.value].emplace_back(now, event.until);
    }

    void operator()(const TeamLinked& event) const {
        if (auto* person = office.person_with_code(event.code)) {
            person->used = true;
            office.contacts.at(who.id.value).person = person->id;
        }
    }

    void operator()(const TeamConsent& event) const {
        for (auto& person : office.team) {
            if (person.id == office.contacts.at(who.id.value).person && !event.purposes.empty()) {
                person.consented_notice = event.notice_version;
            }
        }
    }

    void operator()(const TeamConsentWithdrawn& /*event*/) const {
        for (auto& person : office.team) {
            if (person.id == office.contacts.at(who.id.value).person) {
                person.consented_notice.clear();
            }
        }
    }

    void operator()(const ConflictSettled& event) const {
        const std::pair key{event.household.value, event.period};
        office.conflicts.erase(key);
        auto& revisions = office.reports[key];
        std::erase_if(revisions, [&](const ReportView& one) {
            return one.status == "NEEDS_CHECK" && one.revision != event.revision;
        });
        revisions.back().status = "CONFIRMED";
    }

    void operator()(const ActivityAnswered& event) const {
        for (auto& one : office.activities) {
            if (one.activity.id == event.activity) {
                one.activity.state = event.result;
                one.answers.push_back(event);
                one.answered_by.push_back(office.contacts.at(who.id.value).person);
                if (event.new_day) {
                    one.activity.first = one.activity.last = *event.new_day;
                }
            }
        }
    }

    void operator()(const RelationGiven& event) const {
        if (auto* house = office.find(event.household)) {
            house->people[who.id.value] = event.relation;
        }
    }

    void operator()(const ConsentGiven& event) const {
        auto* house = office.find(event.household);
        if (house != nullptr && std::ranges::find(event.purposes, "DATA") != event.purposes.end()) {
            house->consented_notice = event.notice_version;
        }
    }

    void operator()(const ConsentWithdrawn& event) const {
        if (auto* house = office.find(event.household)) {
            house->consented_notice.clear();
        }
        if (event.purposes.empty()) {
            (*this)(NominationAnswered{event.household, false});
        }
    }

    void operator()(const OfficerAsked& event) const {
        if (event.kind == "ERASE") {
            office.erasing.insert(who.id.value);
        }
    }

    void operator()(const EraseTakenBack& /*event*/) const { office.erasing.erase(who.id.value); }

    void operator()(const NominationAnswered& event) const {
        if (auto* nominee = office.nominee(event.household)) {
            nominee->agreed = event.agreed;
            nominee->stage = event.agreed ? nominee->stage : "WITHDRAWN";
        }
    }

    void operator()(const NominationMoved& event) const {
        if (auto* nominee = office.nominee(event.household)) {
            nominee->stage = event.stage;
        }
    }

    void operator()(const ReportTakenBack& event) const {
        const auto found = office.reports.find({event.household.value, event.period});
        while (found != office.reports.end() && !found->second.empty() &&
               found->second.back().reporter == who.id) {
            found->second.pop_back();
        }
        if (found != office.reports.end() && found->second.empty()) {
            office.reports.erase(found);
        } else if (found != office.reports.end() &&
                   office.conflicts.erase({event.household.value, event.period}) > 0) {
            found->second.back().status = "CONFIRMED";
        }
    }

    void operator()(const ContactStopped& /*event*/) const { office.stopped.insert(who.address); }

    void operator()(const ContactResumed& /*event*/) const { office.stopped.erase(who.address); }

    void operator()(const LanguageChosen& event) const {
        office.contacts.at(who.id.value).language = event.language;
    }

    void operator()(const HouseChosen& event) const {
        office.last_house[who.id.value] = event.household.value;
    }

    void operator()(const FormSubmitted& event) const {
        auto* house = office.find(event.household);
        office.submissions[event.form_id] = submitted_values(event.instance_json);
        if (event.entity == "baseline" && house != nullptr) {
            house->house.has_baseline = true;
        }
        if (event.entity == "nomination" && house != nullptr) {
            nominate(event, *house);
        }
        if (event.entity == "nomination_score") {
            std::int64_t sum = 0;
            for (const auto& [criterion, answer] : event.fields) {
                sum += number(answer.value.value_or(""));
            }
            office.model_scores[event.household.value][who.person.value] = sum;
        }
        if (event.entity == "household_report" && house != nullptr && event.period) {
            add_report(event, *house);
        }
    }

    template <class Other>
    void operator()(const Other& /*event*/) const {}

  private:
    void nominate(const FormSubmitted& event, const FakeHouse& house) const {
        Nominee nominee;
        nominee.house = house.house;
        nominee.stage = "NOMINATED";
        for (const auto* name : {"INCOME", "OCCUPATION", "SAVING", "LEARNING", "SHARING"}) {
            nominee.criteria.push_back({name, event.fields.at(name).value == "yes"});
        }
        if (const auto note = event.fields.find("note"); note != event.fields.end()) {
            nominee.note = note->second.value.value_or("");
        }
        office.model.nominees.push_back(std::move(nominee));
        office.model.full_villages.insert(house.house.village_code);
    }

    void add_report(const FormSubmitted& event, const FakeHouse& house) const {
        auto& revisions = office.reports[{event.household.value, *event.period}];
        ReportView report;
        report.period = *event.period;
        report.revision = static_cast<int>(revisions.size()) + 1;
        report.status = "CONFIRMED";
        for (const auto& [name, answer] : event.fields) {
            if (answer.value) {
                report.values[name] = *answer.value;
            } else if (answer.unknown) {
                report.unknown[name] = *answer.unknown;
            }
        }
        report.reporter = who.id;
        const auto relation = house.people.find(who.id.value);
        report.reporter_relation = relation == house.people.end() ? "" : relation->second;
        report.reported_at = now;
        if (event.on_behalf) {
            report.on_behalf = true;
            report.reporter_relation = event.reporter_role;
        }
        meet(event, revisions, report);
        revisions.push_back(std::move(report));
    }

    void meet(const FormSubmitted& event,
              std::vector<ReportView>& revisions,
              ReportView& report) const {
        const auto there = revisions.empty() ? std::nullopt : std::optional{revisions.back()};
        if (meeting_of(there, event, who.id) == Meeting::Conflicts) {
            revisions.back().status = report.status = "NEEDS_CHECK";
            office.conflicts[{event.household.value, *event.period}] = {there->revision,
                                                                        report.revision};
        }
    }
};

}  // namespace

FakeOffice::FakeOffice() {
    notice.version = "1";
    notice.text["th"] = "ประกาศความเป็นส่วนตัว: เก็บรายได้และเงินออมเพื่อติดตามผลสัมมาชีพ";
    notice.text["en"] = "Privacy notice: income and savings are kept to follow the programme.";
}

Contact& FakeOffice::contact_at(const std::string& address) {
    if (const auto further = joined.find(address); further != joined.end()) {
        return contacts.at(further->second);
    }
    for (auto& [id, contact] : contacts) {
        if (contact.address == address) {
            return contact;
        }
    }
    Contact contact;
    contact.id.value = static_cast<std::int64_t>(contacts.size()) + 1;
    contact.channel = address.starts_with("tel:") ? "sms" : "line";
    contact.address = address;
    return contacts.emplace(contact.id.value, contact).first->second;
}

FakeHouse* FakeOffice::find(HouseholdId id) {
    const auto found = std::ranges::find_if(
        houses, [&](const FakeHouse& candidate) { return candidate.house.id == id; });
    return found == houses.end() ? nullptr : &*found;
}

Nominee* FakeOffice::nominee(HouseholdId id) {
    const auto found = std::ranges::find_if(model.nominees,
                                            [&](const Nominee& one) { return one.house.id == id; });
    return found == model.nominees.end() ? nullptr : &*found;
}

const FakeHouse* FakeOffice::by_code(std::string_view code) const {
    const auto found = std::ranges::find_if(
        houses, [&](const FakeHouse& candidate) { return candidate.house.code == code; });
    return found == houses.end() ? nullptr : &*found;
}

const FakePerson* FakeOffice::person(PersonId id) const {
    const auto found = std::ranges::find(team, id, &FakePerson::id);
    return found == team.end() ? nullptr : &*found;
}

FakePerson* FakeOffice::person_with_code(std::string_view code) {
    const auto found = std::ranges::find(team, code, &FakePerson::code);
    return found == team.end() || code.empty() ? nullptr : &*found;
}

TeamMember FakeOffice::member(const FakePerson& person, Day today) const {
    TeamMember member;
    for (const auto& term : person.terms) {
        if ((!term.from || *term.from <= today) && (!term.to || today <= *term.to)) {
            member.roles.push_back(term.role);
        } else if (term.to && *term.to < today && (!member.ended || *member.ended < *term.to)) {
            member.ended = term.to;
        }
    }
    if (!member.roles.empty()) {
        member.ended.reset();
    }
    member.consented = person.consented_notice == notice.version;
    return member;
}

void FakeOffice::apply(const Event& event, const Contact& contact, Instant now) {
    std::visit(Applier{*this, contact, now}, event);
}

std::vector<House> FakeRegister::houses() const {
    std::vector<House> mine;
    for (const auto& candidate : office_.houses) {
        const auto person = candidate.people.find(contact_.id.value);
        if (person == candidate.people.end()) {
            continue;
        }
        House house = candidate.house;
        house.relation = person->second;
        house.consented = candidate.consented_notice == office_.notice.version;
        mine.push_back(std::move(house));
    }
    const auto last = office_.last_house.find(contact_.id.value);
    if (last != office_.last_house.end()) {
        // Not of std::ranges: clang 14 takes no subrange of this library.
        std::stable_partition(mine.begin(), mine.end(), [&](const House& house) {
            return house.id.value == last->second;
        });
    }
    return mine;
}

std::optional<Invite> FakeRegister::invite(std::string_view code) const {
    const auto* found = office_.by_code(code);
    if (found == nullptr) {
        const auto person = std::ranges::find(office_.team, code, &FakePerson::code);
        if (person == office_.team.end() || code.empty()) {
            return std::nullopt;
        }
        const auto known = !person->used                   ? Invite::State::Open
                           : contact_.person == person->id ? Invite::State::UsedByYou
                                                           : Invite::State::UsedByOther;
        return Invite{known, {}, office_.member(*person, bangkok_day(now_))};
    }
    const bool mine = found->people.contains(contact_.id.value);
    const auto state = mine && found->invite == Invite::State::UsedByOther
                           ? Invite::State::UsedByYou
                           : found->invite;
    return Invite{state, found->house, {}};
}

std::optional<OtherAddress> FakeRegister::other_address(std::string_view code) const {
    const auto mine = channel_name(contact_.address);
    std::vector<OtherAddress> others;
    for (const auto& candidate : office_.houses) {
        for (const auto& [id, relation] : candidate.people) {
            const auto known = office_.contacts.find(id);
            if (id == contact_.id.value) {
                return std::nullopt;
            }
            const bool reached_alike =
                known == office_.contacts.end() || channel_name(known->second.address) == mine ||
                std::ranges::any_of(office_.joined, [&, contact = id](const auto& further) {
                    return further.second == contact && channel_name(further.first) == mine;
                });
            if (candidate.house.code == code && !reached_alike) {
                others.push_back({ContactId{id}, std::string{channel_name(known->second.address)}});
            }
        }
    }
    return others.size() == 1 ? std::optional{others.front()} : std::nullopt;
}

CodeTries FakeRegister::code_tries() const {
    CodeTries tries;
    Instant since = now_ - std::chrono::hours{1};
    if (const auto locks = office_.locks.find(contact_.id.value); locks != office_.locks.end()) {
        for (const auto& [made, until] : locks->second) {
            since = std::max(since, made);
            tries.locks += now_ - made < std::chrono::hours{24} ? 1 : 0;
            if (until > now_) {
                tries.locked_until = until;
            }
        }
    }
    const auto tried = office_.wrong_codes.find(contact_.id.value);
    if (tried == office_.wrong_codes.end()) {
        return tries;
    }
    for (const auto at : tried->second) {
        if (at > since) {
            ++tries.wrong;
            tries.last = at;
        }
    }
    return tries;
}

std::optional<TeamMember> FakeRegister::team() const {
    const auto* person = office_.person(contact_.person);
    return person == nullptr ? std::nullopt
                             : std::optional{office_.member(*person, bangkok_day(now_))};
}

bool FakeRegister::is_own(const FakeHouse& house) const {
    return house.people.contains(contact_.id.value);
}

std::vector<AssignedHouse> FakeRegister::assigned(Period period) const {
    std::vector<AssignedHouse> mine;
    const auto member = team();
    for (const auto& candidate : office_.houses) {
        const auto& house = candidate.house;
        const auto care = office_.care.find(house.id.value);
        const bool team_of_village =
            member && std::ranges::any_of(member->roles, [&](const TeamRole& role) {
                return role.moo == house.moo && role.organisation.empty() && role.role != "OFFICER";
            });
        const bool hers =
            care == office_.care.end() ? team_of_village : care->second == contact_.person;
        if (!member || !hers || is_own(candidate) || !team_of_village) {
            continue;
        }
        AssignedHouse one;
        one.house = house;
        one.house.code.clear();
        const std::pair key{house.id.value, period};
        one.reported = office_.reports.contains(key);
        one.conflict = office_.conflicts.contains(key);
        one.closed = house.status == "WITHDRAWN";
        one.reachable = !candidate.people.empty();
        mine.push_back(std::move(one));
    }
    return mine;
}

std::optional<OfficeCounts> FakeRegister::office_counts(Period period) const {
    OfficeCounts counts;
    for (const auto& candidate : office_.houses) {
        ++counts.households;
        counts.not_reported += office_.reports.contains({candidate.house.id.value, period}) ? 0 : 1;
    }
    counts.conflicts = static_cast<std::int64_t>(office_.conflicts.size());
    return counts;
}

std::optional<OpenConflict> FakeRegister::conflict(HouseholdId house, Period period) const {
    const auto found = office_.conflicts.find({house.value, period});
    const auto reports = office_.reports.find({house.value, period});
    if (found == office_.conflicts.end() || reports == office_.reports.end()) {
        return std::nullopt;
    }
    const auto at = [&](int revision) {
        return *std::ranges::find(reports->second, revision, &ReportView::revision);
    };
    return OpenConflict{at(found->second.first), at(found->second.second)};
}

ModelYear FakeRegister::model_year() const {
    ModelYear year = office_.model;
    year.fiscal_year_be = fiscal_year_be(bangkok_day(now_));
    const auto member = team();
    const bool committee = member && std::ranges::any_of(member->roles, [](const TeamRole& role) {
                               return role.organisation_kind == "WOM";
                           });
    const auto assigned_now = assigned(period_of(bangkok_day(now_)));
    std::erase_if(year.nominees, [&](const Nominee& one) {
        const bool own = std::ranges::any_of(office_.houses, [&](const FakeHouse& house) {
            return house.house.id == one.house.id && is_own(house);
        });
        return !committee && !own &&
               std::ranges::none_of(assigned_now, [&](const AssignedHouse& mine) {
                   return mine.house.id == one.house.id;
               });
    });
    for (auto& one : year.nominees) {
        const auto scores = office_.model_scores.find(one.house.id.value);
        if (!committee || scores == office_.model_scores.end()) {
            continue;
        }
        for (const auto& [person, points] : scores->second) {
            ++one.scorers;
            one.score += points;
            if (person == contact_.person.value) {
                one.own = points;
            }
        }
    }
    return year;
}

ReportView FakeRegister::seen(HouseholdId house, ReportView report) const {
    const auto candidate = std::ranges::find_if(
        office_.houses, [&](const FakeHouse& one) { return one.house.id == house; });
    if (report.reporter != contact_.id && candidate != office_.houses.end() &&
        !is_own(*candidate)) {
        std::erase_if(report.values, [](const auto& value) { return value.first != "occ_main"; });
        report.unknown.clear();
    }
    return report;
}

std::optional<ReportView> FakeRegister::report(HouseholdId house, Period period) const {
    const auto found = office_.reports.find({house.value, period});
    if (found == office_.reports.end()) {
        return std::nullopt;
    }
    return seen(house, found->second.back());
}

std::vector<ReportView> FakeRegister::recent_reports(HouseholdId house, unsigned count) const {
    std::vector<ReportView> recent;
    for (const auto& [key, revisions] : office_.reports) {
        if (key.first == house.value) {
            recent.push_back(seen(house, revisions.back()));
        }
    }
    std::ranges::sort(recent, std::greater{}, &ReportView::period);
    if (recent.size() > count) {
        recent.resize(count);
    }
    return recent;
}

std::optional<std::int64_t> FakeRegister::median_income(HouseholdId house) const {
    std::vector<std::int64_t> incomes;
    for (const auto& report : recent_reports(house, 12)) {
        if (const auto known = report.values.find("income_total"); known != report.values.end()) {
            incomes.push_back(number(known->second));
        }
    }
    if (incomes.empty()) {
        return std::nullopt;
    }
    std::ranges::sort(incomes);
    return incomes[incomes.size() / 2];
}

std::optional<std::int64_t> FakeRegister::saved_in_year(HouseholdId house, int fiscal_year) const {
    std::optional<std::int64_t> saved;
    for (const auto& report : recent_reports(house, 1000)) {
        const auto known = report.values.find("saving_amount");
        if (known != report.values.end() && fiscal_year_be(report.period) == fiscal_year) {
            saved = saved.value_or(0) + number(known->second);
        }
    }
    return saved;
}

// As much of it as talks of consent and reports need.
HeldData FakeRegister::held(HouseholdId house) const {
    HeldData data;
    for (const auto& candidate : office_.houses) {
        if (candidate.house.id == house && candidate.people.contains(contact_.id.value) &&
            !candidate.consented_notice.empty()) {
            HeldConsent consent;
            consent.purpose = "DATA";
            consent.version = candidate.consented_notice;
            data.consents.push_back(consent);
        }
    }
    for (auto& view : recent_reports(house, 1000)) {
        HeldReport report;
        report.view = std::move(view);
        data.reports.push_back(std::move(report));
    }
    return data;
}

std::optional<HeldPerson> FakeRegister::held_person() const {
    const auto* person = office_.person(contact_.person);
    if (person == nullptr) {
        return std::nullopt;
    }
    HeldPerson held;
    held.name = person->name;
    for (const auto& term : person->terms) {
        HeldRole role;
        role.role = term.role;
        role.from = term.from.value_or(parse_day("2024-10-01").value());
        role.to = term.to;
        held.roles.push_back(std::move(role));
    }
    return held;
}

std::map<std::string, std::string> FakeRegister::last_saved(std::string_view form_id,
                                                            HouseholdId /*house*/) const {
    const auto found = office_.submissions.find(std::string{form_id});
    return found == office_.submissions.end() ? std::map<std::string, std::string>{}
                                              : found->second;
}

std::vector<std::map<std::string, std::string>> FakeRegister::rows(std::string_view list,
                                                                   unsigned limit) const {
    std::vector<std::map<std::string, std::string>> rows;
    if (list == "villages.csv" && limit > 0) {
        rows.push_back({{"name", "60030403"}, {"label", "หมู่ 3 เกยไชย"}});
    }
    return rows;
}

}  // namespace tests
