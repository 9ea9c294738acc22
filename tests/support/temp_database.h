#pragma once
#include "conversation/message.h"
#include "storage/connection.h"
#include "storage/contacts.h"
#include "storage/households.h"
#include "storage/migrations.h"
#include "storage/places.h"

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

// A real database in a folder that goes away, and the few words tests need to fill it.
namespace support {

class TempFolder {
  public:
    TempFolder() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "sammachip-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
        path_ = pattern;
    }

    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    TempFolder(TempFolder&&) = delete;
    TempFolder& operator=(TempFolder&&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// "2025-12-05T09:00" by Bangkok's clock.
inline conversation::Instant bangkok(std::string_view text) {
    const auto utc = conversation::parse_instant(std::string(text) + ":00.000Z");
    if (!utc) {
        throw std::logic_error("not an instant: " + std::string(text));
    }
    return *utc - conversation::kBangkokOffset;
}

inline const conversation::Instant kNow = bangkok("2025-12-05T09:00");

// A new database with this program's schema, and its writing connection.
struct TempDatabase {
    TempFolder folder;
    std::filesystem::path path = folder.path() / "office.db";
    storage::Connection connection = opened(path);

    static storage::Connection opened(const std::filesystem::path& path) {
        auto connection = storage::Connection::open_writer(path);
        storage::migrate(connection, kNow);
        return connection;
    }

    [[nodiscard]] storage::Connection reader() const {
        return storage::Connection::open_reader(path);
    }

    // The first column of the first row, as text.
    std::string value(const std::string& sql) { return connection.single_value("test", sql); }
};

// Tambon 600304 with village 60030403, moo 3.
inline void add_village(storage::Connection& connection) {
    storage::Places places(connection);
    places.put_tambon({"600304", "เกยไชย", "Koei Chai", "60120"}, kNow, "test");
    places.put_village({"60030403", 3, "บ้านกลาง", "600304", "เกยไชย"}, kNow, "test");
}

inline conversation::HouseholdId add_house(storage::Connection& connection,
                                           const std::string& house_no) {
    if (!storage::Places(connection).village("60030403")) {
        add_village(connection);
    }
    storage::Households::Record record;
    record.village_code = "60030403";
    record.house_no = house_no;
    return storage::Households(connection).put(record, kNow, "test").id;
}

// A text from a person's private chat on the channel "line".
inline conversation::IncomingMessage say(const std::string& event_id,
                                         const std::string& text,
                                         const std::string& address = "line:U1") {
    conversation::IncomingMessage message;
    message.channel = "line";
    message.event_id = event_id;
    message.address = address;
    message.message_id = "m-" + event_id;
    message.kind = conversation::IncomingKind::Text;
    message.text = text;
    message.reply_token = "token-" + event_id;
    message.received_at = kNow;
    return message;
}

inline conversation::OutgoingMessage words(const std::string& text) {
    conversation::OutgoingMessage message;
    message.text = text;
    return message;
}

}  // namespace support
