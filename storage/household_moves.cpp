#include "storage/household_moves.h"

namespace storage {

namespace {

using conversation::HouseholdId;

constexpr Sql kAdd{"household_moves.add", R"sql(
INSERT INTO household_move (id, household, from_village, from_house_no, to_village, to_house_no,
    moved_on, created_at, updated_at, created_by)
SELECT ?1, h.id, h.village, h.house_no, (SELECT id FROM village WHERE code = ?3), ?4, ?5, ?6, ?6, ?7
FROM household h WHERE h.id = ?2)sql"};

constexpr Sql kMove{"household_moves.move", R"sql(
UPDATE household SET village = (SELECT id FROM village WHERE code = ?2), house_no = ?3,
    updated_at = ?4
WHERE id = ?1)sql"};

constexpr Sql kOf{"household_moves.of", R"sql(
SELECT f.code, m.from_house_no, t.code, m.to_house_no, m.moved_on FROM household_move m
JOIN village f ON f.id = m.from_village JOIN village t ON t.id = m.to_village
WHERE m.household = ?1 ORDER BY m.moved_on, m.id)sql"};

}  // namespace

void HouseholdMoves::move(
    HouseholdId household, const Place& to, Day on, Instant now, std::string_view by) {
    connection_.run(
        kAdd, connection_.new_id<RowId>(now), household, to.village_code, to.house_no, on, now, by);
    connection_.run(kMove, household, to.village_code, to.house_no, now);
}

std::vector<HouseholdMoves::Move> HouseholdMoves::of(HouseholdId household) {
    std::vector<Move> moves;
    auto rows = connection_.query(kOf, household);
    while (rows.step()) {
        moves.push_back({{rows.text(0), rows.text(1)}, {rows.text(2), rows.text(3)}, rows.day(4)});
    }
    return moves;
}

}  // namespace storage
