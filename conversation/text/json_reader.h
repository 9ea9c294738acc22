#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace conversation {

// Reads JSON from front to back, as JsonText writes it: for the few texts that are read once a
// turn. Strict: what is not as asked for, ill-formed or nested deeper than 32 fails the reading as
// a whole; from then on everything read is empty, and complete() is false. Strangers' JSON is
// nlohmann::json's part.
class JsonReader {
  public:
    explicit JsonReader(std::string_view text) : text_(text) {}

    // Calls `member` with each key, which must read the value or skip() it.
    void object(const std::function<void(std::string_view key)>& member);
    // Calls `element` before each value.
    void array(const std::function<void()>& element);
    std::string text();
    std::int64_t number();  // whole, of up to 18 digits
    bool flag();
    void skip();

    void fail() { failed_ = true; }

    // All was read, and nothing failed.
    [[nodiscard]] bool complete();

  private:
    [[nodiscard]] bool take(char wanted);
    [[nodiscard]] bool take_word(std::string_view word);
    [[nodiscard]] char peek();
    bool enter(char bracket);
    void read_escape(std::string& out);
    void read_character(std::string& out);
    [[nodiscard]] unsigned read_unit();

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool failed_ = false;
};

}  // namespace conversation
