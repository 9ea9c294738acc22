#include "console/export_columns.h"

namespace console {

namespace {

using enum ColumnType;

constexpr bool kPersonal = true;

CodeWords outcome_results() {
    return activity_states();
}

}  // namespace

std::span<const ExportColumn> report_columns() {
    static const std::vector<ExportColumn> columns = {
        {"fy", "ปีงบประมาณ", "fiscal year", Number},
        {"period", "เดือน", "month"},
        {"period_th", "เดือน (ไทย)", "month in Thai"},
        {"tambon_code", "รหัสตำบล", "tambon code"},
        {"tambon_th", "ตำบล", "tambon"},
        {"village_code", "รหัสหมู่บ้าน", "village code"},
        {"moo", "หมู่ที่", "moo", Number},
        {"village_th", "ชื่อหมู่บ้าน", "village"},
        {"household_id", "เลขครัวเรือนในระบบ", "household id", Id},
        {"house_no", "บ้านเลขที่", "house number"},
        {"head_name", "หัวหน้าครัวเรือน", "head", Text, kPersonal},
        {"members", "สมาชิก", "members", Number},
        {"is_target", "ครัวเรือนเป้าหมาย", "target household", Flag},
        {"is_poor", "ยากจน", "poor", Flag, kPersonal},
        {"occ_main", "รหัสอาชีพหลัก", "main occupation"},
        {"occ_main_th", "อาชีพหลัก", "main occupation in Thai"},
        {"occ_second", "อาชีพเสริม", "second occupation"},
        {"income_total", "รายได้รวม", "income", Number},
        {"expense_total", "รายจ่ายรวม", "expenditure", Number},
        {"saving_amount", "เงินออม", "saved", Number},
        {"base_income", "รายได้ก่อนเข้าร่วม", "income before", Number},
        {"income_diff", "รายได้ที่เปลี่ยนแปลง", "difference", Number},
        {"on_behalf", "รายงานแทน", "on behalf", Flag},
        {"channel", "ช่องทาง", "channel"},
        {"status", "สถานะ", "status"},
        {"revision", "ฉบับแก้ไข", "revision", Number},
        {"reported_at", "เวลารายงาน", "reported at", Instant},
        {"flags", "ข้อสังเกต", "flags"}};
    return columns;
}

std::span<const ExportColumn> household_columns() {
    static const std::vector<ExportColumn> columns = {
        {"household_id", "เลขครัวเรือนในระบบ", "household id", Id},
        {"tambon_code", "รหัสตำบล", "tambon code"},
        {"tambon_th", "ตำบล", "tambon"},
        {"village_code", "รหัสหมู่บ้าน", "village code"},
        {"moo", "หมู่ที่", "moo", Number},
        {"village_th", "ชื่อหมู่บ้าน", "village"},
        {"house_no", "บ้านเลขที่", "house number"},
        {"head_prefix", "คำนำหน้า", "title of the head", Text, kPersonal},
        {"head_given", "ชื่อ", "given name", Text, kPersonal},
        {"head_family", "สกุล", "family name", Text, kPersonal},
        {"phone", "โทรศัพท์", "telephone", Text, kPersonal},
        {"members", "สมาชิก", "members", Number},
        {"members_15_59", "สมาชิกอายุ 15-59 ปี", "members of 15 to 59", Number},
        {"members_60plus", "สมาชิกอายุ 60 ปีขึ้นไป", "members of 60 and over", Number},
        {"occ_main", "อาชีพหลัก", "main occupation"},
        {"status", "สถานะ", "status", Code, false, &household_statuses},
        {"is_target", "ครัวเรือนเป้าหมาย", "target household", Flag},
        {"is_poor", "ยากจน", "poor", Flag, kPersonal},
        {"base_income", "รายได้ต่อเดือนก่อนเข้าร่วม", "income before", Number},
        {"base_saving", "เงินออมต่อเดือนก่อนเข้าร่วม", "savings before", Number},
        {"base_debt", "หนี้สินก่อนเข้าร่วม", "debt before", Number, kPersonal},
        {"trainer", "วิทยากรผู้ดูแล", "trainer", Text, kPersonal},
        {"registered_on", "วันที่ขึ้นทะเบียน", "registered on", Day}};
    return columns;
}

std::span<const ExportColumn> people_columns() {
    static const std::vector<ExportColumn> columns = {
        {"person_id", "เลขบุคคลในระบบ", "person id", Id},
        {"prefix", "คำนำหน้า", "title", Text, kPersonal},
        {"given", "ชื่อ", "given name", Text, kPersonal},
        {"family", "สกุล", "family name", Text, kPersonal},
        {"sex", "เพศ", "sex"},
        {"birth_year", "ปีเกิด", "year of birth", Number, kPersonal},
        {"phone", "โทรศัพท์", "telephone", Text, kPersonal},
        {"role", "บทบาท", "role", Code, false, &role_words},
        {"org_kind", "องค์กร", "organisation", Code, false, &organisation_kinds},
        {"org_name", "ชื่อองค์กร", "its name"},
        {"village_codes", "หมู่บ้านที่ดูแล", "village code"},
        {"village_th", "ชื่อหมู่บ้าน", "village"},
        {"term_start", "วันเริ่มวาระ", "term begins", Day},
        {"term_end", "วันสิ้นสุดวาระ", "term ends", Day},
        {"in_term", "อยู่ในวาระ", "in term", Flag},
        {"in_team", "ทีมสนับสนุน", "in the support team", Flag}};
    return columns;
}

std::span<const ExportColumn> activity_columns() {
    static const std::vector<ExportColumn> columns = {
        {"org_kind", "องค์กร", "organisation", Code, false, &organisation_kinds},
        {"org_name", "ชื่อองค์กร", "its name"},
        {"fy", "ปีงบประมาณ", "fiscal year", Number},
        {"plan_status", "สถานะแผน", "plan"},
        {"activity_code", "รหัสกิจกรรม", "code"},
        {"title", "กิจกรรม", "activity"},
        {"kind", "ประเภทกิจกรรม", "kind", Code, false, &activity_kinds},
        {"village_code", "รหัสหมู่บ้าน", "village code"},
        {"tambon_code", "รหัสตำบล", "tambon code"},
        {"responsible", "ชื่อผู้รับผิดชอบ", "responsible person", Text, kPersonal},
        {"responsible_phone", "ผู้รับผิดชอบ", "responsible person's telephone", Text, kPersonal},
        {"start", "วันที่เริ่ม", "begins", Day},
        {"end", "วันที่สิ้นสุด", "ends", Day},
        {"original_end", "วันสิ้นสุดเดิม", "ended first", Day},
        {"recurrence", "การทำซ้ำ", "recurrence"},
        {"place", "สถานที่", "place"},
        {"target_people", "เป้าหมาย", "people planned", Number},
        {"budget", "งบประมาณ", "budget", Number},
        {"state", "สถานะ", "state", Code, false, &activity_states},
        {"overdue", "เลยกำหนด", "overdue", Flag},
        {"version", "ฉบับ", "version", Number}};
    return columns;
}

std::span<const ExportColumn> outcome_columns() {
    static const std::vector<ExportColumn> columns = {
        {"org_kind", "องค์กร", "organisation", Code, false, &organisation_kinds},
        {"fy", "ปีงบประมาณ", "fiscal year", Number},
        {"activity_code", "รหัสกิจกรรม", "code"},
        {"title", "กิจกรรม", "activity"},
        {"revision", "ฉบับแก้ไข", "revision", Number},
        {"counts", "ฉบับที่ใช้", "counts", Flag},
        {"result", "ผลการดำเนินงาน", "result", Code, false, &outcome_results},
        {"done_on", "วันที่ทำ", "done on", Day},
        {"headcount", "จำนวนผู้เข้าร่วม", "people who came", Number},
        {"new_day", "วันที่ใหม่", "new day", Day},
        {"reason", "เหตุผล", "reason"},
        {"note", "หมายเหตุ", "note", Text, kPersonal},
        {"answered_by", "ผู้ตอบ", "answered by", Text, kPersonal},
        {"channel", "ช่องทาง", "channel"},
        {"photos", "จำนวนรูป", "photos", Number},
        {"answered_at", "เวลาที่ตอบ", "answered at", Instant}};
    return columns;
}

std::span<const ExportColumn> fund_access_columns() {
    static const std::vector<ExportColumn> columns = {
        {"household_id", "เลขครัวเรือนในระบบ", "household id", Id},
        {"village_code", "รหัสหมู่บ้าน", "village code"},
        {"house_no", "บ้านเลขที่", "house number"},
        {"head_name", "หัวหน้าครัวเรือน", "head", Text, kPersonal},
        {"is_poor", "ยากจน", "poor", Flag, kPersonal},
        {"fund_kind", "ประเภทแหล่งทุน", "kind of fund", Code, false, &fund_kinds},
        {"fund_name", "ชื่อแหล่งทุน", "fund"},
        {"fund_village", "หมู่บ้านของแหล่งทุน", "the fund's village"},
        {"access", "การเข้าถึง", "access", Code, false, &access_kinds},
        {"date", "วันที่", "day", Day},
        {"amount", "จำนวนเงิน", "amount", Number}};
    return columns;
}

std::span<const ExportColumn> nomination_columns() {
    static const std::vector<ExportColumn> columns = {
        {"household_id", "เลขครัวเรือนในระบบ", "household id", Id},
        {"village_code", "รหัสหมู่บ้าน", "village code"},
        {"house_no", "บ้านเลขที่", "house number"},
        {"head_name", "หัวหน้าครัวเรือน", "head", Text, kPersonal},
        {"fy", "ปีงบประมาณ", "fiscal year", Number},
        {"nominated_by", "ชื่อผู้เสนอ", "nominated by", Text, kPersonal},
        {"date", "วันที่เสนอ", "nominated on", Day},
        {"income", "มีรายได้", "income", Flag},
        {"occupation", "มีอาชีพ", "occupation", Flag},
        {"saving", "มีการออม", "saving", Flag},
        {"learning", "เป็นแหล่งเรียนรู้", "learning", Flag},
        {"sharing", "แบ่งปัน", "sharing", Flag},
        {"stage", "ขั้น", "stage", Code, false, &nomination_stages},
        {"agreed_on", "วันที่ยินยอม", "agreed on", Day},
        {"score", "คะแนนรวม", "score", Number},
        {"scored_by", "จำนวนกรรมการที่ให้คะแนน", "members who scored", Number},
        {"confirmed_on", "วันที่อำเภอยืนยัน", "confirmed on", Day},
        {"may_publish", "ให้ประกาศชื่อได้", "may be named in public", Flag}};
    return columns;
}

std::span<const ExportColumn> plan_adoption_columns() {
    static const std::vector<ExportColumn> columns = {
        {"tambon", "รหัสตำบล", "tambon code"},
        {"tambon_th", "ชื่อตำบล", "tambon"},
        {"fy", "ปีงบประมาณ", "fiscal year", Number},
        {"title", "ชื่อแผน", "plan"},
        {"integrated_on", "วันที่บูรณาการ", "integrated on", Day},
        {"local_plan_on", "บรรจุในแผนพัฒนาท้องถิ่น", "into the local plan", Day},
        {"local_plan_reference", "อ้างอิงแผนพัฒนาท้องถิ่น", "its reference"},
        {"strategic_plan_on", "บรรจุในแผนยุทธศาสตร์", "into the strategic plan", Day},
        {"strategic_plan_reference", "อ้างอิงแผนยุทธศาสตร์", "its reference"},
        {"ordinance_on", "บรรจุในข้อบัญญัติท้องถิ่น", "into the local ordinance", Day},
        {"ordinance_reference", "อ้างอิงข้อบัญญัติ", "its reference"},
        {"province_plan_on", "บรรจุในแผนพัฒนาจังหวัด", "into the provincial plan", Day},
        {"province_plan_reference", "อ้างอิงแผนพัฒนาจังหวัด", "its reference"},
        {"adoptions", "จำนวนแผนที่บรรจุ", "adoptions", Number}};
    return columns;
}

std::span<const ExportColumn> learning_centre_columns() {
    static const std::vector<ExportColumn> columns = {
        {"village_code", "รหัสหมู่บ้าน", "village code"},
        {"village_th", "ชื่อหมู่บ้าน", "village"},
        {"name", "ชื่อแหล่งเรียนรู้", "learning centre"},
        {"topics", "เรื่องที่สอน", "topics"},
        {"keeper", "ชื่อผู้ดูแล", "keeper", Text, kPersonal},
        {"keeper_phone", "ผู้ดูแล", "keeper's telephone", Text, kPersonal},
        {"opened_on", "วันที่เปิด", "opened on", Day},
        {"closed_on", "วันที่ปิด", "closed on", Day},
        {"visits", "จำนวนครั้งที่มีผู้มาเยี่ยม", "visits", Number},
        {"visitors", "จำนวนผู้มาเยี่ยม", "visitors", Number}};
    return columns;
}

std::span<const ExportColumn> coverage_columns() {
    static const std::vector<ExportColumn> columns = {
        {"period", "เดือน", "month"},
        {"period_th", "เดือน (ไทย)", "month in Thai"},
        {"tambon_th", "ตำบล", "tambon"},
        {"village_code", "รหัสหมู่บ้าน", "village code"},
        {"moo", "หมู่ที่", "moo", Number},
        {"village_th", "ชื่อหมู่บ้าน", "village"},
        {"households", "ครัวเรือนเป้าหมาย", "target households", Number},
        {"reported", "รายงานแล้ว", "reported", Number},
        {"missing", "ยังไม่รายงาน", "not yet", Number},
        {"reported_before", "รายงานเดือนก่อน", "reported the month before", Number},
        {"percent", "ร้อยละ", "per cent", Decimal}};
    return columns;
}

std::span<const ExportColumn> indicator_columns() {
    static const std::vector<ExportColumn> columns = {
        {"group_kind", "ประเภทกลุ่ม", "kind of group"},
        {"group_kind_th", "กลุ่ม", "kind of group in Thai"},
        {"group_code", "รหัสกลุ่ม", "code of the group"},
        {"group_th", "ชื่อกลุ่ม", "group"},
        {"trainer", "ชื่อวิทยากรผู้ดูแล", "trainer", Text, kPersonal},
        {"from", "ตั้งแต่เดือน", "first month"},
        {"to", "ถึงเดือน", "last month"},
        {"as_of", "ข้อมูล ณ วันที่", "as of", Day},
        {"indicator", "รหัสตัวชี้วัด", "indicator"},
        {"indicator_th", "ตัวชี้วัด", "indicator in Thai"},
        {"numerator", "ตัวตั้ง", "numerator", Decimal},
        {"denominator", "ตัวหาร", "denominator", Number},
        {"value", "ค่า", "value", Decimal},
        {"unit", "หน่วย", "unit"},
        {"target", "เป้าหมาย (ร้อยละ)", "target in per cent", Decimal}};
    return columns;
}

std::span<const ExportColumn> audit_columns() {
    static const std::vector<ExportColumn> columns = {{"at", "เวลา", "at", Instant},
                                                      {"actor", "ผู้กระทำ", "who"},
                                                      {"action", "การกระทำ", "what"},
                                                      {"subject", "เรื่อง", "of what"},
                                                      {"detail", "รายละเอียด", "detail"}};
    return columns;
}

std::span<const ExportColumn> message_columns() {
    static const std::vector<ExportColumn> columns = {
        {"direction", "ทิศทาง", "in or out"},
        {"channel", "ช่องทาง", "channel"},
        {"at", "เวลา", "at", Instant},
        {"state", "สถานะ", "state"},
        {"kind", "ชนิด", "kind or way"},
        {"attempts", "จำนวนครั้งที่ส่ง", "attempts", Number},
        {"reason", "สาเหตุ", "reason"},
        {"address", "ที่อยู่ติดต่อ", "address", Text, kPersonal}};
    return columns;
}

}  // namespace console
