#include "conversation/answer/choice.h"
#include "conversation/answer/occupation_words.h"
#include "conversation/answer/sentence.h"
#include "conversation/dialogue/form_talk.h"
#include "conversation/thai/money.h"

#include <algorithm>

// Several facts in one message: "ทำนา ได้เดือนละ 8 พัน เก็บออม 500".
namespace conversation {

namespace {

constexpr std::string_view kSaid = "said.";  // notes: the words about a question yet to be opened
constexpr std::string_view kWhy = "why.";    // notes: the text key to say before it is asked

struct Bound {
    const Question* question = nullptr;
    Fact fact = Fact::Income;
};

bool takes(const Question& question, Fact fact) {
    return static_cast<std::size_t>(fact) < kMoneyFacts ? is_number(question)
                                                        : question.type == QuestionType::SelectOne;
}

// The form's questions by what they ask for. Two that ask for the same cannot be told apart.
std::vector<Bound> bound_questions(const FormTalk& form) {
    std::vector<Bound> all;
    for (const auto& question : form.form->questions) {
        const auto fact = fact_of(question);
        if (fact && question.is_asked() && takes(question, *fact) &&
            form.instance.relevant(question)) {
            all.push_back({&question, *fact});
        }
    }
    std::erase_if(all, [&](const Bound& bound) {
        return std::ranges::count(all, bound.fact, &Bound::fact) > 1;
    });
    return all;
}

const PhraseTable& phrases_of(const FormTalk& form, const std::vector<Bound>& bound) {
    for (const auto& one : bound) {
        const auto found = form.form->phrases.find(one.question->list_name);
        if (found != form.form->phrases.end() && one.fact >= Fact::MainWork) {
            return *found->second;
        }
    }
    return occupation_phrases();
}

// What to say before a question whose fact was told, but not so that it could be taken.
std::string_view text_for(AskReason why) {
    switch (why) {
        case AskReason::OtherPerson:
            return "facts.other_person";
        case AskReason::SeveralFigures:
        case AskReason::GrossAndNet:
        case AskReason::Part:
            return "facts.whole";
        case AskReason::Stock:
            return "facts.stock";
        case AskReason::OtherTime:
            return "facts.other_time";
        case AskReason::NotYet:
            return "facts.not_yet";
        default:
            return "form.help_amount";
    }
}

// Reasons that the question's own reading of the words asks about better.
bool is_asked_by_number(AskReason why) {
    return why == AskReason::PerDay || why == AskReason::PerWeek || why == AskReason::PerYear ||
           why == AskReason::PerUnit || why == AskReason::Range || why == AskReason::TwoReadings;
}

class Facts {
  public:
    Facts(FormTalk& form, const Question* open, const Said& said)
        : form_(form),
          open_(open),
          said_(said),
          bound_(bound_questions(form)),
          sentence_(read_sentence(said.raw,
                                  phrases_of(form, bound_),
                                  open == nullptr ? std::nullopt : fact_of(*open))) {}

    // True when any question has its answer, or words to begin with.
    bool take() {
        for (const auto& bound : bound_) {
            if (const auto ask = asked(bound.fact); ask != nullptr) {
                doubt(bound, *ask);
            } else {
                fill(bound);
            }
        }
        return found_;
    }

    // Why the open question could not be answered, when it was spoken of.
    [[nodiscard]] std::optional<AskReason> doubt_about_open() const {
        const auto bound = std::ranges::find(bound_, open_, &Bound::question);
        const auto* ask = open_ == nullptr || bound == bound_.end() ? nullptr : asked(bound->fact);
        return ask == nullptr ? std::nullopt : std::optional{ask->why};
    }

    // "อาชีพหลัก ทำนา · รายได้ 8,000 บาท"
    [[nodiscard]] std::string shown() const {
        std::string text;
        for (const auto& row : field_rows(form_)) {
            if (std::ranges::find(filled_, row.question) != filled_.end()) {
                text += (text.empty() ? "" : " · ") + row.label + " " + row.value;
            }
        }
        return text;
    }

  private:
    [[nodiscard]] const SentenceAsk* asked(Fact fact) const {
        const auto ask = std::ranges::find(sentence_.ask, fact, &SentenceAsk::fact);
        return ask == sentence_.ask.end() ? nullptr : &*ask;
    }

    void note(std::string_view kind, const Question& question, std::string text) {
        form_.talk.note(std::string{kind} + question.name, std::move(text));
    }

    void doubt(const Bound& bound, const SentenceAsk& ask) {
        const bool whole = bound.question == open_ && ask.said == said_.text;
        if (!ask.said.empty() && is_asked_by_number(ask.why)) {
            if (!whole) {  // else it has been read as that question's answer already
                begin_with(*bound.question, ask.said);
            }
        } else {
            note(kWhy, *bound.question, std::string{text_for(ask.why)});
        }
    }

    void begin_with(const Question& question, const std::string& words) {
        begin_again_with(form_, question, words);
        found_ = true;
    }

    void fill(const Bound& bound) {
        if (static_cast<std::size_t>(bound.fact) < kMoneyFacts) {
            if (const auto& money = sentence_.money.at(static_cast<std::size_t>(bound.fact))) {
                fill_money(*bound.question, *money);
            }
        } else if (bound.fact == Fact::MainWork) {
            fill_choice(*bound.question, sentence_.main);
        } else if (!sentence_.others.empty()) {
            fill_choice(*bound.question, sentence_.others.front());
        }
    }

    // What is not plainly allowed goes the way of a typed answer, which says why.
    void fill_money(const Question& question, const SentenceMoney& money) {
        const auto value = question.type == QuestionType::Integer
                               ? std::to_string(whole_baht(money.amount.satang))
                               : plain_baht(money.amount.satang);
        if (is_plain(question, value)) {
            keep(question, value);
        } else {
            begin_with(question, money.said);
        }
    }

    void fill_choice(const Question& question, const std::string& value) {
        const auto choices = form_.instance.choices(question);
        if (std::ranges::find(choices, value, &Choice::name) != choices.end() &&
            is_plain(question, value)) {
            keep(question, value);
        }
    }

    [[nodiscard]] bool is_plain(const Question& question, const std::string& value) const {
        return form_.instance.constraint_holds(question, value) &&
               form_.instance.check_fires(question, value).empty();
    }

    void keep(const Question& question, const std::string& value) {
        store_answer(form_, question, value, said_.raw);
        filled_.push_back(&question);
        found_ = true;
    }

    FormTalk& form_;
    const Question* open_;
    const Said& said_;
    std::vector<Bound> bound_;
    Sentence sentence_;
    std::vector<const Question*> filled_;
    bool found_ = false;
};

bool asks_more(const FormTalk& form) {
    const Question* next = form.instance.next_unanswered();
    while (next != nullptr && next->is_note()) {
        next = form.instance.next_unanswered(next);
    }
    return next != nullptr;
}

}  // namespace

std::optional<Fact> fact_of(const Question& question) {
    return fact_named(question.save_to.empty() ? question.name : question.save_to);
}

bool take_facts(FormTalk& form, const Question* open, const Said& said) {
    Facts facts{form, open, said};
    if (!facts.take()) {
        const auto why = facts.doubt_about_open();
        if (!why || form.talk.note(std::string{kWhy} + open->name).empty()) {
            return false;
        }
        form.talk.note(std::string{kWhy} + open->name, {});
        Reading reading;
        reading.text_key = text_for(*why);
        take_reading(form, *open, reading, said.raw);
        return true;
    }
    form.at.misses = 0;
    form.at.pending.clear();
    if (asks_more(form)) {  // else the read-back shows all of it
        if (const auto shown = facts.shown(); !shown.empty()) {
            form.add_lead(form.talk.text("form.understood", {{"value", shown}}));
        }
    } else if (!form.form->confirm) {  // what was found in a sentence is never kept unseen
        form.at.question.clear();
        form.at.stage = kReadBack;
        put_read_back(form);
        return true;
    }
    put_next(form);
    return true;
}

bool open_with_facts(FormTalk& form, const Question& question) {
    const std::string why = form.talk.note(std::string{kWhy} + question.name);
    const std::string said = form.talk.note(std::string{kSaid} + question.name);
    form.talk.note(std::string{kWhy} + question.name, {});
    form.talk.note(std::string{kSaid} + question.name, {});
    if (!why.empty()) {
        form.add_lead(form.talk.text(why));
    }
    if (said.empty()) {
        return false;
    }
    form.at.stage = kAsk;
    const Said words = Said::read(said);
    take_reading(form, question, read_answer(form, question, words), words.raw);
    return true;
}

void begin_again_with(FormTalk& form, const Question& question, const std::string& words) {
    form.talk.note(std::string{kSaid} + question.name, words);
    form.instance.clear(question.name);
    std::erase(form.at.order, question.name);
}

}  // namespace conversation
