#include "conversation/answer/choice.h"

#include "conversation/text/clusters.h"
#include "conversation/text/utf8.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace conversation {

namespace {

constexpr std::size_t kQuickReplyGraphemes = 20;
constexpr std::size_t kShortestBeginning = 2;  // characters: ทำ
constexpr std::size_t kMostParts = 40;         // of one answer to a select_multiple
constexpr std::size_t kLongestAnswer = 2'000;  // bytes: longer texts choose nothing

constexpr auto kSeparatorWords = std::to_array<std::string_view>({"แล้วก็", "และ", "กับ", " and "});

constexpr auto kLeadIns = std::to_array<std::string_view>(
    {"ข้อที่", "ข้อ", "เลือก", "ตอบ", "อาชีพหลัก", "อาชีพ", "ยังเป็น", "เป็น", "คือ", "no.", "number"});

constexpr auto kNumberWords = std::to_array<std::string_view>(
    {"หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ"});

std::string without_spaces(std::string text) {
    std::erase(text, ' ');
    return text;
}

std::string key_of(std::string_view text) {
    return without_spaces(normalize(text));
}

// An option ready to be compared: labels and synonyms whole and cut, and the parts of labels such
// as "ทำสวน/ปลูกผัก".
struct Keys {
    std::vector<std::string> words;
    std::string name;
};

void add_word(Keys& keys, std::string_view text) {
    std::string key = key_of(text);
    if (!key.empty() && std::find(keys.words.begin(), keys.words.end(), key) == keys.words.end()) {
        keys.words.push_back(std::move(key));
    }
}

void add_parts(Keys& keys, std::string_view label) {
    std::size_t from = 0;
    while (from <= label.size()) {
        const std::size_t end = std::min(label.find_first_of("/()", from), label.size());
        const std::string_view part = label.substr(from, end - from);
        if (part.size() < label.size() && utf16_length(part) >= kShortestBeginning) {
            add_word(keys, part);
        }
        from = end + 1;
    }
}

Keys keys_of(const ChoiceOption& option) {
    Keys keys;
    keys.name = key_of(option.name);
    for (const std::string& label : option.labels) {
        add_word(keys, label);
        add_word(keys, cut_graphemes(label, kQuickReplyGraphemes));
    }
    for (const std::string& label : option.labels) {
        add_parts(keys, label);
    }
    for (const std::string& synonym : option.synonyms) {
        add_word(keys, synonym);
    }
    return keys;
}

std::vector<Keys> keys_of(std::span<const ChoiceOption> options) {
    std::vector<Keys> all;
    all.reserve(options.size());
    for (const ChoiceOption& option : options) {
        all.push_back(keys_of(option));
    }
    return all;
}

ChoiceAnswer answer_of(std::vector<std::size_t> found) {
    if (found.empty()) {
        return {};
    }
    const auto kind = found.size() == 1 ? ChoiceAnswer::Kind::Match : ChoiceAnswer::Kind::Ambiguous;
    return {kind, std::move(found)};
}

template <class Test>
ChoiceAnswer all_that(const std::vector<Keys>& options, Test test) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (test(options[i])) {
            found.push_back(i);
        }
    }
    return answer_of(std::move(found));
}

bool has_word(const Keys& option, std::string_view key) {
    return std::find(option.words.begin(), option.words.end(), key) != option.words.end();
}

// The number a text is, 1 or more, in digits or as a word up to ten.
std::optional<std::size_t> number_of(std::string_view key) {
    const auto word = std::find(kNumberWords.begin(), kNumberWords.end(), key);
    if (word != kNumberWords.end()) {
        return static_cast<std::size_t>(word - kNumberWords.begin()) + 1;
    }
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number);
    if (key.empty() || error != std::errc{} || end != key.data() + key.size() || number == 0) {
        return std::nullopt;
    }
    return number;
}

ChoiceAnswer exact(std::string_view key, const std::vector<Keys>& options) {
    ChoiceAnswer by_word =
        all_that(options, [&](const Keys& option) { return has_word(option, key); });
    if (by_word.kind != ChoiceAnswer::Kind::None) {
        return by_word;
    }
    if (const auto number = number_of(key); number && *number <= options.size()) {
        return {ChoiceAnswer::Kind::Match, {*number - 1}};
    }
    return all_that(options, [&](const Keys& option) { return option.name == key; });
}

std::string_view without_lead_in(std::string_view key) {
    for (const std::string_view lead : kLeadIns) {
        if (key.size() > lead.size() && key.starts_with(lead)) {
            return key.substr(lead.size());
        }
    }
    return key;
}

// Exactly one of the things an option is called, as typed, without particles, or without a lead-in.
ChoiceAnswer named(std::string_view text, const std::vector<Keys>& options) {
    const std::string whole = key_of(text);
    const std::string bare = without_spaces(normalize_answer(text));
    for (const std::string_view key :
         {std::string_view{whole}, std::string_view{bare}, without_lead_in(bare)}) {
        if (ChoiceAnswer answer = key.empty() ? ChoiceAnswer{} : exact(key, options);
            answer.kind != ChoiceAnswer::Kind::None) {
            return answer;
        }
    }
    return {};
}

bool begins_a_word(const Keys& option, std::string_view key) {
    return std::any_of(option.words.begin(), option.words.end(), [&](const std::string& word) {
        return word.starts_with(key) &&
               (word.size() == key.size() ||
                // a beginning ends where a letter ends: not before its vowel or tone
                grapheme_count(key) + grapheme_count(std::string_view{word}.substr(key.size())) ==
                    grapheme_count(word));
    });
}

bool is_number(std::string_view key) {
    return key.find_first_not_of("0123456789.,-") == std::string_view::npos;
}

ChoiceAnswer read_one(std::string_view text, const std::vector<Keys>& options) {
    ChoiceAnswer answer = named(text, options);
    if (answer.kind != ChoiceAnswer::Kind::None) {
        return answer;
    }
    const std::string key = without_spaces(normalize_answer(text));
    if (is_number(key) || utf16_length(key) < kShortestBeginning) {
        return {};
    }
    return all_that(options, [&](const Keys& option) { return begins_a_word(option, key); });
}

// Where an answer to a select_multiple may be divided: each stretch between separators.
struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::size_t separator_length(std::string_view text, std::size_t at) {
    for (const std::string_view word : kSeparatorWords) {
        if (text.substr(at).starts_with(word)) {
            return word.size();
        }
    }
    return std::string_view{" ,;/+&"}.find(text[at]) != std::string_view::npos ? 1 : 0;
}

std::vector<Stretch> stretches(std::string_view text) {
    std::vector<Stretch> found;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = separator_length(text, at);
        const bool cut = length > 0;
        if (cut && at > begin) {
            found.push_back({begin, at});
        }
        length = cut ? length : decode_utf8(text, at).length;
        at += length;
        begin = cut ? at : begin;
    }
    if (begin < text.size()) {
        found.push_back({begin, text.size()});
    }
    return found;
}

void add_once(std::vector<std::size_t>& indices, std::size_t index) {
    if (std::find(indices.begin(), indices.end(), index) == indices.end()) {
        indices.push_back(index);
    }
}

// "13" where there are no thirteen choices: 1 and 3.
std::optional<std::vector<std::size_t>> digit_by_digit(std::string_view key, std::size_t options) {
    std::vector<std::size_t> indices;
    for (const char c : key) {
        if (c < '1' || c > '9' || static_cast<std::size_t>(c - '0') > options) {
            return std::nullopt;
        }
        add_once(indices, static_cast<std::size_t>(c - '1'));
    }
    return key.size() > 1 && indices.size() == key.size() && options < 10 ? std::optional{indices}
                                                                          : std::nullopt;
}

class PartReader {
  public:
    PartReader(std::string_view text, const std::vector<Keys>& options)
        : text_(text), options_(options), parts_(stretches(text)) {}

    ChoiceAnswer read() {
        if (parts_.empty() || parts_.size() > kMostParts) {
            return {};
        }
        for (std::size_t at = 0; at < parts_.size();) {
            const std::size_t taken = take_longest(at);
            if (taken == 0) {
                return unclear_;
            }
            at += taken;
        }
        return {ChoiceAnswer::Kind::Match, std::move(indices_)};
    }

  private:
    // How many stretches from `at` are one choice: several only when they are called exactly so,
    // since a label may hold a separator itself.
    std::size_t take_longest(std::size_t at) {
        for (std::size_t count = parts_.size() - at; count > 1; --count) {
            const ChoiceAnswer answer = named(span_of(at, count), options_);
            if (answer.kind == ChoiceAnswer::Kind::Match) {
                add_once(indices_, answer.indices[0]);
                return count;
            }
        }
        const std::string_view part = span_of(at, 1);
        ChoiceAnswer answer = read_one(part, options_);
        if (answer.kind == ChoiceAnswer::Kind::Match) {
            add_once(indices_, answer.indices[0]);
            return 1;
        }
        if (const auto digits = digit_by_digit(key_of(part), options_.size())) {
            for (const std::size_t index : *digits) {
                add_once(indices_, index);
            }
            return 1;
        }
        unclear_ = std::move(answer);
        return 0;
    }

    [[nodiscard]] std::string_view span_of(std::size_t at, std::size_t count) const {
        return text_.substr(parts_[at].begin, parts_[at + count - 1].end - parts_[at].begin);
    }

    std::string_view text_;
    const std::vector<Keys>& options_;
    std::vector<Stretch> parts_;
    std::vector<std::size_t> indices_;
    ChoiceAnswer unclear_;
};

}  // namespace

ChoiceOption option_of(const Choice& choice) {
    ChoiceOption option;
    option.name = choice.name;
    for (const auto* texts : {&choice.label, &choice.sms_label}) {
        for (const auto& [language, text] : *texts) {
            option.labels.push_back(text);
        }
    }
    const auto synonyms = choice.columns.find("synonyms");
    if (synonyms != choice.columns.end()) {
        const std::string_view all = synonyms->second;
        for (std::size_t from = 0; from < all.size();) {
            const std::size_t end = std::min(all.find_first_of("|,;", from), all.size());
            option.synonyms.emplace_back(all.substr(from, end - from));
            from = end + 1;
        }
    }
    return option;
}

ChoiceAnswer read_choice(std::string_view text, std::span<const ChoiceOption> options) {
    return text.size() > kLongestAnswer ? ChoiceAnswer{} : read_one(text, keys_of(options));
}

ChoiceAnswer read_choices(std::string_view text, std::span<const ChoiceOption> options) {
    if (text.size() > kLongestAnswer) {
        return {};
    }
    const std::vector<Keys> keys = keys_of(options);
    const std::string answer = normalize_answer(text);
    if (ChoiceAnswer whole = named(text, keys); whole.kind == ChoiceAnswer::Kind::Match) {
        return whole;
    }
    return PartReader{answer, keys}.read();
}

}  // namespace conversation
