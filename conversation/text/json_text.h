#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace conversation {

// Writes JSON from front to back, without a tree of it in memory: what is written once a turn is
// written so. The caller opens and closes in order and gives each member of an object a key; commas
// are put by themselves. Ill-formed UTF-8 becomes U+FFFD. Reading is nlohmann::json's part.
//
//     JsonText json;
//     json.open('{').key("text").text(answer).some("note", note).close('}');
//     return std::move(json).str();
class JsonText {
  public:
    JsonText& open(char bracket);          // '{' or '['
    JsonText& close(char bracket);         // '}' or ']'
    JsonText& key(std::string_view name);  // plain ASCII without quotes
    JsonText& any_key(std::string_view name);
    JsonText& text(std::string_view value);
    JsonText& number(std::int64_t value);
    JsonText& flag(bool value);
    // What is JSON already: a value, or several with their commas.
    JsonText& raw(std::string_view json);

    // A member, left out when its text is empty.
    JsonText& some(std::string_view name, std::string_view value) {
        return value.empty() ? *this : key(name).text(value);
    }

    [[nodiscard]] std::string str() && { return std::move(out_); }

  private:
    void separate();
    void quote(std::string_view value);

    std::string out_;
};

}  // namespace conversation
