#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_talk.h"
#include "conversation/dialogue/model.h"
#include "conversation/dialogue/report_text.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/dialogue/team.h"
#include "conversation/plausibility.h"
#include "conversation/report_meeting.h"
#include "conversation/thai/money.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

namespace conversation {

namespace {

constexpr std::string_view kReportEntity = "household_report";

std::int64_t number(const std::string& text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::map<std::string, FieldAnswer> fields_of(const FormTalk& form) {
    std::map<std::string, FieldAnswer> fields;
    for (const auto& question : form.form->questions) {
        if (question.save_to.empty() || !form.instance.relevant(question)) {
            continue;
        }
        FieldAnswer answer;
        answer.raw = form.instance.raw(question.name);
        answer.unknown = form.instance.unknown(question.name);
        if (const auto value = form.instance.value(question.name); !value.empty()) {
            answer.value = value;
        }
        if (answer.value || answer.unknown) {
            fields.insert_or_assign(question.save_to, std::move(answer));
        }
    }
    return fields;
}

// Every soft check that an answer raises, confirmed or not: checks look at several answers, and one
// of them may have been corrected later.
std::set<std::string> flags_of(const FormTalk& form) {
    std::set<std::string> flags;
    for (const auto& question : form.form->questions) {
        const auto value = question.is_asked() && form.instance.relevant(question)
                               ? form.instance.value(question.name)
                               : std::string{};
        if (value.empty() || !question.chat_check) {
            continue;
        }
        if (auto flag = form.instance.check_fires(question, value); !flag.empty()) {
            flags.insert(std::move(flag));
        }
    }
    return flags;
}

// Both are kept, and somebody of the house will be asked; nothing when there is no other.
std::string_view kept_beside_another(const Talk& talk, const FormSubmitted& submitted) {
    const auto there = talk.reg().report(submitted.household, *submitted.period);
    const auto meeting = meeting_of(there, submitted, talk.reg().contact().id);
    return meeting == Meeting::Conflicts ? "report.both_kept" : std::string_view{};
}

// To somebody who reported on behalf: what was saved, and that the house is to know it.
void thank_for_house(FormTalk& form, const FormSubmitted& submitted, const std::string& lead) {
    Talk& talk = form.talk;
    const auto one = assigned_house(talk, submitted.household);
    auto key = kept_beside_another(talk, submitted);
    if (key.empty()) {
        key = one && one->reachable ? "behalf.saved" : "behalf.saved_slip";
    }
    auto& message = talk.say(key,
                             {{"no", one ? one->house.house_no : std::string{}},
                              {"month", short_month(*submitted.period, talk.language())}},
                             {"b.not_reported", "b.on_behalf", "b.menu"});
    message.text = with_lead(talk, lead, message.text);
}

void thank(FormTalk& form, const FormSubmitted& submitted, const std::string& lead) {
    Talk& talk = form.talk;
    if (submitted.on_behalf && submitted.period) {
        thank_for_house(form, submitted, lead);
        return;
    }
    if (submitted.entity == kNominationEntity) {
        thank_for_nomination(talk, submitted.household);
        return;
    }
    if (submitted.entity == kScoreEntity) {
        thank_for_score(talk, submitted);
        return;
    }
    if (submitted.entity != kReportEntity || !submitted.period) {
        auto& message = talk.say("form.saved", {}, {"b.menu"});
        message.text = with_lead(talk, lead, message.text);
        return;
    }
    if (const auto key = kept_beside_another(talk, submitted); !key.empty()) {
        talk.say(key,
                 {{"month", short_month(*submitted.period, talk.language())}},
                 {"b.look", "b.menu"});
        return;
    }
    const auto saving = submitted.fields.find("saving_amount");
    const bool known = saving != submitted.fields.end() && saving->second.value;
    const auto saved =
        saved_in_year_with(talk,
                           submitted.household,
                           *submitted.period,
                           known ? std::optional{number(*saving->second.value)} : std::nullopt);
    const bool shown = saved && may_show_figures(talk, submitted.household);
    const std::string_view key = talk.reg().erase_asked() ? "report.saved_erasing"
                                 : shown                  ? "report.saved"
                                                          : "report.saved_month";
    auto& message = talk.say(key,
                             {{"month", short_month(*submitted.period, talk.language())},
                              {"year", std::to_string(fiscal_year_be(*submitted.period))},
                              {"saved", with_commas(saved.value_or(0))},
                              {"day", short_date(closing_day(*submitted.period), talk.language())}},
                             {"b.look", "b.menu"});
    message.text = with_lead(talk, lead, message.text);
}

// Joining is done: on to what was asked for first.
void go_on_after_joining(FormTalk& form) {
    Talk& talk = form.talk;
    const std::string then = talk.note("form.then");
    const std::string house = std::to_string(form.at.household.value);
    end_form(form, "finished");
    talk.note("house", house);
    talk.note("consented", talk.reg().notice().version);
    talk.note("related", "1");
    talk.note("joined", "1");
    if (!then.empty()) {
        const auto before = talk.spoken();
        talk.say("join.thanks");
        talk.may_leave_out(before);
    }
    pursue(talk, then);
}

bool too_late(const FormTalk& form) {
    return form.at.period && std::chrono::sys_days{form.talk.today()} >
                                 std::chrono::sys_days{closing_day(*form.at.period)};
}

// Somebody of the same house has reported this month meanwhile.
std::optional<ReportView> quicker_report(const FormTalk& form) {
    if (form.at.corrects || !form.at.period || form.form->entity != kReportEntity) {
        return std::nullopt;
    }
    return form.talk.reg().report(form.at.household, *form.at.period);
}

void finish(FormTalk& form) {
    const std::string lead = std::exchange(form.lead, {});
    const auto submitted = submission_of(form);
    form.talk.emit(submitted);
    if (form.form->id == kJoinForm && !form.at.corrects) {
        go_on_after_joining(form);
        return;
    }
    thank(form, submitted, lead);
    end_form(form, "finished");
}

}  // namespace

FormSubmitted submission_of(const FormTalk& form) {
    FormSubmitted submitted;
    submitted.form_id = form.form->id;
    submitted.form_version = form.form->version;
    submitted.household = form.at.household;
    submitted.period = form.at.period;
    submitted.instance_json = form.instance.submission_json();
    submitted.entity = form.form->entity;
    submitted.fields = fields_of(form);
    submitted.corrects = form.at.corrects;
    submitted.on_behalf = is_on_behalf(form.talk, form.at.household);
    if (submitted.on_behalf) {
        submitted.reporter_role = reporter_role(team_in_term(form.talk).value_or(TeamMember{}));
        submitted.informant = form.talk.note("behalf.informant");
    }
    submitted.insists = !form.talk.note("form.insists").empty();
    auto flags = flags_of(form);
    const auto income = submitted.fields.find("income_total");
    if (submitted.entity == kReportEntity && income != submitted.fields.end() &&
        income->second.value && form.at.period &&
        same_for_months(form.talk.reg(),
                        form.at.household,
                        *form.at.period,
                        {.field = "income_total", .value = *income->second.value})) {
        flags.insert("SAME_6M");
    }
    submitted.flags.assign(flags.begin(), flags.end());
    for (const auto& question : form.form->questions) {
        if (question.type == QuestionType::Image && form.instance.relevant(question)) {
            if (const auto id = number(form.instance.value(question.name)); id != 0) {
                submitted.attachments.push_back(AttachmentId{id});
            }
        }
    }
    return submitted;
}

void submit(FormTalk& form) {
    if (too_late(form)) {
        form.talk.say("report.closed",
                      {{"month", short_month(*form.at.period, form.talk.language())}},
                      {"b.report", "b.ask_officer"});
        end_form(form, "expired");
        return;
    }
    if (const auto other = quicker_report(form)) {
        form.at.corrects = true;
        if (other->reporter != form.talk.reg().contact().id) {
            form.at.stage = kQuicker;
            put_conflict(form);
            return;
        }
    }
    finish(form);
}

void put_conflict(FormTalk& form) {
    const auto other =
        form.at.period ? form.talk.reg().report(form.at.household, *form.at.period) : std::nullopt;
    if (!other) {
        finish(form);
        return;
    }
    const bool shown = may_show_figures(form.talk, form.at.household);
    form.talk.say(shown ? "report.conflict" : "report.conflict_unseen",
                  {{"month", short_month(other->period, form.talk.language())},
                   {"figures", shown ? report_figures(form.talk, *other) : std::string{}},
                   {"who", reporter_text(form.talk, *other)}},
                  {"b.use_theirs", "b.use_mine"});
}

void answer_conflict(FormTalk& form, const Said& said) {
    const auto button = form.talk.pick(said, {"b.use_theirs", "b.use_mine"});
    if (button == 0U) {
        end_form(form, "finished");
        form.talk.say("report.kept", {}, {"b.look", "b.menu"});
    } else if (button == 1U) {
        form.talk.note("form.insists", "1");
        finish(form);
    } else if (said.is(Command::Back)) {
        form.at.corrects = false;  // asked again when these figures are confirmed again
        form.at.stage = kReadBack;
        put_read_back(form);
    } else {
        put_conflict(form);
    }
}

}  // namespace conversation
