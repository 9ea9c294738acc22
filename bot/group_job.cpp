#include "bot/group_job.h"

#include "bot/reminder_words.h"
#include "conversation/thai/normalize.h"
#include "storage/audit_log.h"
#include "storage/chat_groups.h"
#include "storage/organisations.h"
#include "storage/requests.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bot {

namespace {

using conversation::IncomingKind;
using conversation::IncomingMessage;
using conversation::Instant;
using conversation::OutgoingMessage;
using storage::ChatGroups;
using storage::Connection;

constexpr std::size_t kCodeDigits = 8;
constexpr auto kBindWords = std::to_array<std::string_view>({"ผูก ", "bind "});
constexpr auto kBoardWords = std::to_array<std::string_view>({"กระดาน", "board"});

// The code of "ผูก 12345678"; empty: it is none.
std::string code_in(const std::string& said) {
    for (const auto word : kBindWords) {
        if (said.starts_with(word)) {
            std::string digits = said.substr(word.size());
            std::erase(digits, ' ');
            const bool code = digits.size() == kCodeDigits &&
                              digits.find_first_not_of("0123456789") == std::string::npos;
            return code ? digits : "";
        }
    }
    return "";
}

OutgoingMessage bind(Connection& connection,
                     const TurnContext& context,
                     const ChatGroups::Group& group,
                     const std::string& code,
                     conversation::ContactId contact,
                     Instant now) {
    OutgoingMessage message;
    const auto team = ChatGroups(connection).bind(group.id, code, contact, now);
    if (!team) {
        message.text = context.texts.get("group.bad_code", "th");
        return message;
    }
    const auto organisation = storage::Organisations(connection).find(*team);
    storage::AuditLog(connection)
        .write({contact ? fmt::format("contact:{}", contact.value) : "group",
                "group.bound",
                fmt::format("organisation:{}", team->value),
                fmt::format("group={}", group.id.value),
                now});
    message.text = context.texts.get(
        "group.bound", "th", {{"team", organisation ? organisation->name_th : ""}});
    return message;
}

}  // namespace

std::optional<OutgoingMessage> answer_team(Connection& connection,
                                           const TurnContext& context,
                                           const IncomingMessage& message,
                                           conversation::ContactId contact,
                                           Instant now) {
    ChatGroups groups(connection);
    if (message.kind == IncomingKind::Join) {
        (void)groups.joined(message.channel, message.group, now);
        return std::nullopt;
    }
    if (message.kind != IncomingKind::Text) {
        return std::nullopt;
    }
    std::string said = conversation::normalize_answer(message.text);
    if (said.starts_with('/')) {
        said.erase(0, 1);
    }
    if (const auto code = code_in(said); !code.empty()) {
        const auto group = groups.joined(message.channel, message.group, now);
        return bind(connection, context, group, code, contact, now);
    }
    if (context.holidays == nullptr || std::ranges::find(kBoardWords, said) == kBoardWords.end()) {
        return std::nullopt;
    }
    const auto group = groups.find(message.channel, message.group);
    if (!group || !group->organisation) {
        return std::nullopt;
    }
    const auto month = conversation::period_of(conversation::bangkok_day(now));
    const auto words = board_words(connection, group->organisation, month, *context.holidays, "th");
    OutgoingMessage board;
    board.text = context.texts.get(words.key, "th", words.text_arguments());
    return board;
}

void note_removal(Connection& connection, const IncomingMessage& message, Instant now) {
    ChatGroups groups(connection);
    const auto group = groups.find(message.channel, message.group);
    if (!group || !group->active) {
        return;
    }
    groups.left(group->id, now);
    if (const auto team = storage::Organisations(connection).find(group->organisation)) {
        conversation::OfficerAsked asked;
        asked.kind = "GROUP_LEFT";
        asked.text = team->name_th;
        storage::Requests(connection).add(asked, {}, {}, now);
    }
}

}  // namespace bot
