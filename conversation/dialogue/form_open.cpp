#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_talk.h"

#include <fmt/format.h>

#include <stdexcept>

// A form and its answers brought to life for one turn.
namespace conversation {

namespace {

constexpr unsigned kMostRows = 500;  // of a register list in one question

InstanceContext context_of(const Talk& talk, const Form& form, const FormProgress& at) {
    InstanceContext context;
    context.now = talk.input().now;
    context.started_at = talk.session().started_at;
    context.username = std::to_string(talk.reg().contact().id.value);
    if (talk.sms()) {
        context.phone_number = talk.input().message.address.substr(std::string_view{"tel:"}.size());
    }
    context.language = talk.language();
    context.uuid = talk.note("form.uuid");
    if (!talk.note("form.last_saved").empty()) {
        context.last_saved = talk.reg().last_saved(form.id, at.household);
    }
    for (const auto& [key, value] : talk.session().notes) {
        if (key.starts_with(kGivenNote)) {
            context.given.emplace(key.substr(kGivenNote.size()), value);
        }
    }
    if (at.period) {  // in the language of now, which may have been changed meanwhile
        context.given["period"] = to_text(*at.period);
        context.given["period_label"] = month_name(*at.period, talk.language());
        context.given["period_short"] = short_month(*at.period, talk.language());
    }
    context.rows = [&reg = talk.reg()](std::string_view list) { return reg.rows(list, kMostRows); };
    return context;
}

}  // namespace

std::string submission_uuid(const Talk& talk, HouseholdId household) {
    std::uint64_t high = 14695981039346656037U ^ static_cast<std::uint64_t>(household.value);
    std::uint64_t low = 1099511628211U;
    const auto& message = talk.input().message;
    for (const std::string& part : {message.channel, message.event_id, message.address}) {
        for (const char c : part) {
            const auto byte = static_cast<unsigned char>(c);
            high = (high ^ byte) * 1099511628211U;
            low = (low + byte) * 6364136223846793005U + 1442695040888963407U;
        }
        high ^= low >> 29U;
    }
    return fmt::format("{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}",
                       high >> 32U,
                       (high >> 16U) & 0xFFFFU,
                       high & 0xFFFU,
                       0x8000U | ((low >> 48U) & 0x3FFFU),
                       low & 0xFFFFFFFFFFFFU);
}

std::optional<FormTalk> open_form(Talk& talk) {
    FormProgress& at = *talk.session().form;
    const auto form = talk.input().forms.find_key(at.form_key);
    if (!form) {
        return std::nullopt;
    }
    Instance instance{form, context_of(talk, *form, at)};
    try {
        if (!at.answers_json.empty()) {
            instance.restore(at.answers_json);
        }
    } catch (const std::invalid_argument&) {
        return std::nullopt;
    }
    return FormTalk{talk, at, form, std::move(instance), {}};
}

FormTalk scratch_form(Talk& talk, const FormStart& start, FormProgress& at) {
    at.form_key = start.form->key;
    at.household = start.household;
    at.period = start.period;
    at.stage = kAsk;
    at.corrects = start.corrects;
    auto context = context_of(talk, *start.form, at);
    context.uuid = submission_uuid(talk, start.household);
    for (const auto& [name, value] : start.given) {
        context.given[name] = value;
    }
    return FormTalk{talk, at, start.form, Instance{start.form, std::move(context)}, {}};
}

}  // namespace conversation
