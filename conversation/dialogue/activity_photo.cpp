#include "conversation/dialogue/activity.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/team.h"

#include <algorithm>

// Photos of an activity, also those sent before anybody asked.
namespace conversation {

namespace {

constexpr std::ptrdiff_t kMostPhotos = 5;  // of one answer

void keep(Talk& talk, AttachmentId photo) {
    const auto photos = talk.note("act.photos");
    talk.note("act.photos", (photos.empty() ? "" : photos + ",") + std::to_string(photo.value));
}

bool is_full(const Talk& talk) {
    const auto photos = talk.note("act.photos");
    return std::count(photos.begin(), photos.end(), ',') + 1 >= kMostPhotos;
}

// Not a form, which is for the officer, but a photo of the day's work.
std::optional<TeamActivity> waiting_activity(const Talk& talk) {
    const auto member = talk.reg().contact().person ? talk.reg().team() : std::nullopt;
    if (!member || !team_consented(talk, *member)) {
        return std::nullopt;
    }
    if (auto asked = talk.reg().asked_activity()) {
        return asked;
    }
    for (auto& activity : talk.reg().activities()) {
        if (activity.first <= talk.today()) {
            return activity;
        }
    }
    return std::nullopt;
}

}  // namespace

bool activity_wants_photo(const Talk& talk) {
    return talk.open() && talk.session().dialogue == "activity" && talk.session().step == "photos";
}

void take_activity_photo(Talk& talk) {
    const auto& attachment = *talk.input().message.attachment;
    if (attachment.failure != Attachment::Failure::None) {
        talk.say("media.failed");
        ask_again(talk);
        return;
    }
    keep(talk, AttachmentId{attachment.stored_id});
    if (is_full(talk)) {
        talk.enter("activity", "note");
    }
    ask_again(talk);
}

bool begin_with_photo(Talk& talk) {
    if (talk.open()) {
        return false;
    }
    const auto activity = waiting_activity(talk);
    const auto& attachment = talk.input().message.attachment;
    if (!activity) {
        return false;
    }
    if (!attachment || attachment->stored_id == 0) {
        if (attachment && attachment->failure != Attachment::Failure::None) {
            talk.say("media.failed");
        }
        return true;  // nothing to say until the picture is here
    }
    talk.enter("activity", "early_photo");
    talk.note("act.id", std::to_string(activity->id.value));
    talk.note("act.day", to_text(activity->first));
    talk.note("act.seen", std::to_string(activity->answers));
    talk.note("act.result", "DONE");
    keep(talk, AttachmentId{attachment->stored_id});
    ask_early_photo(talk, *activity);
    return true;
}

void ask_early_photo(Talk& talk, const TeamActivity& activity) {
    say_titled(talk,
               "act.photo_of",
               {{"day", activity_days(talk, activity)}},
               activity,
               {"b.yes", "b.no"});
}

void answer_early_photo(Talk& talk, const Said& said, const TeamActivity& activity) {
    const auto pressed = talk.pick(said, {"b.yes", "b.no"});
    if (pressed == 0U) {
        begin_answer(talk, activity);
    } else if (pressed == 1U) {
        OfficerAsked asked;
        asked.kind = "PAPER_FORM";
        const auto photo = talk.note("act.photos");
        for (const char digit : photo) {
            asked.attachment.value = asked.attachment.value * 10 + (digit - '0');
        }
        talk.emit(std::move(asked));
        talk.close("finished");
        talk.say("media.to_officer", {}, {"b.menu"});
    } else {
        ask_early_photo(talk, activity);
        offer_human(talk);
    }
}

}  // namespace conversation
