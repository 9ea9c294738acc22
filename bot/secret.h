#pragma once
#include <string>
#include <utility>

namespace bot {

// A value that must not be printed: there is no way to format or stream it, only to hand it to the
// one who needs it.
class Secret {
  public:
    Secret() = default;

    explicit Secret(std::string value) : value_(std::move(value)) {}

    [[nodiscard]] const std::string& reveal() const { return value_; }

    [[nodiscard]] bool empty() const { return value_.empty(); }

  private:
    std::string value_;
};

}  // namespace bot
