#include "conversation/answer/keyword.h"

#include "conversation/answer/keyword_words.h"
#include "conversation/thai/amount.h"
#include "conversation/thai/normalize.h"

#include <algorithm>

namespace conversation {

namespace {

constexpr std::size_t kShortestInside = 18;   // bytes, six Thai letters: shorter ones are in others
constexpr std::size_t kLongestMessage = 400;  // bytes: no command is longer, whatever follows it

std::string without_spaces(std::string_view text) {
    std::string out{text};
    std::erase(out, ' ');
    return out;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view around = " :=-,";
    const std::size_t from = text.find_first_not_of(around);
    if (from == std::string_view::npos) {
        return {};
    }
    return text.substr(from, text.find_last_not_of(around) - from + 1);
}

std::optional<CommandMatch> whole_message(std::string_view squeezed) {
    for (const keyword_words::Words& language : keyword_words::all()) {
        for (const keyword_words::Word& word : language.words) {
            if (squeezed == word.text) {
                return CommandMatch{word.command, std::string{word.rest}};
            }
        }
    }
    return std::nullopt;
}

bool has_digit(std::string_view text) {
    return text.find_first_of("0123456789") != std::string_view::npos;
}

bool starts_with_field(std::string_view text) {
    const auto& fields = keyword_words::fields();
    return has_digit(text.substr(0, 1)) ||
           std::any_of(fields.begin(), fields.end(), [&](std::string_view field) {
               return text.starts_with(field);
           });
}

// Whether what follows a command word belongs to it: a word that goes on ("แก้ว", "รายงานตัว") is
// another word.
bool may_follow(keyword_words::Rest kind, std::string_view after) {
    const std::string_view rest = trimmed(after);
    if (rest.empty()) {
        return false;
    }
    switch (kind) {
        case keyword_words::Rest::Field:
            return starts_with_field(rest);
        case keyword_words::Rest::Digits:
            return has_digit(rest.substr(0, 1));
    }
    return false;
}

std::optional<CommandMatch> with_rest(std::string_view answer) {
    for (const keyword_words::Opening& opening : keyword_words::openings()) {
        if (answer.starts_with(opening.text) &&
            may_follow(opening.rest, answer.substr(opening.text.size()))) {
            return CommandMatch{opening.command,
                                std::string{trimmed(answer.substr(opening.text.size()))}};
        }
    }
    return std::nullopt;
}

// "ไม่ใช่ 8000 เป็น 9000": the rest is both.
std::optional<CommandMatch> not_this_but_that(std::string_view answer) {
    for (const auto& [opening, middle] : keyword_words::contrasts()) {
        if (!answer.starts_with(opening)) {
            continue;
        }
        const std::string_view rest = trimmed(answer.substr(opening.size()));
        const auto at = rest.find(middle);
        if (at == std::string_view::npos || at == 0) {
            continue;
        }
        const std::string_view first = trimmed(rest.substr(0, at));
        if (has_digit(first.substr(0, 1)) || read_amount(first).kind != AmountReading::Kind::None) {
            return CommandMatch{Command::Correct, std::string{rest}};
        }
    }
    return std::nullopt;
}

bool only_opens(Command command) {
    switch (command) {
        case Command::Menu:
        case Command::Help:
        case Command::Correct:
        case Command::Report:
        case Command::MyData:
        case Command::ShowReports:
        case Command::Privacy:
        case Command::Language:
        case Command::Register:
        case Command::AskOfficer:
            return true;
        default:
            return false;
    }
}

// Undenied: "ไม่เหมือนเดิม", "ยังไม่ลงทะเบียน" do not hold what stands behind ไม่.
bool stands_in(std::string_view squeezed, std::string_view word) {
    const auto at = squeezed.find(word);
    return at != std::string_view::npos && !squeezed.substr(0, at).ends_with("ไม่");
}

}  // namespace

std::optional<CommandMatch> read_command(std::string_view text) {
    return read_command(text, normalize_answer(text));
}

std::optional<CommandMatch> read_command(std::string_view text, std::string_view answer) {
    if (text.size() > kLongestMessage) {
        return std::nullopt;
    }
    if (answer.empty()) {
        const std::string marks = without_spaces(normalize(text));
        const bool asks = !marks.empty() && marks.find_first_not_of('?') == std::string::npos;
        return asks ? std::optional{CommandMatch{Command::Help, {}}} : std::nullopt;
    }
    if (auto match = whole_message(without_spaces(answer))) {
        return match;
    }
    // What looks like a particle, and was taken off, can be the end of the word itself.
    if (answer != text) {
        if (auto match = whole_message(without_spaces(normalize(text)))) {
            return match;
        }
    }
    if (auto match = with_rest(answer)) {
        return match;
    }
    return not_this_but_that(answer);
}

std::optional<std::pair<std::string, std::string>> read_contrast(std::string_view text) {
    const std::string answer = normalize_answer(text);
    for (const auto& [opening, middle] : keyword_words::contrasts()) {
        std::string_view rest{answer};
        if (rest.starts_with(opening)) {
            rest = trimmed(rest.substr(opening.size()));
        }
        const auto at = rest.find(middle);
        if (at == 0 || at == std::string_view::npos) {
            continue;
        }
        const auto first = trimmed(rest.substr(0, at));
        const auto second = trimmed(rest.substr(at + middle.size()));
        if (!first.empty() && !second.empty()) {
            return std::pair{std::string{first}, std::string{second}};
        }
    }
    return std::nullopt;
}

std::optional<CommandMatch> find_command(std::string_view text) {
    if (text.size() > kLongestMessage) {
        return std::nullopt;
    }
    const std::string squeezed = without_spaces(normalize_answer(text));
    const keyword_words::Word* best = nullptr;
    for (const keyword_words::Words& language : keyword_words::all()) {
        for (const keyword_words::Word& word : language.words) {
            const bool longer = word.text.size() >= kShortestInside &&
                                (best == nullptr || word.text.size() > best->text.size());
            if (longer && only_opens(word.command) && stands_in(squeezed, word.text)) {
                best = &word;
            }
        }
    }
    return best == nullptr ? std::nullopt
                           : std::optional{CommandMatch{best->command, std::string{best->rest}}};
}

std::optional<Command> find_soft_word(std::string_view text) {
    if (text.size() > kLongestMessage) {
        return std::nullopt;
    }
    const std::string squeezed = without_spaces(normalize_answer(text));
    for (const auto& [word, command] : keyword_words::soft_words()) {
        const auto at = squeezed.find(word);
        const bool denied =
            at != std::string::npos && std::string_view{squeezed}.substr(0, at).ends_with("ไม่");
        if (at != std::string::npos && !denied) {
            return command;
        }
    }
    return std::nullopt;
}

}  // namespace conversation
