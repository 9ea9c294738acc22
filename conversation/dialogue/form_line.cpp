#include "conversation/dialogue/form_line.h"

#include "conversation/dialogue/sms_fit.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <charconv>

namespace conversation {

namespace {

constexpr std::string_view kByLine = "form.by_line";  // note

bool is_latin_word(const std::string& word) {
    return std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

bool can_stand_in_line(const Question& question) {
    return question.is_asked() && question.type != QuestionType::Acknowledge &&
           question.type != QuestionType::Geopoint && question.type != QuestionType::Image;
}

// The place that the sheet gives a question; 0 for none.
std::size_t place_of(const Question& question) {
    const auto found = question.parameters.find("line");
    std::size_t place = 0;
    if (found != question.parameters.end()) {
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), place);
    }
    return place;
}

std::vector<std::string> key_words(const Question& question) {
    std::vector<std::string> words = question.sms_keys;
    words.push_back(question.name);
    for (const auto& [name, value] : question.parameters) {
        if (name == "short" || name.starts_with("short_")) {
            words.push_back(value);
            std::ranges::replace(words.back(), '_', ' ');
        }
    }
    for (const auto& label : question.label) {
        if (label.second.find("${") == std::string::npos) {
            words.push_back(label.second);
        }
    }
    return words;
}

std::vector<LineKey> keys_of(const LineFields& fields) {
    std::vector<LineKey> keys;
    for (std::size_t field = 0; field < fields.questions.size(); ++field) {
        for (const auto& word : key_words(*fields.questions[field])) {
            keys.push_back({normalize_answer(word), field});
        }
    }
    return keys;
}

std::string short_name(const FormTalk& form, const Question& question) {
    auto name = parameter(form, question, "short");
    return name.empty() ? form.instance.text(question.label) : name;
}

// The key to show in an example: of the person's alphabet, where there is one.
std::string shown_key(const FormTalk& form, const Question& question) {
    const bool latin = form.talk.language() != "th";
    for (const auto& key : question.sms_keys) {
        if (is_latin_word(key) == latin) {
            return key;
        }
    }
    return question.sms_keys.empty() ? short_name(form, question) : question.sms_keys.front();
}

std::string example_value(const FormTalk& form, const Question& question) {
    const auto example = parameter(form, question, "example");
    return example.empty() ? "1" : example;
}

// "8500 300", or "รายได้ 8500 ออม 300": what must be said.
std::string example(const FormTalk& form, bool named) {
    const auto fields = line_fields(*form.form);
    std::string text;
    for (std::size_t i = 0; i < fields.places; ++i) {
        const Question& question = *fields.questions[i];
        if (fields.figures > 0 && !is_number(question)) {
            continue;
        }
        text += text.empty() ? "" : " ";
        text += named ? shown_key(form, question) + " " : "";
        text += example_value(form, question);
    }
    return text;
}

LineFault fault_with(const FormTalk& form,
                     std::string_view key,
                     const ReportLine& line,
                     std::string name) {
    const bool named = line.kind == ReportLine::Kind::Named;
    return {key, {{"key", std::move(name)}, {"example", example(form, named)}}, {}};
}

bool is_plain(const FormTalk& form, const Question& question, const Reading& reading) {
    return reading.kind == Reading::Kind::Value &&
           form.instance.constraint_holds(question, reading.value) &&
           form.instance.check_fires(question, reading.value).empty();
}

// An occupation that was said last time and is asked as "still the same?": the read-back shows it.
void take_what_is_the_same(FormTalk& form) {
    for (const auto& question : form.form->questions) {
        const bool same = form.instance.relevant(question) && asks_same(form, question);
        const auto value = same ? form.instance.default_for(question) : std::string{};
        if (same && form.form->find_choice(question.list_name, value) != nullptr) {
            store_answer(form, question, value, {});
        }
    }
}

// Too few figures, or more values than there are places.
bool wrong_count(const LineFields& fields, const ReportLine& line) {
    return line.kind == ReportLine::Kind::Placed &&
           (line.values.size() > fields.places || line.values.size() < fields.figures);
}

}  // namespace

LineFields line_fields(const Form& form) {
    LineFields fields;
    std::vector<const Question*> said;
    for (const auto& question : form.questions) {
        if (can_stand_in_line(question)) {
            (question.only_said() ? said : fields.questions).push_back(&question);
            fields.ordered = fields.ordered || place_of(question) > 0;
        }
    }
    std::ranges::stable_sort(fields.questions, {}, [](const Question* question) {
        const auto place = place_of(*question);
        return place == 0 ? std::string::npos : place;
    });
    fields.places = fields.questions.size();
    if (fields.ordered) {
        fields.figures = static_cast<std::size_t>(
            std::ranges::count_if(fields.questions, [](const Question* question) {
                return place_of(*question) > 0 && is_number(*question);
            }));
    }
    fields.questions.insert(fields.questions.end(), said.begin(), said.end());
    return fields;
}

ReportLine read_line(const Form& form, std::string_view text, PlacedWords placed) {
    const auto fields = line_fields(form);
    auto line = read_report_line(text, keys_of(fields), placed);
    const bool ends_in_words = fields.places > 0 && placed == PlacedWords::Anything &&
                               fields.questions[fields.places - 1]->type == QuestionType::Text;
    while (ends_in_words && line.kind == ReportLine::Kind::Placed &&
           line.values.size() > fields.places) {  // all that is left is the last answer
        line.values[fields.places - 1].said += " " + line.values[fields.places].said;
        line.values.erase(line.values.begin() + static_cast<std::ptrdiff_t>(fields.places));
    }
    return line;
}

void take_house(ReportLine& line) {
    line.house = line.values.front().said;
    line.values.erase(line.values.begin());
    for (auto& value : line.values) {
        --value.field;
    }
}

Reading line_reading(const FormTalk& form, const Question& question, const LineValue& value) {
    auto reading = read_answer(form, question, Said::read(value.said));
    if (reading.kind == Reading::Kind::Missed && is_number(question)) {
        const auto bare = without_note(value.said);
        if (bare.size() < value.said.size()) {
            reading = read_answer(form, question, Said::read(std::string{bare}));
        }
    }
    return reading;
}

std::optional<LineFault> fault_of(const FormTalk& form, const ReportLine& line) {
    if (line.fault != ReportLine::Fault::None) {
        const bool twice = line.fault == ReportLine::Fault::KeyTwice;
        return fault_with(form, twice ? "line.twice" : "line.missing", line, line.faulty_key);
    }
    const auto fields = line_fields(*form.form);
    if (wrong_count(fields, line)) {
        return what_to_send(form, line.house);
    }
    for (const auto& value : line.values) {
        const Question& question = *fields.questions.at(value.field);
        if (line_reading(form, question, value).kind == Reading::Kind::Missed) {
            auto fault = fault_with(
                form, "line.bad", line, value.key.empty() ? short_name(form, question) : value.key);
            fault.said = value.said;
            return fault;
        }
    }
    return std::nullopt;
}

LineFault what_to_send(const FormTalk& form, const std::string& house) {
    const auto fields = line_fields(*form.form);
    const std::string between = " " + form.talk.text("line.space") + " ";
    std::string order = house.empty() ? std::string{} : form.talk.text("line.house");
    for (std::size_t i = 0; i < fields.places; ++i) {
        if (fields.figures == 0 || is_number(*fields.questions[i])) {
            order += (order.empty() ? "" : between) + short_name(form, *fields.questions[i]);
        }
    }
    const std::string before = house.empty() ? house : house + " ";
    return {"line.send", {{"order", order}, {"example", before + example(form, false)}}, {}};
}

void say_fault(Talk& talk, const LineFault& fault) {
    talk.say_plain(with_echo(talk, fault.key, fault.arguments, "said", fault.said));
}

void fill_from_line(FormTalk& form, const ReportLine& line, const std::string& raw) {
    const auto fields = line_fields(*form.form);
    for (const auto& value : line.values) {
        const Question& question = *fields.questions.at(value.field);
        const auto reading = line_reading(form, question, value);
        if (is_plain(form, question, reading)) {
            store_answer(form, question, reading.value, raw);
        } else {
            begin_again_with(form, question, value.said);
        }
    }
    take_what_is_the_same(form);
}

bool fill_plainly(FormTalk& form, const ReportLine& line, const std::string& raw) {
    const auto fields = line_fields(*form.form);
    for (const auto& value : line.values) {
        const Question& question = *fields.questions.at(value.field);
        const auto reading = line_reading(form, question, value);
        if (!is_plain(form, question, reading)) {
            return false;
        }
        store_answer(form, question, reading.value, raw);
    }
    take_what_is_the_same(form);
    const Question* next = form.instance.next_unanswered();
    while (next != nullptr && next->is_note()) {
        next = form.instance.next_unanswered(next);
    }
    return next == nullptr;
}

bool take_line(FormTalk& form, const Said& said, const std::string& raw, PlacedWords words) {
    const auto fields = line_fields(*form.form);
    const auto line = read_line(*form.form, said.raw, words);
    if (line.kind == ReportLine::Kind::None || !line.house.empty() ||
        (line.kind == ReportLine::Kind::Placed && words == PlacedWords::Figures &&
         (!fields.ordered || line.values.size() < 2)) ||
        fault_of(form, line)) {
        return false;
    }
    form.talk.note(std::string{kByLine}, "1");
    form.at.question.clear();
    form.at.pending.clear();
    form.at.misses = 0;
    form.at.stage = kAsk;
    fill_from_line(form, line, raw);
    put_next(form);
    return true;
}

bool is_whole_line(const Form& form, std::string_view text) {
    const auto line = read_line(form, text, PlacedWords::Figures);
    const bool placed = line.kind == ReportLine::Kind::Placed;
    return line.kind != ReportLine::Kind::None && line.values.size() > 1 &&
           (!placed || line_fields(form).ordered);
}

bool take_line_again(FormTalk& form, const Said& said) {
    if (!is_whole_line(*form.form, said.raw)) {
        return false;
    }
    const auto line = read_line(*form.form, said.raw, PlacedWords::Figures);
    if (const auto fault = fault_of(form, line)) {
        const bool words = line.kind == ReportLine::Kind::Named && fault->key == "line.bad";
        if (!words) {  // words may still name a field that is to be corrected
            say_fault(form.talk, *fault);
        }
        return !words;
    }
    const auto value_of = [&](const Question& question) {
        return form.instance.value(question.name);
    };
    if (says_nothing_new(form, line, value_of)) {
        form.talk.say("line.again_open", {}, {"b.correct_it_is", "b.fix"});
        return true;
    }
    return take_line(form, said, said.raw);
}

bool only_begins_like_a_key(const Form& form, std::string_view text) {
    const auto letters =
        std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), text.size());
    const auto word = text.substr(0, letters);
    const auto keys = keys_of(line_fields(form));
    return std::ranges::find(keys, word, &LineKey::word) == keys.end() &&
           std::ranges::any_of(keys, [&](const LineKey& key) {
               return is_latin_word(key.word) && word.starts_with(key.word);
           });
}

bool filled_by_line(const FormTalk& form) {
    return !form.talk.note(std::string{kByLine}).empty();
}

}  // namespace conversation
