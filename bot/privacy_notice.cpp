#include "bot/privacy_notice.h"

#include "embedded/packaged.h"
#include "storage/notices.h"

#include <stdexcept>

namespace bot {

void put_privacy_notice(storage::Connection& writer, conversation::Instant from) {
    constexpr std::string_view kFront = "notice_";
    constexpr std::string_view kBack = ".txt";
    storage::Notices notices(writer);
    bool found = false;
    for (const embedded::File& file : embedded::packaged()) {
        if (file.name.starts_with(kFront) && file.name.ends_with(kBack)) {
            const std::string_view language =
                file.name.substr(kFront.size(), file.name.size() - kFront.size() - kBack.size());
            notices.put(kNoticeVersion, language, file.content, from);
            found = true;
        }
    }
    if (!found) {
        throw std::logic_error("no privacy notice was built in");
    }
}

}  // namespace bot
