#include "bot/demo_loader.h"

#include "bot/privacy_notice.h"
#include "storage/audit_log.h"
#include "storage/contacts.h"
#include "storage/households.h"
#include "storage/invites.h"
#include "storage/notices.h"
#include "storage/places.h"
#include "storage/reports.h"

#include <fmt/format.h>

#include <stdexcept>

namespace bot {

namespace {

using conversation::ContactId;
using conversation::FieldAnswer;
using conversation::HouseholdId;
using conversation::Instant;

constexpr std::string_view kBy = "demo";
constexpr std::string_view kSmsChannel = "sms";
constexpr std::chrono::days kCodeLife{365};
constexpr std::chrono::days kBeforeAll{60};

std::string code_of(const DemoHousehold& house) {
    const std::string digits = fmt::format("{:05}", house.code_number);
    return digits + storage::code_check_digit(digits);
}

FieldAnswer answer(std::string value) {
    return {.value = std::move(value), .unknown = std::nullopt, .raw = ""};
}

class Loader {
  public:
    Loader(storage::Connection& writer, const DemoDistrict& district, const DemoLoad& load)
        : writer_(writer),
          district_(district),
          load_(load),
          start_(first_of(district.reports.front().period) - kBeforeAll) {}

    void run() {
        put_privacy_notice(writer_, start_);
        load_villages();
        for (const DemoHousehold& house : district_.households) {
            load_household(house);
        }
        for (const DemoReport& report : district_.reports) {
            load_report(report);
        }
        settle_statuses();
        storage::AuditLog(writer_).write(
            {.actor = "command",
             .action = "demo.loaded",
             .subject = "",
             .detail = fmt::format(
                 "households={} reports={}", district_.households.size(), district_.reports.size()),
             .at = load_.now});
    }

  private:
    static Instant first_of(conversation::Period period) {
        return conversation::bangkok_instant(conversation::Day(std::chrono::year(period.year),
                                                               std::chrono::month(period.month),
                                                               std::chrono::day(1)),
                                             std::chrono::minutes(0));
    }

    void load_villages() {
        storage::Places places(writer_);
        const int year = conversation::fiscal_year_be(district_.reports.back().period);
        for (const DemoVillage& village : district_.villages) {
            places.put_tambon(
                {village.tambon_code, village.tambon_th, village.tambon_en, village.postal_code},
                start_,
                kBy);
            places.put_village({village.code,
                                static_cast<unsigned>(village.moo),
                                village.name_th,
                                village.tambon_code,
                                village.tambon_th},
                               start_,
                               kBy);
            for (const int target : {year - 1, year}) {
                places.put_target(village.code, target, "ยุทธศาสตร์ที่ 1", start_, kBy);
            }
        }
    }

    void load_household(const DemoHousehold& house) {
        storage::Households households(writer_);
        storage::Households::Record record;
        record.village_code = district_.villages[house.village].code;
        record.house_no = house.house_no;
        record.head = {house.head.prefix, house.head.given, house.head.family, house.head.phone};
        record.members = house.members;
        record.occ_main = house.occ_main;
        record.trainer_phone = district_.trainers[house.trainer].phone;
        const HouseholdId id = households.put(record, start_, kBy).id;
        ids_.push_back(id);
        households.set_flag(id, "TARGET", true, "OFFICER", start_, kBy);
        if (house.poor) {
            households.set_flag(id, "POOR", true, "TPMAP", start_, kBy);
        }
        storage::Households::Baseline baseline;
        baseline.income_month = house.base_income;
        baseline.saving_month = house.base_saving;
        baseline.debt_total = house.base_debt;
        households.put_baseline(id, baseline, start_, kBy);
        contacts_.push_back(house.status == "INVITED" ? invite(house, id) : link(house, id));
    }

    // A card that waits to be used.
    ContactId invite(const DemoHousehold& house, HouseholdId id) {
        storage::Invites(writer_).create_with_code(code_of(house), id, kCodeLife, load_.now, kBy);
        return {};
    }

    // Someone speaks for the house, by LINE, by SMS, or the trainer with a consent on paper.
    ContactId link(const DemoHousehold& house, HouseholdId id) {
        const Instant at = house.linked_at;
        storage::Households(writer_).set_status(id, "ACTIVE", at);
        const bool by_line =
            house.channel == DemoChannel::OwnLine || house.channel == DemoChannel::SharedLine;
        const bool by_trainer = house.channel == DemoChannel::VolunteerOnly;
        ContactId contact;
        std::string channel = "paper";
        if (!by_trainer) {
            channel = by_line ? load_.line_channel : std::string(kSmsChannel);
            const std::string address =
                by_line ? "line:" + house.line_user : "tel:" + house.head.phone;
            storage::Contacts contacts(writer_);
            contact = contacts.find_or_create(channel, address, at).id;
            storage::Invites invites(writer_);
            invites.create_with_code(code_of(house), id, kCodeLife, start_, kBy);
            (void)invites.use(code_of(house), contact, at);
            contacts.link(contact, id, at);
            contacts.set_relation(contact, id, house.relation, at);
        }
        storage::Notices(writer_).give({.household = id,
                                        .contact = contact,
                                        .relation = by_trainer ? "HEAD" : house.relation,
                                        .notice_version = std::string(kNoticeVersion),
                                        .channel = channel,
                                        .purposes = {"DATA", "MESSAGES"}},
                                       at);
        return contact;
    }

    ContactId trainer_contact(const DemoHousehold& house) {
        return storage::Contacts(writer_)
            .find_or_create(
                load_.line_channel, "line:" + district_.trainers[house.trainer].line_user, start_)
            .id;
    }

    void load_report(const DemoReport& report) {
        const DemoHousehold& house = district_.households[report.household];
        storage::Reports::Source source;
        source.reporter = report.on_behalf ? trainer_contact(house) : contacts_[report.household];
        source.relation = report.on_behalf ? "" : house.relation;
        source.on_behalf = report.on_behalf;
        source.informant = report.on_behalf ? "HEAD" : "";
        source.channel =
            house.channel == DemoChannel::Sms ? std::string(kSmsChannel) : load_.line_channel;
        source.language = "th";
        source.form_version = "demo";
        storage::Reports reports(writer_);
        for (const DemoRevision& revision : report.revisions) {
            std::map<std::string, FieldAnswer> fields = {
                {"occ_main", answer(revision.occ_main)},
                {"income_total", answer(std::to_string(revision.income))},
                {"expense_total",
                 {.value = std::nullopt,
                  .unknown = conversation::UnknownReason::NotAsked,
                  .raw = ""}}};
            if (!house.occ_second.empty()) {
                fields["occ_second"] = answer(house.occ_second);
            }
            fields["saving_amount"] =
                revision.saving ? answer(std::to_string(*revision.saving))
                                : FieldAnswer{.value = std::nullopt,
                                              .unknown = conversation::UnknownReason::DontKnow,
                                              .raw = ""};
            const auto added = reports.revise(
                ids_[report.household], report.period, fields, revision.flags, source, revision.at);
            if (added.status != revision.status) {
                reports.set_status(added.id, revision.status, revision.at);
            }
        }
    }

    // Who paused or withdrew did so after the last report.
    void settle_statuses() {
        for (std::size_t i = 0; i < district_.households.size(); ++i) {
            const DemoHousehold& house = district_.households[i];
            if (house.status != "PAUSED" && house.status != "WITHDRAWN") {
                continue;
            }
            storage::Households(writer_).set_status(ids_[i], house.status, house.left_at);
            if (house.status == "WITHDRAWN") {
                storage::Notices(writer_).withdraw(ids_[i], {}, house.left_at);
                if (contacts_[i]) {
                    storage::Contacts(writer_).unlink(contacts_[i], ids_[i], house.left_at);
                }
            }
        }
    }

    storage::Connection& writer_;
    const DemoDistrict& district_;
    const DemoLoad& load_;
    Instant start_;
    std::vector<HouseholdId> ids_;
    std::vector<ContactId> contacts_;
};

}  // namespace

void load_demo_district(storage::Connection& writer,
                        const DemoDistrict& district,
                        const DemoLoad& load) {
    const std::int64_t there = storage::Households(writer).count();
    if (there > 0) {
        throw std::runtime_error(fmt::format(
            "the database holds {} households already: the synthetic district goes into "
            "an empty one, so name another file under [database] path",
            there));
    }
    Loader(writer, district, load).run();
}

}  // namespace bot
