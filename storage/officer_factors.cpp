#include "storage/officer_factors.h"

namespace storage {

namespace {

constexpr Sql kFind{"officer_factors.find", R"sql(
SELECT secret, last_step, confirmed_at IS NOT NULL FROM officer_factor WHERE officer = ?1)sql"};

constexpr Sql kPropose{"officer_factors.propose", R"sql(
INSERT INTO officer_factor (officer, secret, created_at) VALUES (?1, ?2, ?3))sql"};

constexpr Sql kConfirm{"officer_factors.confirm", R"sql(
UPDATE officer_factor SET confirmed_at = ?3, last_step = ?2 WHERE officer = ?1)sql"};

constexpr Sql kUseStep{"officer_factors.use_step", R"sql(
UPDATE officer_factor SET last_step = ?2 WHERE officer = ?1 AND last_step < ?2)sql"};

constexpr Sql kAddSpare{"officer_factors.add_spare_code", R"sql(
INSERT INTO officer_spare_code (code, officer) VALUES (?1, ?2))sql"};

constexpr Sql kUseSpare{"officer_factors.use_spare_code", R"sql(
UPDATE officer_spare_code SET used_at = ?3 WHERE code = ?1 AND officer = ?2 AND used_at IS NULL)sql"};

constexpr Sql kSparesLeft{"officer_factors.spare_codes_left", R"sql(
SELECT count(*) FROM officer_spare_code WHERE officer = ?1 AND used_at IS NULL)sql"};

constexpr Sql kRemove{"officer_factors.remove", "DELETE FROM officer_factor WHERE officer = ?1"};

constexpr Sql kRemoveSpares{"officer_factors.remove_spare_codes",
                            "DELETE FROM officer_spare_code WHERE officer = ?1"};

}  // namespace

std::optional<OfficerFactors::Factor> OfficerFactors::find(OfficerId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(Factor{row.text(0), row.integer(1), row.flag(2)})
                      : std::nullopt;
}

void OfficerFactors::propose(OfficerId id, std::string_view secret, Instant now) {
    remove(id);
    connection_.run(kPropose, id, secret, now);
}

void OfficerFactors::confirm(OfficerId id,
                             std::int64_t step,
                             const std::vector<std::string>& spare_codes,
                             Instant now) {
    connection_.run(kConfirm, id, step, now);
    for (const auto& code : spare_codes) {
        connection_.run(kAddSpare, code, id);
    }
}

bool OfficerFactors::use_step(OfficerId id, std::int64_t step) {
    return connection_.run(kUseStep, id, step) > 0;
}

bool OfficerFactors::use_spare_code(OfficerId id, std::string_view digest, Instant now) {
    return connection_.run(kUseSpare, digest, id, now) > 0;
}

int OfficerFactors::spare_codes_left(OfficerId id) {
    auto row = connection_.query(kSparesLeft, id);
    return row.step() ? static_cast<int>(row.integer(0)) : 0;
}

void OfficerFactors::remove(OfficerId id) {
    connection_.run(kRemoveSpares, id);
    connection_.run(kRemove, id);
}

}  // namespace storage
