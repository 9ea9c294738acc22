#include "console/model_announcement.h"

#include "conversation/held_data.h"
#include "storage/audit_log.h"
#include "storage/held_data.h"
#include "storage/households.h"
#include "storage/model_view.h"
#include "storage/people.h"

#include <fmt/format.h>

namespace console {

ModelAnnouncement model_announcement(storage::Connection& writer,
                                     std::string_view office,
                                     int fiscal_year_be,
                                     conversation::Instant now,
                                     std::string_view actor) {
    ModelAnnouncement made;
    made.text = fmt::format("ครัวเรือนสัมมาชีพตัวอย่าง ปีงบประมาณ {}\n{}\n", fiscal_year_be, office);
    for (const auto& one : storage::ModelView(writer).year(fiscal_year_be).nominees) {
        if (!one.confirmed) {
            continue;
        }
        ++made.confirmed;
        const auto house = storage::Households(writer).find(one.house.id);
        const bool named = house && conversation::holds_consent(
                                        storage::held_data(writer, one.house.id), "PUBLISH");
        made.text += fmt::format("- {}หมู่ {} {} ต.{}\n",
                                 named ? fmt::format("{} บ้านเลขที่ {} ",
                                                     storage::full_name(house->head.prefix,
                                                                        house->head.given_name,
                                                                        house->head.family_name),
                                                     house->house_no)
                                       : std::string("(ไม่ประสงค์ให้ประกาศชื่อ) "),
                                 one.house.moo,
                                 one.house.village_name,
                                 one.house.tambon_name);
        storage::AuditLog(writer).write({.actor = std::string(actor),
                                         .action = "model.announced",
                                         .subject = fmt::format("household:{}", one.house.id.value),
                                         .detail = named ? "named" : "unnamed",
                                         .at = now});
    }
    return made;
}

}  // namespace console
