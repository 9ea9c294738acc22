#include "console/export_indicators.h"

#include "console/page_words.h"
#include "storage/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>

namespace console {

namespace {

using conversation::Period;

std::string_view unit_word(FigureUnit unit) {
    switch (unit) {
        case FigureUnit::Share:
            return "PERCENT";
        case FigureUnit::Growth:
            return "PERCENT_GROWTH";
        case FigureUnit::Money:
            return "BAHT";
        case FigureUnit::Quota:
            return "OF";
        case FigureUnit::Count:
            break;
    }
    return "COUNT";
}

// Cells of rows that are made one by one, with the texts they point to.
class MadeRows : public ExportRows {
  public:
    const std::vector<ExportCell>& cells() const override { return cells_; }

  protected:
    void begin() {
        cells_.clear();
        texts_.clear();
    }

    void text(std::string value) {
        texts_.push_back(std::move(value));
        cells_.push_back({.known = true, .text = texts_.back()});
    }

    void text_or_nothing(std::string value) {
        if (value.empty()) {
            cells_.emplace_back();
        } else {
            text(std::move(value));
        }
    }

    void number(std::int64_t value) { cells_.push_back({.known = true, .number = value}); }

    void nothing() { cells_.emplace_back(); }

  private:
    std::vector<ExportCell> cells_;
    std::deque<std::string> texts_;
};

class CoverageRows : public MadeRows {
  public:
    CoverageRows(storage::Connection& reader,
                 MonthWindow months,
                 std::string area,
                 std::optional<CoveragePlace> after)
        : coverage_(reader),
          months_(months),
          area_(std::move(area)),
          month_(after ? std::max(after->month, months.from) : months.from),
          after_(std::move(after)) {}

    bool next() override {
        do {
            if (!read()) {
                return false;
            }
        } while (after_ && shown_ == after_->month && village().code <= after_->village);
        add(village());
        return true;
    }

    std::string place() const override {
        return fmt::format("{}.{}", conversation::to_text(shown_), village().code);
    }

    std::int64_t total() const override {
        return static_cast<std::int64_t>(villages_.size()) * months_.months();
    }

  private:
    // Goes to the next village, of the next month behind the last one.
    bool read() {
        while (at_ == villages_.size()) {
            if (months_.to < month_) {
                return false;
            }
            villages_ = coverage_.villages(area_, month_);
            shown_ = month_;
            month_ = conversation::next(month_);
            at_ = 0;
        }
        ++at_;
        return true;
    }

    [[nodiscard]] const storage::Coverage::Village& village() const { return villages_[at_ - 1]; }

    void add(const storage::Coverage::Village& village) {
        begin();
        text(conversation::to_text(shown_));
        text(conversation::month_name(shown_, "th"));
        text(village.tambon_th);
        text(village.code);
        number(village.moo);
        text(village.name_th);
        number(village.households);
        number(village.reported);
        number(village.households - village.reported);
        number(village.reported_before);
        text(percent_text(village.reported, village.households));
    }

    storage::Coverage coverage_;
    MonthWindow months_;
    std::string area_;
    Period month_;
    std::optional<CoveragePlace> after_;
    Period shown_;
    std::vector<storage::Coverage::Village> villages_;
    std::size_t at_ = 0;
};

class IndicatorRows : public MadeRows {
  public:
    IndicatorRows(storage::Connection& reader,
                  std::optional<IndicatorTable> table,
                  std::int64_t after)
        : reader_(reader), table_(std::move(table)), after_(after) {}

    bool next() override {
        while (row_ < after_) {
            if (!make_next()) {
                return false;
            }
        }
        return make_next();
    }

    std::string place() const override { return std::to_string(row_); }

    std::int64_t total() const override {
        return table_ ? static_cast<std::int64_t>(table_->groups.size() * indicator_kinds().size())
                      : 0;
    }

  private:
    bool make_next() {
        if (!table_ || group_ == table_->groups.size()) {
            return false;
        }
        const IndicatorGroup& group = table_->groups[group_];
        if (figure_ == 0) {
            figures_ = figures(group.sums);
            trainer_ = group.kind == GroupKind::Trainer ? name_of(group.code) : std::string();
        }
        add(group, figures_[figure_]);
        if (++figure_ == figures_.size()) {
            figure_ = 0;
            ++group_;
        }
        ++row_;
        return true;
    }

    std::string name_of(const std::string& id) {
        storage::PersonId person{};
        std::from_chars(id.data(), id.data() + id.size(), person.value);
        storage::ProgrammeFacts facts(reader_,
                                      {table_->window.from, table_->window.to, table_->as_of});
        return facts.person_name(person);
    }

    void add(const IndicatorGroup& group, const IndicatorFigure& figure) {
        begin();
        text(std::string(group_code(group.kind)));
        text(std::string(group_word(group.kind, true)));
        text(group.code);
        text(group.name);
        text_or_nothing(trainer_);
        text(conversation::to_text(table_->window.from));
        text(conversation::to_text(table_->window.to));
        text(conversation::to_text(conversation::bangkok_day(table_->as_of)));
        text(std::string(figure.kind->key));
        text(std::string(figure.kind->thai));
        text(decimal_text(figure.numerator));
        const FigureUnit unit = figure.kind->unit;
        if (unit == FigureUnit::Count || unit == FigureUnit::Money) {
            nothing();
        } else {
            number(figure.denominator);
        }
        text_or_nothing(figure_value(figure));
        text(std::string(unit_word(unit)));
        text_or_nothing(figure.kind->target_permille == 0
                            ? std::string()
                            : fmt::format("{}.{}",
                                          figure.kind->target_permille / 10,
                                          figure.kind->target_permille % 10));
    }

    storage::Connection& reader_;
    std::optional<IndicatorTable> table_;
    std::vector<IndicatorFigure> figures_;
    std::string trainer_;
    std::size_t group_ = 0;
    std::size_t figure_ = 0;
    std::int64_t after_;    // rows that are passed over
    std::int64_t row_ = 0;  // counted from 1
};

}  // namespace

std::optional<MonthWindow> window_of(const storage::ReportFilter& filter, conversation::Day today) {
    const MonthWindow standard = default_window(today);
    return closed_window(
        {filter.from.value_or(filter.to && *filter.to < standard.from ? *filter.to : standard.from),
         filter.to.value_or(standard.to)},
        today);
}

std::optional<CoveragePlace> coverage_place(std::string_view place) {
    constexpr std::size_t kMonth = 7;
    if (place.size() <= kMonth || place[kMonth] != '.') {
        return std::nullopt;
    }
    const auto month = conversation::parse_period(place.substr(0, kMonth));
    const std::string_view village = place.substr(kMonth + 1);
    if (!month || !row_place(village)) {
        return std::nullopt;
    }
    return CoveragePlace{*month, std::string(village)};
}

std::unique_ptr<ExportRows> open_coverage(storage::Connection& reader,
                                          const ReportExport& wanted,
                                          conversation::Instant now) {
    const auto today = conversation::bangkok_day(now);
    const MonthWindow months{wanted.filter.from.value_or(default_window(today).from),
                             std::min(wanted.filter.to.value_or(conversation::open_period(today)),
                                      conversation::open_period(today))};
    return std::make_unique<CoverageRows>(
        reader, months, wanted.area, coverage_place(wanted.after));
}

std::unique_ptr<ExportRows> open_indicators(storage::Connection& reader,
                                            const ReportExport& wanted,
                                            conversation::Instant now) {
    const auto window = window_of(wanted.filter, conversation::bangkok_day(now));
    std::optional<IndicatorTable> table;
    if (window) {
        table = read_indicators(reader, *window, now, wanted.area);
    }
    return std::make_unique<IndicatorRows>(
        reader, std::move(table), row_place(wanted.after).value_or(0));
}

}  // namespace console
