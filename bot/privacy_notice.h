#pragma once
#include "storage/connection.h"

#include <string_view>

namespace bot {

// The version of the privacy notice this program asks consent to. Change it with every change of
// packaging/embedded/notice_<language>.txt: people are then asked again.
inline constexpr std::string_view kNoticeVersion = "2568-1";

// Puts the built-in notice in force from `from`, in every language it has; does nothing when this
// version is there already. Throws StorageError (Constraint) when the version is there with another
// text.
void put_privacy_notice(storage::Connection& writer, conversation::Instant from);

}  // namespace bot
