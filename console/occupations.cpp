#include "console/occupations.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace console {

namespace {

constexpr std::array<Occupation, 18> kOccupations = {{
    {"RICE", "ทำนา", "Rice farming"},
    {"WAGE", "รับจ้างทั่วไป", "Day labour"},
    {"TRADE", "ค้าขาย", "Trade"},
    {"GARDEN", "ทำสวน/ปลูกผัก", "Orchard, vegetables"},
    {"LIVESTOCK", "เลี้ยงสัตว์", "Livestock"},
    {"NONE_ELDER", "ไม่ได้ทำงาน (สูงอายุ/เจ็บป่วย)", "Not working (age, illness)"},
    {"CROP", "ทำไร่", "Field crops"},
    {"FISH", "ประมง/เลี้ยงปลา", "Fishing, fish farming"},
    {"PALM", "ตาล/น้ำตาลสด", "Toddy palm"},
    {"FOOD", "แปรรูปอาหาร", "Food processing"},
    {"CRAFT", "จักสาน/ทอผ้า/หัตถกรรม", "Crafts"},
    {"SERVICE", "ช่าง/บริการ", "Repairs, services"},
    {"EMPLOYEE", "ลูกจ้างประจำ/พนักงาน", "Employee"},
    {"CIVIL", "รับราชการ", "Civil service"},
    {"HOME", "งานบ้าน", "Housework"},
    {"STUDENT", "เรียน", "Student"},
    {"NONE", "ว่างงาน", "Unemployed"},
    {"OTHER", "อื่นๆ", "Other"},
}};

bool same_letters(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) ==
               std::tolower(static_cast<unsigned char>(y));
    });
}

// Whether `text` is the whole of `name` or one of its parts between slashes and brackets.
bool is_part(std::string_view name, std::string_view text) {
    while (!name.empty()) {
        const auto end = std::min(name.find_first_of("/()"), name.size());
        std::string_view part = name.substr(0, end);
        while (part.ends_with(' ')) {
            part.remove_suffix(1);
        }
        if (part == text) {
            return true;
        }
        name.remove_prefix(std::min(end + 1, name.size()));
    }
    return false;
}

}  // namespace

std::span<const Occupation> occupations() {
    return kOccupations;
}

OccupationClass occupation_class(std::string_view code) {
    using enum OccupationClass;
    static constexpr std::array<std::pair<std::string_view, OccupationClass>, 17> kClasses = {{
        {"RICE", Farm},
        {"GARDEN", Farm},
        {"CROP", Farm},
        {"LIVESTOCK", Farm},
        {"FISH", Farm},
        {"PALM", Farm},
        {"WAGE", Wage},
        {"EMPLOYEE", Wage},
        {"CIVIL", Wage},
        {"TRADE", Own},
        {"FOOD", Own},
        {"CRAFT", Own},
        {"SERVICE", Own},
        {"HOME", Inactive},
        {"NONE_ELDER", Inactive},
        {"STUDENT", Inactive},
        {"NONE", Inactive},
    }};
    const auto* const found = std::find_if(
        kClasses.begin(), kClasses.end(), [code](const auto& one) { return one.first == code; });
    return found == kClasses.end() ? Other : found->second;
}

std::string_view occupation_thai(std::string_view code) {
    const auto* found =
        std::find_if(kOccupations.begin(), kOccupations.end(), [code](const Occupation& known) {
            return known.code == code;
        });
    return found == kOccupations.end() ? code : found->thai;
}

std::optional<std::string_view> occupation_code(std::string_view text) {
    for (const Occupation& known : kOccupations) {
        if (same_letters(known.code, text) || known.thai == text || is_part(known.thai, text) ||
            same_letters(known.english, text)) {
            return known.code;
        }
    }
    return std::nullopt;
}

}  // namespace console
