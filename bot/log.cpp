#include "bot/log.h"

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unicode/utf8.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>

namespace bot {

namespace {

// The code point at `at`, which is moved behind it; negative for broken UTF-8.
std::int32_t next_code(const std::uint8_t* data, std::int32_t& at, std::int32_t length) {
    std::int32_t code = 0;
    U8_NEXT(data, at, length, code);  // NOLINT(misc-redundant-expression): the library's macro
    return code;
}

// Line and paragraph separators, and what turns the direction of a line around.
bool is_plain(std::int32_t code) {
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    const bool breaks = code == 0x2028 || code == 0x2029;
    const bool turns = (code >= 0x200E && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
                       (code >= 0x2066 && code <= 0x2069);
    return !control && !breaks && !turns && code != '\\';
}

// Keeps lines until it is told to write them: the library's own sink for stderr writes each by
// itself, whatever was asked for, and every answer is a line.
class StderrLines final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    StderrLines() = default;

    ~StderrLines() override { write(); }

    StderrLines(const StderrLines&) = delete;
    StderrLines& operator=(const StderrLines&) = delete;
    StderrLines(StderrLines&&) = delete;
    StderrLines& operator=(StderrLines&&) = delete;

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        constexpr std::size_t most = 32'768;
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        lines_.append(line.data(), line.size());
        if (lines_.size() > most) {
            write();
        }
    }

    void flush_() override { write(); }

  private:
    void write() {
        std::fwrite(lines_.data(), 1, lines_.size(), stderr);
        lines_.clear();
    }

    std::string lines_;
};

}  // namespace

void start_log(const std::string& level) {
    auto logger = std::make_shared<spdlog::logger>("sammachip", std::make_shared<StderrLines>());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    logger->set_level(spdlog::level::from_str(level == "warning" ? "warn" : level));
    logger->flush_on(spdlog::level::warn);
    spdlog::set_default_logger(std::move(logger));
    spdlog::flush_every(std::chrono::seconds(1));
}

std::string escaped(std::string_view bytes, std::size_t max_bytes) {
    const bool cut = bytes.size() > max_bytes;
    bytes = bytes.substr(0, max_bytes);
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::string out;
    const auto length = static_cast<std::int32_t>(bytes.size());
    std::int32_t at = 0;
    while (at < length) {
        const std::int32_t start = at;
        const std::int32_t code = next_code(data, at, length);
        if (code < 0) {
            for (std::int32_t i = start; i < at; ++i) {
                fmt::format_to(std::back_inserter(out), "\\x{:02x}", data[i]);
            }
        } else if (is_plain(code)) {
            out.append(bytes.substr(static_cast<std::size_t>(start),
                                    static_cast<std::size_t>(at - start)));
        } else {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
        }
    }
    return cut ? out + "…" : out;
}

std::string masked(std::string_view address) {
    static const auto kKey = [] {
        std::array<unsigned char, crypto_shorthash_KEYBYTES> bytes{};
        randombytes_buf(bytes.data(), bytes.size());
        return bytes;
    }();
    std::array<unsigned char, crypto_shorthash_BYTES> hash{};
    crypto_shorthash(hash.data(),
                     reinterpret_cast<const unsigned char*>(address.data()),
                     address.size(),
                     kKey.data());
    const auto colon = address.find(':');
    const std::string_view scheme =
        colon > 8 ? "" : address.substr(0, colon + 1);  // also when there is none
    return fmt::format("{}~{:02x}{:02x}{:02x}{:02x}", scheme, hash[0], hash[1], hash[2], hash[3]);
}

}  // namespace bot
