#include "conversation/text/split.h"

#include "conversation/text/clusters.h"
#include "conversation/text/pieces.h"

namespace conversation {

namespace {

constexpr std::size_t kLongestCodePoint = 2;  // UTF-16 units

class UnitMeter {
  public:
    explicit UnitMeter(std::size_t limit) : limit_(limit) {}

    bool add(std::string_view piece) {
        used_ += utf16_length(piece);
        return used_ <= limit_;
    }

  private:
    std::size_t limit_;
    std::size_t used_ = 0;
};

}  // namespace

std::vector<std::string> split_text(std::string_view text, std::size_t max_units) {
    if (!text.empty() && utf16_length(text) <= max_units) {
        return {std::string(text)};  // nearly always: no cluster has to be found
    }
    return pieces::cut(text, UnitMeter{std::max(max_units, kLongestCodePoint)});
}

}  // namespace conversation
