#pragma once
#include "conversation/answer/sentence.h"
#include "conversation/answer/sentence_marks.h"

#include <optional>
#include <span>
#include <vector>

// Which word of a sentence says what a figure is. Internal to read_sentence.
namespace conversation {

// A figure and what the sentence says it is.
struct SentenceClaim {
    std::size_t amount = 0;  // index of its mark
    std::optional<Fact> fact = std::nullopt;
    std::size_t cue = 0;  // index of the mark that says so, or that it is none
    bool other_time = false;
    bool longer = false;    // than a month: ทั้งปี, 3 เดือน
    bool per_unit = false;  // ตันละ
    bool planned = false;
    bool denied = false;  // ไม่ได้ before it
};

[[nodiscard]] inline Fact fact_of(const SentenceMark& cue) {
    return static_cast<Fact>(cue.word->fact);
}

class SentenceClaims {
  public:
    enum class Found { Claimed, Aside, Nothing };

    explicit SentenceClaims(std::span<const SentenceMark> marks);

    // Of the figures in their order: the nearest word on the left wins, then the one on the right.
    [[nodiscard]] Found find(SentenceClaim& claim);

    // A cue that has its figure already.
    [[nodiscard]] bool has_figure(std::size_t cue) const { return used_[cue]; }

    // What the last figure's nearest cue is about, when other words part them.
    [[nodiscard]] std::optional<Fact> blocked() const { return blocked_; }

  private:
    [[nodiscard]] bool says_behind() const;
    Found to_the_left(SentenceClaim& claim);
    std::optional<Found> by_word(SentenceClaim& claim,
                                 std::size_t index,
                                 std::size_t distance,
                                 bool work);
    [[nodiscard]] std::size_t spoken_of(std::size_t cue) const;
    Found by_cue(SentenceClaim& claim, std::size_t nearest, std::size_t distance, bool work);
    void look_before(SentenceClaim& claim, std::size_t cue) const;
    [[nodiscard]] bool counts_months(std::size_t number) const;
    [[nodiscard]] bool is_year(std::size_t number) const;
    [[nodiscard]] bool closes_another(std::size_t no) const;
    [[nodiscard]] bool earns(std::size_t amount, std::size_t work) const;
    Found claim_income(SentenceClaim& claim, std::size_t work) const;
    Found to_the_right(SentenceClaim& claim);
    [[nodiscard]] bool is_followed_by_figure(std::size_t cue) const;

    std::span<const SentenceMark> marks_;
    std::vector<bool> used_;
    bool behind_ = false;  // each word stands behind its figure
    std::optional<Fact> blocked_;
};

}  // namespace conversation
