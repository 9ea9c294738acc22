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
    CoverageRows(storage::Connection& reader, MonthWindow months, std::string area)
        : coverage_(reader), months_(months), area_(std::move(area)), month_(months.from) {}

    bool next() override {
        while (at_ == villages_.size()) {
            if (months_.to < month_) {
                return false;
            }
            villages_ = coverage_.villages(area_, month_);
            shown_ = month_;
            month_ = conversation::next(month_);
            at_ = 0;
        }
        add(villages_[at_]);
        ++at_;
        return true;
    }

    std::int64_t total() const override {
        return static_cast<std::int64_t>(villages_.size()) * months_.months();
    }

  private:
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
    Period shown_;
    std::vector<storage::Coverage::Village> villages_;
    std::size_t at_ = 0;
};

class IndicatorRows : public MadeRows {
  public:
    IndicatorRows(storage::Connection& reader, std::optional<IndicatorTable> table)
        : reader_(reader), table_(std::move(table)) {}

    bool next() override {
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
        return true;
    }

    std::int64_t total() const override {
        return table_ ? static_cast<std::int64_t>(table_->groups.size() * indicator_kinds().size())
                      : 0;
    }

  private:
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
};

}  // namespace

std::optional<MonthWindow> window_of(const storage::ReportFilter& filter, conversation::Day today) {
    const MonthWindow standard = default_window(today);
    return closed_window(
        {filter.from.value_or(filter.to && *filter.to < standard.from ? *filter.to : standard.from),
         filter.to.value_or(standard.to)},
        today);
}

std::unique_ptr<ExportRows> open_coverage(storage::Connection& reader,
                                          const ReportExport& wanted,
                                          conversation::Instant now) {
    const auto today = conversation::bangkok_day(now);
    const MonthWindow months{wanted.filter.from.value_or(default_window(today).from),
                             std::min(wanted.filter.to.value_or(conversation::open_period(today)),
                                      conversation::open_period(today))};
    return std::make_unique<CoverageRows>(reader, months, wanted.area);
}

std::unique_ptr<ExportRows> open_indicators(storage::Connection& reader,
                                            const ReportExport& wanted,
                                            conversation::Instant now) {
    const auto window = window_of(wanted.filter, conversation::bangkok_day(now));
    std::optional<IndicatorTable> table;
    if (window) {
        table = read_indicators(reader, *window, now, wanted.area);
    }
    return std::make_unique<IndicatorRows>(reader, std::move(table));
}

}  // namespace console
