#pragma once
#include "conversation/dialogue/talk.h"

#include <optional>
#include <string>
#include <string_view>

// The conversations built into the program, and what one of them may ask of another.
namespace conversation {

extern const Dialogue kLinking;      // linking.cpp: the code of the card, the house repeated
extern const Dialogue kConsent;      // consent.cpp: the notice, yes or no, twenty years or older
extern const Dialogue kRelation;     // relation.cpp: who the person is in the house
extern const Dialogue kForm;         // form_dialogue.cpp: any XLSForm
extern const Dialogue kReport;       // report.cpp: what to do when the month is already reported
extern const Dialogue kHouses;       // several_houses.cpp: one message, a line a house
extern const Dialogue kChooseHouse;  // choose_house.cpp: one person, several houses
extern const Dialogue kMyData;       // my_data.cpp: what did I report
extern const Dialogue kCorrection;   // correction.cpp: which month is wrong
extern const Dialogue kLeaving;      // leaving.cpp: silence, withdrawal and erasing told apart
extern const Dialogue kWithdraw;     // withdraw.cpp
extern const Dialogue kErase;        // erase.cpp
extern const Dialogue kTakeBack;     // take_back.cpp: a report that should not have been sent
extern const Dialogue kHouseFacts;   // house_facts.cpp: what the register says of the house
extern const Dialogue kAskOfficer;   // ask_officer.cpp
extern const Dialogue kTeam;         // team_linking.cpp: the code of a person of the team
extern const Dialogue kOnBehalf;     // on_behalf.cpp: which house is reported for
extern const Dialogue kConflict;     // conflict.cpp: which of two reports counts
extern const Dialogue kProposal;     // proposal.cpp: the chair puts an activity into the plan
extern const Dialogue kActivity;     // activity.cpp: what came of an activity of the team
extern const Dialogue kModelHouse;   // model_house.cpp: a house that was proposed as the model
extern const Dialogue kModelChoice;  // model_choice.cpp: the women's committee chooses

// What a person may have asked for first: Session::then.
inline constexpr std::string_view kGoalReport = "report";
inline constexpr std::string_view kGoalMyData = "my_data";
inline constexpr std::string_view kGoalHeldData = "held_data";
inline constexpr std::string_view kGoalHouseFacts = "house_facts";
inline constexpr std::string_view kGoalCorrection = "correction";
inline constexpr std::string_view kGoalWithdraw = "withdraw";
inline constexpr std::string_view kGoalErase = "erase";
inline constexpr std::string_view kGoalTakeBack = "take_back";
inline constexpr std::string_view kGoalForm = "form:";  // and the form's id
inline constexpr std::string_view kGoalConflict = "conflict";
inline constexpr std::string_view kGoalModelHouse = "model_house";
// Of the team: begin_team_goal.
inline constexpr std::string_view kGoalBehalf = "behalf:";  // and the house, or a line with it
inline constexpr std::string_view kGoalMissing = "missing";
inline constexpr std::string_view kGoalMyRole = "my_role";
inline constexpr std::string_view kGoalNominate = "nominate";
inline constexpr std::string_view kGoalModelChoice = "model_choice";

inline constexpr std::string_view kGoalRegister = "register";

// The form that a household answers once, when it joins.
inline constexpr std::string_view kJoinForm = "household_join";

// Begins what was asked for as soon as all it needs is there: a house, consent, relation, the
// answers of joining. Until then begins what is missing first, and comes back here. An empty goal
// is: being registered.
void pursue(Talk& talk, std::string goal);

// The house this session is about: the one chosen, else the only one, else the one being linked.
[[nodiscard]] std::optional<House> house_of(const Talk& talk);
// "บ้านเลขที่ 14 หมู่ 3 ต.เกยไชย"
[[nodiscard]] std::string house_label(const Talk& talk, const House& house);

// The notice in the person's language.
[[nodiscard]] std::string notice_text(const Talk& talk, const Notice& notice);
// HEAD SPOUSE CHILD OTHER, as said in words or by a button.
[[nodiscard]] std::optional<std::string> read_relation(const Talk& talk, const Said& said);

void begin_linking(Talk& talk, const std::optional<std::string>& code);
void begin_consent(Talk& talk);
void begin_relation(Talk& talk);
void begin_choose_house(Talk& talk);
void begin_report(Talk& talk, const House& house);
// One message that says a whole report or form ("8500 300", "14 รด 4500 ออม 300", "ราคา 12 30"):
// the form begins filled with it, or what is wrong with it is said. False, with nothing said, when
// it is none.
[[nodiscard]] bool begin_with_line(Talk& talk, const Said& said);
// The same said to a dialogue that waits for one of a few words (which month, erase or not). False,
// with nothing said, when it is for that dialogue.
[[nodiscard]] bool take_line_beside(Talk& talk, const Said& said);
// Somebody of one house, ready to report, tells what it earned without being asked: the report
// begins with that. False, with nothing said, when nothing of the kind was told.
[[nodiscard]] bool begin_with_facts(Talk& talk, const Said& said);
// What such a line left for the form to begin with is not wanted any more.
void forget_line(Talk& talk);
// Opens a report that is there again, to change what `wish` (what followed the word แก้) says.
void correct_report(Talk& talk,
                    const House& house,
                    const ReportView& report,
                    const std::string& wish);
// May stored figures of this house be shown? Never to somebody who reports on its behalf; where a
// phone serves several houses, only after the last two digits of the house's code were given in
// this session.
[[nodiscard]] bool may_show_figures(const Talk& talk, HouseholdId house);
// Asks for the two digits, then goes on to what session.then says.
void ask_digits(Talk& talk);
void begin_my_data(Talk& talk, const House& house);
// Everything the office holds about the house: held_data.cpp.
void begin_held_data(Talk& talk, const House& house);
// … and about the contact as a person of the team; nothing is said when she is none.
void say_held_person(Talk& talk);
void begin_house_facts(Talk& talk, const House& house);
void begin_correction(Talk& talk, const House& house);
void begin_conflict(Talk& talk, const House& house);
void begin_leaving(Talk& talk);
void begin_withdraw(Talk& talk, const House& house);
void begin_erase(Talk& talk);
void begin_take_back(Talk& talk);
// Has this contact reported the open month of a house?
[[nodiscard]] bool has_report_to_take_back(const Talk& talk);
// The words ถอนความยินยอม and ลบข้อมูล: asks which house first, where there are several.
void ask_to_withdraw(Talk& talk);
void ask_to_erase(Talk& talk);
// The word ไม่ลบแล้ว: a wish to be erased that is not carried out yet is taken back.
void keep_data(Talk& talk);
// A word about a household, said by somebody who speaks for none.
void say_not_linked(Talk& talk);
void begin_ask_officer(Talk& talk, std::string_view question);

// The open form is a household's, and the notice it was begun under is not in force any more.
[[nodiscard]] bool notice_changed(const Talk& talk);

// A picture: for the form or activity that waits for one, else a paper form for the officer.
void take_picture(Talk& talk);

// Said at once, whatever is open.
void say_menu(Talk& talk);
void say_greeting(Talk& talk);  // of somebody who opens the chat or says hello
void say_help(Talk& talk);
void say_privacy(Talk& talk);
void say_not_understood(Talk& talk);
void stop_messages(Talk& talk);
void resume_messages(Talk& talk);
void choose_language(Talk& talk, std::string_view tag);  // "" asks

// The number a person can name when she comes back about a request: day and a few letters made from
// the message.
[[nodiscard]] std::string receipt_number(const Talk& talk);

}  // namespace conversation
