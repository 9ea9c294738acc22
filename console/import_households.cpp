#include "console/import_households.h"

#include "storage/places.h"
#include "storage/tombstones.h"

#include <fmt/format.h>

#include <utility>

namespace console {

namespace {

constexpr std::size_t kPrefixLetters = 30;
constexpr std::size_t kNameLetters = 100;
constexpr std::int64_t kMostMembers = 30;
constexpr std::string_view kDidNotMove = "-";

std::string place_text(const storage::HouseholdMoves::Place& place) {
    return place.village_code + " " + place.house_no;
}

// "60030403 14/2"
Read<storage::HouseholdMoves::Place> read_place(std::string_view cell) {
    const auto gap = cell.find(' ');
    if (gap != std::string_view::npos) {
        auto village = read_village_code(cell.substr(0, gap));
        auto house = read_house_no(cell.substr(gap + 1));
        if (std::holds_alternative<std::string>(village) &&
            std::holds_alternative<std::string>(house)) {
            return storage::HouseholdMoves::Place{std::get<std::string>(std::move(village)),
                                                  std::get<std::string>(std::move(house))};
        }
    }
    return CellFault{
        "write where the household lived as village code and house number, "
        "60030403 14/2; or - when it did not move",
        "ให้พิมพ์บ้านเดิมเป็นรหัสหมู่บ้านและบ้านเลขที่ เช่น 60030403 14/2 "
        "ถ้าไม่ได้ย้ายให้พิมพ์ -"};
}

class HouseholdImporter : public RowImporter {
  public:
    HouseholdImporter(storage::Imports& imports, ImportReport& report)
        : RowImporter(imports, report),
          tombstones_(imports.connection()),
          reader_([this](std::string_view code) {
              return storage::Places(connection()).village(code).has_value();
          }) {}

    void take(ImportTable& table) override {
        auto row = reader_.read(table);
        if (!row) {
            return;
        }
        check_erased(table, *row);
        check_head(table, *row);
        check_move(table, *row);
        if (table.row_is_good()) {
            tell(table,
                 row->household.village_code + " " + row->household.house_no,
                 imports().household(*row));
        }
    }

  private:
    void check_erased(ImportTable& table, const storage::HouseholdRow& row) {
        const auto& house = row.household;
        auto erased = tombstones_.house(house.village_code, house.house_no);
        if (!erased && !house.head.phone.empty()) {
            erased = tombstones_.phone(house.head.phone);
        }
        if (!erased) {
            erased =
                tombstones_.name(house.village_code, house.head.given_name, house.head.family_name);
        }
        if (erased) {
            table.add_fault(
                "house_no",
                {fmt::format("this household or its head asked for erasure ({}): take the row out "
                             "of the file; if they want to take part again, they must say so "
                             "themselves",
                             conversation::to_text(*erased)),
                 fmt::format("ครัวเรือนหรือหัวหน้าครัวเรือนนี้ขอลบข้อมูลไว้ ({}) ให้ลบแถวนี้ออกจากไฟล์ "
                             "หากต้องการกลับเข้าร่วม ต้องแจ้งความประสงค์ด้วยตนเอง",
                             conversation::short_date(*erased, "th"))});
        }
    }

    // A household is counted once: the same head elsewhere has moved, or is told not to have.
    void check_head(ImportTable& table, const storage::HouseholdRow& row) {
        storage::Households households(connection());
        const auto& house = row.household;
        if (row.moved_from || table.cell("moved_from") == kDidNotMove || house.head.phone.empty() ||
            households.find(house.village_code, house.house_no)) {
            return;
        }
        const auto others = households.headed_by(house.head);
        if (!others.empty()) {
            const std::string before =
                place_text({others.front().village_code, others.front().house_no});
            table.add_fault(
                "house_no",
                {fmt::format("{} has the same head: if the household moved, write \"{}\" under "
                             "moved_from; if these are two households, write - there",
                             before,
                             before),
                 fmt::format("บ้าน {} มีหัวหน้าครัวเรือนคนเดียวกัน ถ้าย้ายบ้าน ให้พิมพ์ \"{}\" ในคอลัมน์ ย้ายจาก "
                             "ถ้าเป็นคนละครัวเรือน ให้พิมพ์ -",
                             before,
                             before)});
        }
    }

    // A move needs a household to move and a house that nobody has; one that was recorded before is
    // no fault. Two that change places cannot both be first.
    void check_move(ImportTable& table, const storage::HouseholdRow& row) {
        if (!row.moved_from) {
            return;
        }
        storage::Households households(connection());
        const auto& house = row.household;
        const auto here = households.find(house.village_code, house.house_no);
        const auto there = households.find(row.moved_from->village_code, row.moved_from->house_no);
        if (here && has_come_from(here->id, *row.moved_from)) {
            return;
        }
        if (here) {
            table.add_fault(
                "moved_from",
                {"another household has this house: say in an earlier row where that one moved to "
                 "(households that change places: move one of them to a house of its own first)",
                 "บ้านหลังนี้มีครัวเรือนอื่นอยู่แล้ว ให้ระบุการย้ายของครัวเรือนนั้นในแถวก่อนหน้า "
                 "(ถ้าสลับบ้านกัน ให้ย้ายหลังหนึ่งไปเลขที่อื่นก่อน)"});
        } else if (!there) {
            table.add_fault("moved_from",
                            {fmt::format("there is no household at {}: correct it, or write -",
                                         place_text(*row.moved_from)),
                             fmt::format("ไม่มีครัวเรือนที่ {} ให้แก้ หรือพิมพ์ - ถ้าไม่ได้ย้าย",
                                         place_text(*row.moved_from))});
        }
    }

    bool has_come_from(conversation::HouseholdId household,
                       const storage::HouseholdMoves::Place& place) {
        for (const auto& move : storage::HouseholdMoves(connection()).of(household)) {
            if (move.from == place) {
                return true;
            }
        }
        return false;
    }

    storage::Tombstones tombstones_;
    HouseholdReader reader_;
};

}  // namespace

std::vector<ImportColumn> HouseholdReader::columns() {
    return {{"village_code", {"รหัสหมู่บ้าน"}, true},
            {"house_no", {"บ้านเลขที่", "เลขที่บ้าน"}, true},
            {"head_prefix", {"คำนำหน้า", "คำนำหน้าชื่อ"}, false},
            {"head_given", {"ชื่อ", "ชื่อหัวหน้าครัวเรือน"}, true},
            {"head_family", {"สกุล", "นามสกุล"}, false},
            {"phone", {"โทรศัพท์", "เบอร์โทร", "เบอร์โทรศัพท์"}, false},
            {"members", {"สมาชิก", "จำนวนสมาชิก"}, false},
            {"poor", {"ยากจน"}, false},
            {"occ_main", {"อาชีพหลัก", "อาชีพ"}, false},
            {"base_income", {"รายได้ต่อเดือนก่อนเข้าร่วม", "รายได้ต่อเดือน"}, false},
            {"base_saving", {"เงินออมต่อเดือนก่อนเข้าร่วม", "เงินออมต่อเดือน", "เงินออม"}, false},
            {"trainer_phone", {"วิทยากร", "โทรศัพท์วิทยากร"}, false},
            {"moved_from", {"ย้ายจาก", "บ้านเดิม"}, false},
            {"moved_on", {"วันที่ย้าย"}, false}};
}

std::optional<storage::HouseholdRow> HouseholdReader::read(ImportTable& table) {
    const auto village = table.read("village_code", read_village_code);
    const auto house_no = table.read("house_no", read_house_no);
    storage::HouseholdRow row;
    storage::Households::Record& house = row.household;
    house.village_code = village.value_or("");
    house.house_no = house_no.value_or("");
    house.head.prefix = table.read("head_prefix", read_text, kPrefixLetters).value_or("");
    house.head.given_name = table.read("head_given", read_text, kNameLetters).value_or("");
    house.head.family_name = table.read("head_family", read_text, kNameLetters).value_or("");
    house.head.phone = table.read("phone", read_phone_cell).value_or("");
    house.members = table.read("members", read_whole, std::int64_t{1}, kMostMembers);
    row.poor = table.read("poor", read_yes_no_cell);
    house.occ_main = table.read("occ_main", read_occupation).value_or("");
    row.base_income = table.read("base_income", read_baht);
    row.base_saving = table.read("base_saving", read_baht);
    house.trainer_phone = table.read("trainer_phone", read_phone_cell).value_or("");
    if (table.cell("moved_from") != kDidNotMove) {
        row.moved_from = table.read("moved_from", read_place);
    }
    row.moved_on = table.read("moved_on", read_day_cell);
    if (village) {
        check_village(table, *village);
    }
    if (village && house_no) {
        if (const auto line = houses_.seen(*village + " " + *house_no, table.line())) {
            table.add_fault("house_no",
                            {fmt::format("the same house is in line {}: keep one", *line),
                             fmt::format("บ้านนี้ซ้ำกับบรรทัดที่ {} ให้เหลือแถวเดียว", *line)});
        }
    }
    if (!table.row_is_good()) {
        return std::nullopt;
    }
    return row;
}

void HouseholdReader::check_village(ImportTable& table, const std::string& code) {
    auto known = villages_.find(code);
    if (known == villages_.end()) {
        known = villages_.emplace(code, knows_village_(code)).first;
    }
    if (!known->second) {
        table.add_fault("village_code",
                        {fmt::format("there is no village {}: import the villages first", code),
                         fmt::format("ยังไม่มีหมู่บ้านรหัส {} ให้นำเข้าไฟล์หมู่บ้านก่อน", code)});
    }
}

ImportKind households_import() {
    return {.key = "households",
            .thai = "ครัวเรือน",
            .english = "households",
            .columns = &HouseholdReader::columns,
            .importer = [](storage::Imports& imports,
                           ImportReport& report) -> std::unique_ptr<RowImporter> {
                return std::make_unique<HouseholdImporter>(imports, report);
            }};
}

}  // namespace console
