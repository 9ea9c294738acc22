#include "storage/attachments.h"

#include "storage/sha256.h"

namespace storage {

namespace {

using conversation::AttachmentId;

constexpr Sql kFindContent{"attachments.find_content",
                           "SELECT id FROM attachment WHERE sha256 = ?1"};

constexpr Sql kPut{"attachments.put", R"sql(
INSERT INTO attachment (id, sha256, mime, bytes, content, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6))sql"};

constexpr Sql kFind{"attachments.find",
                    "SELECT sha256, mime, content FROM attachment WHERE id = ?1"};

}  // namespace

AttachmentId Attachments::put(std::span<const std::byte> content,
                              std::string_view mime,
                              Instant now) {
    const std::string sha256 = sha256_hex(content);
    if (auto row = connection_.query(kFindContent, sha256); row.step()) {
        return row.id<AttachmentId>(0);
    }
    const auto id = connection_.new_id<AttachmentId>(now);
    connection_.run(kPut, id, sha256, mime, content.size(), Blob{content}, now);
    return id;
}

std::optional<Attachments::Attachment> Attachments::find(AttachmentId id) {
    auto row = connection_.query(kFind, id);
    if (!row.step()) {
        return std::nullopt;
    }
    const auto content = row.blob(2);
    return Attachment{id, row.text(0), row.text(1), {content.begin(), content.end()}};
}

}  // namespace storage
