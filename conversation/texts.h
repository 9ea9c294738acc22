#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Every sentence the bot says, by key, from data files (flows/texts/<language>.csv with the columns
// key,text,sms), so that a translator adds a language by adding a file.
namespace conversation {

using TextArguments = std::vector<std::pair<std::string_view, std::string>>;

class Texts {
  public:
    // The texts built into the program.
    [[nodiscard]] static Texts built_in();

    // Adds or replaces the texts of a language from a CSV file's content. Throws
    // std::invalid_argument with file, row and reason when the file is not key,text,sms or a key is
    // unknown in Thai.
    void add(std::string_view file_name, std::string_view csv);

    // The text with {name} replaced, in one pass, by the arguments. A key a language lacks is taken
    // from English, then Thai; a key nobody has is a bug (std::logic_error). Short forms are for
    // SMS.
    [[nodiscard]] std::string get(std::string_view key,
                                  std::string_view language,
                                  const TextArguments& arguments = {}) const;
    [[nodiscard]] std::string get_short(std::string_view key,
                                        std::string_view language,
                                        const TextArguments& arguments = {}) const;

    // Did the person say this text (a button's label), in any language? `said` is
    // normalize_answer()'s.
    [[nodiscard]] bool is_said(std::string_view key, std::string_view said) const;

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] bool has_short(std::string_view key, std::string_view language) const;
    [[nodiscard]] std::vector<std::string> languages() const;

    struct Entry {
        std::string text;
        std::string sms;   // empty: the text serves
        std::string said;  // normalize_answer(text): what a person's words are compared with
    };

    [[nodiscard]] const std::map<std::string, Entry, std::less<>>& entries(
        std::string_view language) const;

  private:
    [[nodiscard]] const Entry& find(std::string_view key, std::string_view language) const;

    std::map<std::string, std::map<std::string, Entry, std::less<>>, std::less<>> languages_;
};

}  // namespace conversation
