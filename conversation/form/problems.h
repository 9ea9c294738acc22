#pragma once
#include "conversation/form/xlsform_reader.h"

#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// Where in the sheets something is.
struct Place {
    std::string_view sheet;
    int row = 0;
    std::string_view column;
};

// Collects what is wrong with a form; a form with thousands of mistakes is not listed to the end.
class Problems {
  public:
    void error(const Place& place, std::string message);
    void warn(const Place& place, std::string message);

    [[nodiscard]] bool has_error() const { return has_error_; }

    // In the order of sheet and row as found.
    [[nodiscard]] std::vector<FormProblem> take() { return std::move(list_); }

  private:
    void add(FormProblem::Severity severity, const Place& place, std::string message);

    std::vector<FormProblem> list_;
    bool has_error_ = false;
};

}  // namespace conversation
