#pragma once
#include "conversation/form/form.h"
#include "storage/connection.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Every edition of a form that was ever in force, so that a session begun with it can be finished
// with it.
class FormEditions {
  public:
    explicit FormEditions(Connection& connection) : connection_(connection) {}

    // True when it was not there yet.
    bool put(const conversation::Form& form, Instant now);
    // Form::sheets_json of an edition.
    [[nodiscard]] std::optional<std::string> sheets(std::string_view key);
    [[nodiscard]] std::vector<std::string> keys(std::string_view form_id);

  private:
    Connection& connection_;
};

}  // namespace storage
