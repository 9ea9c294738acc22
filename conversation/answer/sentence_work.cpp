#include "conversation/answer/sentence_readers.h"

#include <algorithm>

namespace conversation {

namespace {

using Kind = SentenceMark::Kind;
using Word = sentence_words::Kind;

bool is_fact(const SentenceMark& mark) {
    return mark.kind == Kind::Amount || mark.is(Word::Zero) ||
           (mark.kind == Kind::Work && !mark.code.empty());
}

// "ลูก 2 คน" and "มีลูก" tell of a person and nothing that she does.
bool does_something(std::span<const SentenceMark> marks, std::size_t index) {
    if (index > 0 && marks[index - 1].is(Word::Beside)) {
        return false;
    }
    const bool counted = index + 1 < marks.size() && marks[index + 1].kind == Kind::Number;
    return !counted;
}

// What is said of an occupation before and behind it.
struct Role {
    bool main = false;
    bool second = false;
    bool gone = false;  // no longer, not yet, or only paid for
    bool planned = false;
};

class WorkReader {
  public:
    WorkReader(std::span<const SentenceMark> marks, const People& people, Sentence& into)
        : marks_(marks), people_(people), into_(into) {}

    void run() {
        for (std::size_t i = 0; i < marks_.size(); ++i) {
            const SentenceMark& mark = marks_[i];
            if (mark.kind == Kind::Work) {
                if (!mark.code.empty()) {
                    take(i);
                }
                before_ = {.main = false, .second = before_.second};
            } else {
                hear(mark);
            }
        }
        settle();
    }

  private:
    void hear(const SentenceMark& mark) {
        if (mark.kind != Kind::Word) {
            if (mark.kind == Kind::Gap) {
                before_.gone = before_.planned = false;
            }
            return;
        }
        switch (mark.word->kind) {
            case Word::MainWork:
                before_ = {.main = true};
                break;
            case Word::SecondWork:
                before_ = {.second = true};
                break;
            case Word::Stop:
            case Word::Cost:
            case Word::No:
                before_.gone = true;
                break;
            case Word::Plan:
                before_.planned = true;
                break;
            case Word::OtherTime:
                formerly_ = true;
                break;
            case Word::Now:
            case Word::Span:
                formerly_ = before_.gone = before_.planned = false;
                break;
            case Word::Filler:  // ลาออกจากโรงงานมาค้าขาย
                if (mark.word->text == "มา") {
                    before_.gone = before_.planned = false;
                }
                break;
            case Word::Cue:
            case Word::Aside:
                before_.gone = before_.planned = false;
                break;
            default:
                break;
        }
    }

    void take(std::size_t index) {
        Role role = before_;
        role.gone = role.gone || formerly_;
        behind(index, role);
        const std::string code{marks_[index].code};
        if (role.planned) {
            return;
        }
        if (role.gone) {
            add(into_.stopped, code);
        } else if (people_.several) {
            add_ask(into_, {.fact = Fact::MainWork, .why = AskReason::OtherPerson});
        } else if (role.main && main_.empty()) {
            main_ = code;
        } else if (role.second) {
            add(second_, code);
        } else {
            add(plain_, code);
        }
    }

    // …เป็นหลัก, …เลิกแล้ว, and เสริม right at it.
    void behind(std::size_t index, Role& role) const {
        for (std::size_t i = index + 1; i < marks_.size(); ++i) {
            const SentenceMark& mark = marks_[i];
            const bool at_it = i == index + 1 && mark.begin == marks_[index].end;
            if (mark.is(Word::IsMain) || (at_it && mark.is(Word::MainWork))) {
                role.main = true;
            } else if (mark.is(Word::IsSecond) || (at_it && mark.is(Word::SecondWork))) {
                role.second = true;
                role.main = false;
            } else if (mark.is(Word::Stopped)) {
                role.gone = true;
            } else if (mark.kind == Kind::Word && mark.word->text == "เลิก") {
                role.gone = role.gone || (i + 1 < marks_.size() && is_end(marks_[i + 1])) ||
                            i + 1 == marks_.size();
                return;
            } else if (!mark.is(Word::Filler)) {
                return;
            }
        }
    }

    [[nodiscard]] static bool is_end(const SentenceMark& mark) {
        return mark.kind == Kind::Word && mark.word->text == "แล้ว";
    }

    static void add(std::vector<std::string>& codes, const std::string& code) {
        if (std::ranges::find(codes, code) == codes.end()) {
            codes.push_back(code);
        }
    }

    void settle() {
        if (main_.empty() && !plain_.empty()) {
            main_ = plain_.front();
            plain_.erase(plain_.begin());
        }
        into_.main = main_;
        for (const auto* codes : {&plain_, &second_}) {
            for (const auto& code : *codes) {
                if (code != main_) {
                    add(into_.others, code);
                }
            }
        }
    }

    std::span<const SentenceMark> marks_;
    const People& people_;
    Sentence& into_;
    Role before_;
    bool formerly_ = false;
    std::string main_;
    std::vector<std::string> plain_;
    std::vector<std::string> second_;
};

}  // namespace

People whose(std::span<const SentenceMark> marks) {
    People people;
    people.other.resize(marks.size());
    bool other = false;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (marks[i].is(Word::Person) && does_something(marks, i)) {
            other = true;
        } else if (marks[i].is(Word::Self)) {
            other = false;
        }
        people.other[i] = other;
        people.several = people.several || (other && is_fact(marks[i]));
    }
    return people;
}

void read_work(std::span<const SentenceMark> marks, const People& people, Sentence& into) {
    WorkReader{marks, people, into}.run();
}

}  // namespace conversation
