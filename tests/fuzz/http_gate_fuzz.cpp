// Any bytes at the gate: a head is found in the same place however its bytes arrive, and what
// passes has one reading.
#include "webhooks/client_address.h"
#include "webhooks/form_fields.h"
#include "webhooks/request_head.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using webhooks::find_head_end;
using webhooks::HeadScan;
using webhooks::Problem;
using webhooks::RequestHead;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

bool is_clean(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

void check_head(const RequestHead& head) {
    require(head.path.starts_with('/') && head.path.size() <= webhooks::kMaxPath);
    require(webhooks::percent_decode(head.path).has_value());
    require(head.headers.size() <= webhooks::kMaxHeaderFields);
    int lengths = 0;
    for (const auto& field : head.headers) {
        require(!field.name.empty() && is_clean(field.name) && is_clean(field.value));
        require(!webhooks::same_name(field.name, "Transfer-Encoding"));
        lengths += webhooks::same_name(field.name, "Content-Length") ? 1 : 0;
    }
    require(lengths <= 1 && (lengths == 1 || head.content_length == 0));
    require(head.content_length <= 1000);
    const std::array<std::string, 1> proxies{"127.0.0.1"};
    require(is_clean(webhooks::client_address("127.0.0.1", head.headers, proxies)));
    (void)webhooks::read_form_fields(head.query);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    HeadScan at_once;
    const auto end = find_head_end(bytes, at_once);
    HeadScan piece_by_piece;
    auto same_end = find_head_end(bytes.substr(0, size / 3), piece_by_piece);
    for (std::size_t seen = size / 3;
         seen < size && std::holds_alternative<std::monostate>(same_end);
         ++seen) {
        same_end = find_head_end(bytes.substr(0, seen + 1), piece_by_piece);
    }
    require(size >= webhooks::kMaxHead || same_end == end);
    if (const auto* head_size = std::get_if<std::size_t>(&end)) {
        require(*head_size <= webhooks::kMaxHead);
        const auto head = webhooks::read_head(bytes.substr(0, *head_size), 1000);
        if (const auto* good = std::get_if<RequestHead>(&head)) {
            check_head(*good);
        }
    }
    (void)webhooks::read_head(bytes, 1000);
    (void)webhooks::read_form_fields(bytes);
    return 0;
}
