#include "console/import_lookup.h"

#include "console/code_words.h"
#include "storage/households.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/places.h"

#include <fmt/format.h>

#include <algorithm>

namespace console {

namespace {

constexpr std::size_t kNameLetters = 100;

}  // namespace

storage::VillageId ImportLookup::village(std::string_view key) {
    const auto code = table_.read(key, read_village_code);
    if (!code) {
        return {};
    }
    const auto id = storage::Places(connection_).village_id(*code);
    if (!id) {
        table_.add_fault(key,
                         {fmt::format("there is no village {}: import the villages first", *code),
                          fmt::format("ยังไม่มีหมู่บ้านรหัส {} ให้นำเข้าไฟล์หมู่บ้านก่อน", *code)});
    }
    return id;
}

std::string ImportLookup::tambon(std::string_view key) {
    constexpr std::size_t kDigits = 6;
    const auto written = table_.read(key, read_text, kNameLetters);
    if (!written) {
        return {};
    }
    storage::Places places(connection_);
    const bool is_code =
        written->size() == kDigits && written->find_first_not_of("0123456789") == std::string::npos;
    if (is_code && places.tambon(*written)) {
        return *written;
    }
    std::string name = *written;
    for (const std::string_view word : {"ตำบล", "ต."}) {
        if (name.starts_with(word)) {
            name = tidy(std::string_view(name).substr(word.size()));
        }
    }
    const auto codes = places.tambons_named(name);
    if (codes.size() == 1) {
        return codes.front();
    }
    if (codes.empty()) {
        table_.add_fault(key,
                         {fmt::format("there is no tambon {}: import the villages first", *written),
                          fmt::format("ยังไม่มีตำบล {} ให้นำเข้าไฟล์หมู่บ้านก่อน", *written)});
    } else {
        table_.add_fault(
            key,
            {fmt::format(
                 "there are several tambons {}: write the code, as {}", *written, codes.front()),
             fmt::format("มีตำบล {} หลายแห่ง ให้พิมพ์รหัสตำบล เช่น {}", *written, codes.front())});
    }
    return {};
}

conversation::HouseholdId ImportLookup::household() {
    const auto village = table_.read("village_code", read_village_code);
    const auto house_no = table_.read("house_no", read_house_no);
    if (!village || !house_no) {
        return {};
    }
    const auto house = storage::Households(connection_).find(*village, *house_no);
    if (!house) {
        table_.add_fault(
            "house_no",
            {fmt::format("there is no household {} in village {}: import the households first",
                         *house_no,
                         *village),
             fmt::format("ยังไม่มีครัวเรือนบ้านเลขที่ {} ในหมู่บ้านรหัส {} ให้นำเข้าไฟล์ครัวเรือนก่อน",
                         *house_no,
                         *village)});
        return {};
    }
    return house->id;
}

storage::PersonId ImportLookup::person(std::string_view key) {
    const auto phone = table_.read(key, read_phone_cell);
    if (!phone) {
        return {};
    }
    const auto owners = storage::People(connection_).with_phone(*phone);
    if (owners.size() == 1) {
        return owners.front().id;
    }
    if (owners.empty()) {
        table_.add_fault(key,
                         {"nobody in the register has this telephone: import the people first",
                          "ยังไม่มีผู้ใช้หมายเลขนี้ในทะเบียน ให้นำเข้าไฟล์บุคคลก่อน"});
    } else {
        table_.add_fault(key,
                         {"several people share this telephone: give one of them another number",
                          "มีหลายคนใช้หมายเลขนี้ร่วมกัน ให้ระบุหมายเลขอื่นของบุคคลนี้"});
    }
    return {};
}

storage::OrganisationId ImportLookup::organisation() {
    const auto kind = table_.read("org_kind", read_code, organisation_kinds());
    const auto name = table_.read("org_name", read_text, kNameLetters);
    if (!kind) {
        return {};
    }
    storage::Organisations organisations(connection_);
    if (name) {
        if (const auto known = organisations.find(*kind, *name)) {
            return known->id;
        }
    } else if (const auto only = organisations.only_of_kind(*kind)) {
        return only;
    }
    const auto all = organisations.all();
    const bool any =
        std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.kind == *kind; });
    if (any) {
        table_.add_fault(
            name ? "org_name" : "org_kind",
            {"which organisation of this kind? write its name under org_name as it was "
             "imported",
             "มีองค์กรประเภทนี้หลายแห่ง ให้พิมพ์ชื่อองค์กรในคอลัมน์ ชื่อองค์กร ตามที่นำเข้าไว้"});
    } else {
        table_.add_fault("org_kind",
                         {"there is no organisation of this kind: import the organisations first",
                          "ยังไม่มีองค์กรประเภทนี้ ให้นำเข้าไฟล์องค์กรก่อน"});
    }
    return {};
}

}  // namespace console
