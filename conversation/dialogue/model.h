#pragma once
#include "conversation/dialogue/talk.h"
#include "conversation/event.h"
#include "conversation/model_household.h"
#include "conversation/session.h"

#include <string>

// The model household of the year in chat: proposing a house (nominate.cpp), its own agreement
// (model_house.cpp), the committee's shortlist, scores and choice (model_choice.cpp). The rules are
// conversation/model_household's.
namespace conversation {

// The records that the two forms become.
inline constexpr std::string_view kNominationEntity = "nomination";
inline constexpr std::string_view kScoreEntity = "nomination_score";

// May she sit in judgement: a member or the chair of the women's committee?
[[nodiscard]] bool chooses_model(const TeamMember& member);
// … and decide for it?
[[nodiscard]] bool chairs_choice(const TeamMember& member);

// "บ้าน 14 หมู่ 3 ต.เกยไชย"
[[nodiscard]] std::string nominee_label(const Talk& talk, const House& house);

// The house was chosen from those she looks after (on_behalf.cpp): its form begins, or she is told
// why it may not be proposed.
void begin_nomination(Talk& talk, const AssignedHouse& one);

// What the word ครัวเรือนตัวอย่าง means to whoever says it: a house that was proposed answers, the
// committee chooses, who looks after houses proposes one. "": nothing.
[[nodiscard]] std::string model_goal(const Talk& talk);
// To somebody it means nothing to.
void say_no_model(Talk& talk);

// Where it was proposed: asks the house, or says what became of it.
void begin_model_house(Talk& talk, const House& house);
void begin_model_choice(Talk& talk);

// Is an answer to this open form still hers to give, and still wanted? For forms about a house that
// is not her own.
[[nodiscard]] bool may_still_answer(const Talk& talk, const FormProgress& form);

// After a form of this file's records was confirmed.
void thank_for_nomination(Talk& talk, HouseholdId household);
void thank_for_score(Talk& talk, const FormSubmitted& submitted);

}  // namespace conversation
