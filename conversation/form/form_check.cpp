#include "conversation/form/form_check.h"

#include "conversation/form/problems.h"
#include "conversation/form/sheet_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace conversation {

namespace {

constexpr std::size_t kLineText = 5000;       // UTF-16 units of a LINE message
constexpr std::size_t kSmsSegment = 70;       // UCS-2 units of one SMS
constexpr std::size_t kQuickReplies = 13;     // buttons under a LINE message
constexpr std::size_t kButtonLetters = 20;    // of a quick reply
constexpr std::size_t kSupplementary = 0xF0;  // first byte of what takes two UTF-16 units

std::size_t utf16_units(std::string_view text) {
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        units += (byte & 0xC0U) == 0x80U ? 0 : (byte >= kSupplementary ? 2 : 1);
    }
    return units;
}

class Checker {
  public:
    explicit Checker(const Form& form) : form_(form) {
        for (const Question& question : form_.questions) {
            note_languages(question.label);
        }
    }

    std::vector<FormProblem> run() {
        for (const Question& question : form_.questions) {
            check_translations(question);
            check_lengths(question);
            check_channels(question);
            if (question.type == QuestionType::SelectOne ||
                question.type == QuestionType::SelectMultiple) {
                check_choices(question);
            }
        }
        check_form_wide();
        check_lines();
        return problems_.take();
    }

  private:
    void note_languages(const LocalText& text) {
        for (const auto& [language, words] : text) {
            if (!language.empty()) {
                languages_.insert(language);
            }
        }
    }

    void warn(const Question& question, std::string_view column, std::string message) {
        problems_.warn({"survey", question.row, column}, std::move(message));
    }

    void check_translations(const Question& question) {
        for (const auto& [column, text] :
             {std::pair{"label", &question.label},
              std::pair{"hint", &question.hint},
              std::pair{"sms_label", &question.sms_label},
              std::pair{"required_message", &question.required_message},
              std::pair{"constraint_message", &question.constraint_message},
              std::pair{"chat_check_message", &question.chat_check_message}}) {
            if (!text->empty() && !text->contains("")) {
                for (const std::string& language : missing_in(*text)) {
                    warn(question, column, fmt::format("there is no text in {}", language));
                }
            }
        }
    }

    [[nodiscard]] std::vector<std::string> missing_in(const LocalText& text) const {
        std::vector<std::string> missing;
        for (const std::string& language : languages_) {
            if (!text.contains(language)) {
                missing.push_back(language);
            }
        }
        return missing;
    }

    void check_lengths(const Question& question) {
        for (const auto& [language, text] : question.label) {
            if (utf16_units(text) > kLineText) {
                warn(question,
                     "label",
                     fmt::format("{} letters; LINE sends at most {} in one message, so it comes in "
                                 "several",
                                 utf16_units(text),
                                 kLineText));
            }
        }
        for (const auto& [language, text] : question.sms_label) {
            if (utf16_units(text) > kSmsSegment) {
                warn(question,
                     "sms_label",
                     fmt::format("{} letters; an SMS holds {}, so each question costs two",
                                 utf16_units(text),
                                 kSmsSegment));
            }
        }
    }

    void check_channels(const Question& question) {
        if (question.type == QuestionType::Image && question.required) {
            warn(question,
                 "type",
                 "a picture cannot come by SMS; a person without LINE cannot finish the form");
        }
        if (question.type == QuestionType::Geopoint && question.required) {
            warn(question,
                 "type",
                 "a place cannot be sent by SMS; a person without LINE cannot finish the form");
        }
        if (question.is_asked() && question.chat_check && question.chat_check_message.empty()) {
            warn(question,
                 "chat_check",
                 "there is no chat_check_message; the person is asked back in general words");
        }
        if (question.constraint && question.constraint_message.empty()) {
            warn(question,
                 "constraint",
                 "there is no constraint_message; the person is not told what is wrong");
        }
    }

    void check_choices(const Question& question) {
        const auto found = form_.lists.find(question.list_name);
        if (found == form_.lists.end()) {
            return;
        }
        const auto& choices = found->second;
        if (choices.size() > kQuickReplies && !question.choice_filter) {
            warn(question,
                 "type",
                 fmt::format("{} choices; LINE shows at most {} buttons, so they are listed with "
                             "numbers and the person answers with a number or the words",
                             choices.size(),
                             kQuickReplies));
        }
        if (!checked_lists_.insert(question.list_name).second) {
            return;
        }
        for (const Choice& choice : choices) {
            for (const auto& [language, text] : choice.label) {
                if (utf16_units(text) > 2 * kButtonLetters) {
                    problems_.warn({"choices", 0, "label"},
                                   fmt::format("the label of {} {} is long for a button ({} "
                                               "letters shown); it is cut there",
                                               question.list_name,
                                               choice.name,
                                               kButtonLetters));
                }
            }
            if (!choice.label.contains("")) {
                for (const std::string& language : missing_in(choice.label)) {
                    problems_.warn({"choices", 0, "label"},
                                   fmt::format("the choice {} {} has no text in {}",
                                               question.list_name,
                                               choice.name,
                                               language));
                }
            }
        }
    }

    // What a one-line report goes by: no word may name two questions, no place be given twice.
    void check_lines() {
        std::map<std::string, std::string> named;
        std::map<std::string, std::string> placed;
        for (const Question& question : form_.questions) {
            for (const auto& word : question.sms_keys) {
                const auto [first, is_new] = named.emplace(lower(word), question.name);
                if (!is_new && first->second != question.name) {
                    warn(question,
                         "sms_key",
                         fmt::format("\"{}\" names {} already; in a one-line report it means that "
                                     "one",
                                     word,
                                     first->second));
                }
            }
            const auto line = question.parameters.find("line");
            if (line != question.parameters.end()) {
                check_place(question, line->second, placed);
            }
        }
    }

    void check_place(const Question& question,
                     const std::string& place,
                     std::map<std::string, std::string>& placed) {
        const bool number = !place.empty() && place.front() != '0' &&
                            place.find_first_not_of("0123456789") == std::string::npos;
        const auto [first, is_new] = placed.emplace(place, question.name);
        if (!number) {
            warn(question,
                 "parameters",
                 fmt::format("line={} is no place; write line=1 for the first of a one-line report",
                             place));
        } else if (!is_new) {
            warn(question,
                 "parameters",
                 fmt::format("line={} is the place of {} already", place, first->second));
        }
    }

    void check_form_wide() {
        if (form_.version.empty()) {
            problems_.warn({"settings", 2, "version"},
                           "the form has no version; submissions will not tell which they answer");
        }
        if (!languages_.contains("th") && !languages_.empty()) {
            problems_.warn({"survey", 1, "label"}, "there is no Thai label (label::Thai (th))");
        }
    }

    const Form& form_;
    Problems problems_;
    std::set<std::string> languages_;
    std::set<std::string> checked_lists_;
};

}  // namespace

std::vector<FormProblem> check_form(const Form& form) {
    return Checker{form}.run();
}

}  // namespace conversation
