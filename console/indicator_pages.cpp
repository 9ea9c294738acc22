#include "console/office.h"
#include "console/page_words.h"
#include "storage/programme_facts.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace console {

namespace {

using nlohmann::json;

constexpr std::array kPlaceKinds = {GroupKind::District, GroupKind::Tambon, GroupKind::Village};

std::string language(const Visit& visit) {
    return visit.thai ? "th" : "en";
}

MonthWindow window_of(const Visit& visit) {
    const auto today = conversation::bangkok_day(visit.now);
    const MonthWindow standard = default_window(today);
    const auto month = [&](const char* name) {
        return conversation::parse_period(visit.request.query(name).value_or(std::string()));
    };
    return closed_window({month("from").value_or(standard.from), month("to").value_or(standard.to)},
                         today)
        .value_or(standard);
}

// "VILLAGE:60030403"
std::string group_key(const IndicatorGroup& group) {
    return fmt::format("{}:{}", group_code(group.kind), group.code);
}

std::string group_name(const IndicatorGroup& group, const Visit& visit) {
    if (group.kind == GroupKind::District) {
        return fmt::format("{} {}", group_word(group.kind, visit.thai), group.code);
    }
    if (group.kind != GroupKind::Trainer) {
        return fmt::format("{} {}", group_word(group.kind, visit.thai), group.name);
    }
    storage::PersonId person{};
    std::from_chars(group.code.data(), group.code.data() + group.code.size(), person.value);
    storage::ProgrammeFacts facts(visit.reader, {{}, {2000, 1}, visit.now});
    return fmt::format("{} {}", group_word(group.kind, visit.thai), facts.person_name(person));
}

json figure_rows(const IndicatorSums& sums, bool thai) {
    json rows = json::array();
    for (const auto& figure : figures(sums)) {
        const FigureUnit unit = figure.kind->unit;
        const bool divides = unit == FigureUnit::Share || unit == FigureUnit::Growth;
        const bool counts = unit == FigureUnit::Count || unit == FigureUnit::Money;
        const int target = figure.kind->target_permille;
        rows.push_back(
            {{"label", thai ? figure.kind->thai : figure.kind->english},
             {"numerator", numerator_text(figure.numerator)},
             {"denominator", counts ? std::string() : baht_text(figure.denominator)},
             {"value", figure_text(figure)},
             {"percent", divides && figure.denominator != 0},
             {"target",
              target == 0 ? std::string() : fmt::format("{}.{}", target / 10, target % 10)}});
    }
    return rows;
}

// A cell of a table that a chart is drawn from: what is shown, and the number (empty: unknown).
json cell(std::string shown, std::string value) {
    return {{"shown", std::move(shown)}, {"value", std::move(value)}};
}

json mean_cell(std::int64_t sum, std::int64_t count) {
    if (count == 0) {
        return cell("–", "");
    }
    const std::int64_t rounded = (sum * 2 + count) / (count * 2);
    return cell(baht_text(rounded), std::to_string(rounded));
}

json month_rows(const std::vector<MonthMeans>& months, const Visit& visit) {
    json rows = json::array();
    for (const auto& month : months) {
        rows.push_back({{"label", conversation::short_month(month.period, language(visit))},
                        {"income", mean_cell(month.income, month.incomes)},
                        {"incomes", month.incomes},
                        {"saving", mean_cell(month.saving, month.savings)},
                        {"savings", month.savings}});
    }
    return rows;
}

const IndicatorFigure& figure_of(const std::vector<IndicatorFigure>& all, std::string_view key) {
    for (const auto& figure : all) {
        if (figure.kind->key == key) {
            return figure;
        }
    }
    return all.front();
}

json figure_cell(const IndicatorFigure& figure) {
    const std::string value = figure_value(figure);
    return cell(figure.denominator == 0 ? figure_text(figure)
                                        : fmt::format("{} ({}/{})",
                                                      figure_text(figure),
                                                      numerator_text(figure.numerator),
                                                      baht_text(figure.denominator)),
                value);
}

json village_rows(const IndicatorTable& table, std::string_view area) {
    json rows = json::array();
    for (const auto& group : table.groups) {
        if (group.kind == GroupKind::Village && group.code.starts_with(area) &&
            group.sums.villages > 0) {
            const auto all = figures(group.sums);
            rows.push_back({{"label", group.name},
                            {"growth", figure_cell(figure_of(all, "GROWTH"))},
                            {"up", figure_cell(figure_of(all, "UP"))}});
        }
    }
    return rows;
}

// How dark a cell of the heat map is: 0 to 4, by fifths.
std::string shade(std::int64_t numerator, std::int64_t denominator) {
    constexpr std::int64_t kShades = 5;
    if (denominator == 0) {
        return "";
    }
    return fmt::format("heat-{}", std::min(kShades - 1, numerator * kShades / denominator));
}

json heat_rows(const IndicatorTable& table, std::string_view area) {
    json rows = json::array();
    for (const auto& group : table.groups) {
        if (group.kind != GroupKind::Village || !group.code.starts_with(area) ||
            group.sums.households == 0) {
            continue;
        }
        json cells = json::array();
        for (const auto& month : table.months(group.code)) {
            cells.push_back({{"shade", shade(month.reports, group.sums.households)},
                             {"percent", percent_text(month.reports, group.sums.households)},
                             {"reports", month.reports},
                             {"households", group.sums.households}});
        }
        rows.push_back({{"code", group.code}, {"label", group.name}, {"cells", std::move(cells)}});
    }
    return rows;
}

json plan_rows(const IndicatorTable& table) {
    json rows = json::array();
    for (const auto& group : table.groups) {
        if (group.kind != GroupKind::Organisation) {
            continue;
        }
        const IndicatorSums& sums = group.sums;
        const auto number = [](std::int64_t count) {
            return cell(std::to_string(count), std::to_string(count));
        };
        json steps = json::array();
        for (const std::int64_t step : sums.steps_done) {
            steps.push_back({{"done", step > 0}});
        }
        rows.push_back({{"label", group.name},
                        {"done", number(sums.done)},
                        {"waiting", number(sums.due - sums.done - sums.cancelled - sums.overdue)},
                        {"cancelled", number(sums.cancelled)},
                        {"overdue", number(sums.overdue)},
                        {"due", sums.due},
                        {"percent", percent_text(sums.done, sums.due)},
                        {"steps", std::move(steps)}});
    }
    return rows;
}

json group_options(const IndicatorTable& table, const IndicatorGroup* chosen, const Visit& visit) {
    json options = json::array();
    for (const auto& group : table.groups) {
        if (group.kind == GroupKind::Trainer && !visit.may_edit()) {
            continue;
        }
        options.push_back({{"key", group_key(group)},
                           {"name", group_name(group, visit)},
                           {"chosen", &group == chosen}});
    }
    return options;
}

const IndicatorGroup* chosen_group(const IndicatorTable& table,
                                   const std::string& key,
                                   const Visit& visit) {
    for (const auto& group : table.groups) {
        const bool allowed = group.kind != GroupKind::Trainer || visit.may_edit();
        if (allowed && group_key(group) == key) {
            return &group;
        }
    }
    return table.groups.empty() ? nullptr : &table.groups.front();
}

bool is_place(GroupKind kind) {
    return std::find(kPlaceKinds.begin(), kPlaceKinds.end(), kind) != kPlaceKinds.end();
}

json month_heads(const IndicatorTable& table, const Visit& visit) {
    json heads = json::array();
    for (const auto& month : table.months()) {
        heads.push_back({{"label", conversation::short_month(month.period, language(visit))}});
    }
    return heads;
}

webhooks::Response page(const Visit& visit, IndicatorCache& cache) {
    const MonthWindow window = window_of(visit);
    const auto table = cache.get(visit.reader, window, visit.officer.area, visit.now);
    const auto* const group =
        chosen_group(*table, visit.request.query("group").value_or(std::string()), visit);
    json values = {{"title", visit.thai ? "ตัวชี้วัด" : "Indicators"},
                   {"from", conversation::to_text(window.from)},
                   {"to", conversation::to_text(window.to)},
                   {"months",
                    conversation::short_month(window.from, language(visit)) + " – " +
                        conversation::short_month(window.to, language(visit))},
                   {"read_at", moment_text(table->as_of, visit.thai)},
                   {"nothing", group == nullptr}};
    if (group != nullptr) {
        if (group->kind == GroupKind::Trainer) {
            visit.audit("trainer.looked_at", "person:" + group->code, "indicators");
        }
        const std::string area = is_place(group->kind) ? group->code : std::string();
        values["groups"] = group_options(*table, group, visit);
        values["group"] = group_name(*group, visit);
        values["households"] = group->sums.households;
        values["figures"] = figure_rows(group->sums, visit.thai);
        values["is_place"] = is_place(group->kind);
        values["month_rows"] = month_rows(table->months(area), visit);
        values["village_rows"] = village_rows(*table, area);
        values["heat_heads"] = month_heads(*table, visit);
        values["heat_rows"] = heat_rows(*table, area);
        values["plan_rows"] = plan_rows(*table);
    }
    return show(visit, "indicators.html", std::move(values));
}

}  // namespace

std::vector<PageRoute> indicator_pages(IndicatorCache& cache) {
    return {{.path = "/indicators",
             .page = [&cache](const Visit& visit) { return page(visit, cache); }}};
}

}  // namespace console
