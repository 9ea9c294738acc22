#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_talk.h"
#include "conversation/dialogue/team.h"

#include <utility>

// Who told the figures of a house to the one who reports them for it: asked before they are read
// back. By SMS, where a question costs, it is left open.
namespace conversation {

bool asks_informant(const FormTalk& form) {
    return form.form->monthly && !form.talk.sms() && form.talk.note("behalf.informant").empty() &&
           is_on_behalf(form.talk, form.at.household);
}

void put_informant(FormTalk& form) {
    const std::string lead = std::exchange(form.lead, {});
    auto& message = form.talk.say(
        "behalf.informant", {}, {"b.head", "b.spouse", "b.child", "b.other_relation"});
    message.text = lead.empty() ? message.text : lead + "\n" + message.text;
}

void answer_informant(FormTalk& form, const Said& said) {
    if (said.is(Command::Back)) {
        go_to_question_before(form);
        return;
    }
    const auto relation = read_relation(form.talk, said);
    if (!relation) {
        put_informant(form);
        offer_human(form.talk);
        return;
    }
    form.talk.note("behalf.informant", *relation);
    form.at.stage = kReadBack;
    put_read_back(form);
}

}  // namespace conversation
