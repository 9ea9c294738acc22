#pragma once
#include "conversation/answer/keyword.h"

#include <span>
#include <string_view>
#include <utility>

// The words of read_command, one table per language, normalised and without spaces. A language is
// added by adding a table.
namespace conversation::keyword_words {

struct Word {
    std::string_view text;
    Command command;
    std::string_view rest = {};  // Command::Language: the tag
};

struct Words {
    std::string_view language;
    std::span<const Word> words;
};

// What may follow a word that opens a command.
enum class Rest {
    Field,   // something that can be corrected, or a figure
    Digits,  // a code or figures
};

struct Opening {
    std::string_view text;
    Command command;
    Rest rest;
};

[[nodiscard]] std::span<const Words> all();

// Longer ones before their own beginnings.
[[nodiscard]] std::span<const Opening> openings();

// What a correction can name.
[[nodiscard]] std::span<const std::string_view> fields();

// "not A but B": how it opens, and the word between.
[[nodiscard]] std::span<const std::pair<std::string_view, std::string_view>> contrasts();

// Words that mean the same wherever they stand in a sentence.
[[nodiscard]] std::span<const std::pair<std::string_view, Command>> soft_words();

}  // namespace conversation::keyword_words
