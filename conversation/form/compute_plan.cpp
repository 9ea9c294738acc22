#include "conversation/expression/xpath.h"
#include "conversation/form/sheet_readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace conversation {

namespace {

// Orders the steps so that each comes after all it depends on (depth first, so that a circle can be
// told by name). The walk keeps its own stack: a form may chain thousands of calculations.
class Planner {
  public:
    explicit Planner(const Form& form)
        : form_(form), relevance_(form.questions.size()), calculation_(form.questions.size()) {
        for (std::size_t i = 0; i < form_.questions.size(); ++i) {
            const Question& question = form_.questions[i];
            if (question.relevant) {
                relevance_[i] = add(ComputeStep::Kind::Relevance, i, question.relevant);
            }
            if (question.calculation && question.is_computed()) {
                calculation_[i] = add(ComputeStep::Kind::Calculation, i, question.calculation);
            }
        }
        marks_.assign(steps_.size(), Mark::New);
    }

    // Empty when all went well, else the names that go round in a circle.
    std::vector<std::size_t> run(std::vector<ComputeStep>& ordered) {
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            if (marks_[i] == Mark::New && !visit(i, ordered)) {
                std::vector<std::size_t> circle;
                for (const Frame& frame : stack_) {
                    circle.push_back(steps_[frame.step].question);
                }
                const auto first = std::ranges::find(circle, circle_start_);
                circle.erase(circle.begin(), first);
                circle.erase(std::unique(circle.begin(), circle.end()), circle.end());
                return circle;
            }
        }
        return {};
    }

  private:
    enum class Mark { New, Open, Done };

    struct Frame {
        std::size_t step;
        std::vector<std::size_t> needs;
        std::size_t next = 0;
    };

    std::size_t add(ComputeStep::Kind kind, std::size_t question, const Expression& expression) {
        steps_.push_back({kind, question, expression.compiled->inputs()});
        return steps_.size() - 1;
    }

    // The steps that make what a step reads: value and relevance of each, with the groups around.
    [[nodiscard]] std::vector<std::size_t> needs_of(std::size_t step) const {
        std::vector<std::size_t> needs;
        for (const std::size_t input : steps_[step].inputs) {
            if (calculation_[input]) {
                needs.push_back(*calculation_[input]);
            }
            for (std::optional<std::size_t> i = input; i; i = form_.questions[*i].group) {
                if (relevance_[*i]) {
                    needs.push_back(*relevance_[*i]);
                }
            }
        }
        return needs;
    }

    void open(std::size_t step) {
        marks_[step] = Mark::Open;
        stack_.push_back({step, needs_of(step), 0});
    }

    bool visit(std::size_t start, std::vector<ComputeStep>& ordered) {
        open(start);
        while (!stack_.empty()) {
            Frame& frame = stack_.back();
            if (frame.next == frame.needs.size()) {
                marks_[frame.step] = Mark::Done;
                ordered.push_back(steps_[frame.step]);
                stack_.pop_back();
                continue;
            }
            const std::size_t need = frame.needs[frame.next++];
            if (marks_[need] == Mark::Open) {
                circle_start_ = steps_[need].question;
                return false;
            }
            if (marks_[need] == Mark::New) {
                open(need);
            }
        }
        return true;
    }

    const Form& form_;
    std::vector<ComputeStep> steps_;
    std::vector<std::optional<std::size_t>> relevance_;
    std::vector<std::optional<std::size_t>> calculation_;
    std::vector<Mark> marks_;
    std::vector<Frame> stack_;
    std::size_t circle_start_ = 0;
};

}  // namespace

void plan_computation(const SheetTable& survey, Form& form, Problems& problems) {
    const std::vector<std::size_t> circle = Planner{form}.run(form.steps);
    if (circle.empty()) {
        return;
    }
    constexpr std::size_t kShown = 10;
    std::string names;
    for (std::size_t i = 0; i < std::min(circle.size(), kShown); ++i) {
        names += form.questions[circle[i]].name + " → ";
    }
    names += form.questions[circle.front()].name;
    const Question& first = form.questions[circle.front()];
    problems.error(survey.place(first.row, first.calculation ? "calculation" : "relevant"),
                   fmt::format("the expressions go round in a circle: {}; break it", names));
}

}  // namespace conversation
