#include "conversation/dialogue/activity.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_dialogue.h"

#include <algorithm>

namespace conversation {

namespace {

void ask_if_open(Talk& talk) {
    if (talk.open()) {
        ask_again(talk);
    }
}

}  // namespace

// Photos are kept only of people who are with us; of those the bot fetches the picture first and
// comes back.
void take_picture(Talk& talk) {
    if (begin_with_photo(talk)) {
        return;
    }
    const auto houses = talk.reg().houses();
    const bool of_activity = activity_wants_photo(talk);
    const bool wanted = of_activity || form_wants(talk, QuestionType::Image);
    const bool consented =
        std::ranges::any_of(houses, [](const House& house) { return house.consented; });
    const auto& attachment = talk.input().message.attachment;
    if (!wanted && !consented) {
        talk.say("media.unexpected");
        ask_again(talk);
        return;
    }
    if (!attachment ||
        (attachment->stored_id == 0 && attachment->failure == Attachment::Failure::None)) {
        return;  // nothing to say until the picture is here
    }
    if (of_activity) {
        take_activity_photo(talk);
    } else if (wanted) {
        form_attachment(talk);
    } else if (attachment->failure != Attachment::Failure::None) {
        talk.say("media.failed");
        ask_if_open(talk);
    } else {
        const auto house = house_of(talk);
        talk.emit(OfficerAsked{.kind = "PAPER_FORM",
                               .household = house ? house->id : HouseholdId{},
                               .text = {},
                               .attachment = AttachmentId{attachment->stored_id}});
        talk.say("media.to_officer");
        ask_if_open(talk);
    }
}

}  // namespace conversation
