#pragma once
#include "conversation/calendar.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What comes in and what goes out, whatever the channel: plain values that every room shares.
namespace conversation {

// What happened at the other end. Kinds a channel invents later arrive as Other and change nothing.
enum class IncomingKind {
    Text,
    Postback,  // a button: `data` holds what we put there, `text` the label shown
    Image,
    Video,
    Audio,
    File,
    Sticker,
    Location,
    Follow,    // opened or unblocked the chat
    Unfollow,  // blocked it
    Unsend,    // took message `message_id` back
    Edited,    // changed message `message_id` to `text`
    Join,      // we were added to a group or room
    Leave,     // we were removed from it
    MemberJoined,
    MemberLeft,
    Other,
};

struct Location {
    double latitude = 0;   // degrees, WGS 84
    double longitude = 0;  // degrees
    std::string title;
    std::string address;
};

// A picture or other file a person sent. On arrival only `remote_id` is known; when it was fetched,
// the message comes to the conversation with `stored_id`, or with `failure` saying why it could not
// be had.
struct Attachment {
    enum class Failure { None, Gone, TooLarge, Unreachable };

    std::string remote_id;  // the channel's name for it
    std::string mime;
    std::int64_t stored_id = 0;  // row in attachment
    Failure failure = Failure::None;
};

// One of the messages a long SMS was cut into, as its header (UDH) says.
struct SmsPart {
    int reference = 0;  // the same in all parts
    int total = 0;
    int number = 0;  // from 1
};

// What an SMS gateway says besides the text.
struct SmsFacts {
    // False: the gateway names its messages not; `event_id` is made by us, and the same text in a
    // short time is the same message.
    bool has_id = false;
    std::optional<SmsPart> part;  // set when the gateway left it to us to join the parts
    std::string sender;           // as the gateway wrote it
    std::string set_aside;        // why it is kept but never enters a conversation; empty: it does
    std::string raw;              // its bytes, where no text could be made of them
};

// One thing one person did, verified as coming from the channel.
struct IncomingMessage {
    std::string channel;   // channel id of the configuration: "line"
    std::string event_id;  // the channel's id of this event: the same id is the same event
    std::string address;   // who: "line:U…", "tel:+66…"; empty when the channel does not say
    std::string group;  // "line:C…" or "line:R…" when it happened in a group or room, else empty
    std::string message_id;  // the channel's id of the message
    IncomingKind kind = IncomingKind::Other;
    std::string text;  // valid UTF-8, as typed
    std::string data;  // postback data
    std::optional<Location> location;
    std::optional<Attachment> attachment;
    std::string reply_token;           // free answer, short-lived; empty when there is none
    std::string read_token;            // LINE's markAsReadToken, else empty
    Instant sent_at{};                 // by the channel's clock
    Instant received_at{};             // by ours
    bool standby = false;              // another system holds the chat: store, never answer
    bool mentions_us = false;          // in a group: the bot was addressed by name
    std::vector<std::string> members;  // addresses of MemberJoined, MemberLeft
    std::optional<SmsFacts> sms;       // of an SMS only
};

// What a button that asks for a day sends: a postback with this data, whose text is the day,
// "2025-12-25".
inline constexpr std::string_view kPickedDate = "date";

// A button under a message. Pressing it sends `send` as the person's next message (text), or
// `postback` where that is not empty (then `send` is only shown).
struct QuickReply {
    std::string label;  // at most 20 graphemes; renderers cut between graphemes
    std::string send;
    std::string postback;
    enum class Action { Say, AskLocation, AskCamera, AskPhoto, AskDate } action = Action::Say;
};

// A small table with buttons: the read-back of a report, a household's own year.
struct Card {
    struct Row {
        std::string label;
        std::string value;
    };

    std::string lead;  // said before the table
    std::string title;
    std::vector<Row> rows;
    std::string note;  // said after it: what is asked
};

// One message to one person or group. `text` is always set and says everything (SMS, notification,
// screen reader); `card` is a better picture of the same where a channel can draw it: then it is
// all that is seen, so it must say everything too.
struct OutgoingMessage {
    std::string text;
    std::optional<Card> card;
    std::vector<QuickReply> quick_replies;
    std::string image_url;  // https; empty for none
};

}  // namespace conversation
