#include "storage/field_table.h"

#include "conversation/form/xlsform_reader.h"
#include "embedded/fields.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <variant>

namespace storage {

namespace {

constexpr std::size_t kColumns = 11;

constexpr auto kWords = std::to_array<FieldWord>({
    {"NO", "ไม่ใช่ข้อมูลส่วนบุคคล", "not personal"},
    {"ID", "เลขแทนตัวบุคคล", "a number that stands for a person"},
    {"YES", "ข้อมูลส่วนบุคคล", "personal"},
    {"FLAG", "ข้อมูลส่วนบุคคลที่กระทบชื่อเสียง", "personal, would shame"},
    {"REGISTER", "ทะเบียนครัวเรือนสัมมาชีพ", "the register of households"},
    {"REPORT", "รายงานอาชีพ รายได้ เงินออม", "reports of occupation, income and savings"},
    {"MESSAGES", "การสนทนาและการแจ้งเตือน", "conversation and reminders"},
    {"RIGHTS", "สิทธิของเจ้าของข้อมูลและหน้าที่ตามกฎหมาย", "rights of the people and duties of the law"},
    {"PLAN", "แผนปฏิบัติการและผลงานขององค์กร", "plans and results of the organisations"},
    {"MODEL", "การคัดเลือกครัวเรือนตัวอย่าง", "choice of the model household"},
    {"OPERATION", "การทำงานของระบบ", "running the program"},
    {"CONSENT", "ความยินยอม (ม.19)", "consent (s.19)"},
    {"PUBLIC_TASK", "ภารกิจของรัฐ (ม.24(4))", "public task (s.24(4))"},
    {"LEGAL_DUTY", "หน้าที่ตามกฎหมาย (ม.24(6))", "legal duty (s.24(6))"},
    {"NONE", "ไม่มีข้อมูลส่วนบุคคล", "no personal data"},
    {"OFFICE", "สำนักงาน", "the office"},
    {"VOLUNTEER", "อาสาที่ดูแลบ้าน", "the volunteer who looks after the house"},
    {"PROVINCE", "จังหวัด (ยอดรวมหรือผลงาน ไม่มีชื่อ)", "the province (totals or results, no names)"},
    {"WOMEN_COMMITTEE", "คณะกรรมการพัฒนาสตรีอำเภอ", "the women's committee"},
    {"REGULATOR", "สำนักงานคณะกรรมการคุ้มครองข้อมูลส่วนบุคคล", "the data-protection regulator"},
    {"PUBLIC", "ทุกคน", "everybody"},
    {"LINE", "LINE (ต่างประเทศ)", "LINE (abroad)"},
    {"SMS", "ผู้ให้บริการ SMS", "the SMS provider"},
});

// How long, by the rules of storage/retention.
constexpr auto kRetentionWords = std::to_array<FieldWord>({
    {"OFFICE", "ตราบที่สำนักงานใช้", "as long as the office needs it"},
    {"REGISTER", "ตราบที่อยู่ในโครงการ หรือจนขอลบ", "while in the programme, or until erased"},
    {"REPORT", "ปีงบประมาณและอีก 5 ปี แล้วเหลือเพียงยอดรวม", "fiscal year and 5 more, then totals only"},
    {"RAW", "90 วัน", "90 days"},
    {"SESSION", "30 วัน", "30 days"},
    {"REQUEST",
     "ข้อความ 90 วันหลังเสร็จ เลขรับเรื่องเก็บไว้",
     "text 90 days after it is done; the receipt stays"},
    {"AUDIT", "2 ปี", "2 years"},
    {"TOMBSTONE", "ตลอดไป อ่านย้อนเป็นชื่อไม่ได้", "for ever; cannot be read back into a name"},
    {"DAY", "24 ชั่วโมง", "24 hours"},
});

std::vector<Field> read_table(const embedded::File& file) {
    auto read = conversation::sheet_from_csv(file.name, file.content);
    if (const auto* problem = std::get_if<conversation::FormProblem>(&read)) {
        throw std::logic_error("storage/fields: " + problem->message);
    }
    std::vector<Field> fields;
    const auto& rows = std::get<conversation::Sheet>(read).rows;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        auto cells = rows[i];
        cells.resize(kColumns);
        Field field{.table = cells[0],
                    .column = cells[1],
                    .table_th = cells[2],
                    .table_en = cells[3],
                    .label_th = cells[4],
                    .label_en = cells[5],
                    .personal = cells[6],
                    .purpose = cells[7],
                    .basis = cells[8],
                    .retention = cells[9],
                    .recipients = cells[10]};
        // What a table's rows have in common stands in its first.
        if (!fields.empty() && fields.back().table == field.table) {
            const auto take = [](std::string& own, const std::string& above) {
                own = own.empty() ? above : own;
            };
            take(field.table_th, fields.back().table_th);
            take(field.table_en, fields.back().table_en);
            take(field.purpose, fields.back().purpose);
            take(field.basis, fields.back().basis);
            take(field.retention, fields.back().retention);
            take(field.recipients, fields.back().recipients);
        }
        fields.push_back(std::move(field));
    }
    return fields;
}

std::vector<Field> read_all() {
    std::vector<Field> all;
    for (const auto& file : embedded::fields()) {
        auto fields = read_table(file);
        all.insert(all.end(), fields.begin(), fields.end());
    }
    return all;
}

template <class Pick>
std::string worded(std::string_view words, Pick pick) {
    std::string text;
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        const auto word = words.substr(0, end);
        const auto found = std::ranges::find(kWords, word, &FieldWord::word);
        text += text.empty() ? "" : ", ";
        text += found == kWords.end() ? word : pick(*found);
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return text;
}

}  // namespace

std::span<const Field> field_table() {
    static const std::vector<Field> kAll = read_all();
    return kAll;
}

std::span<const FieldWord> field_words() {
    return kWords;
}

std::span<const FieldWord> retention_words() {
    return kRetentionWords;
}

std::string in_thai(std::string_view words) {
    return worded(words, [](const FieldWord& word) { return word.thai; });
}

std::string in_english(std::string_view words) {
    return worded(words, [](const FieldWord& word) { return word.english; });
}

}  // namespace storage
