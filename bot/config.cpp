#include "bot/config.h"

#include "bot/config_table.h"
#include "bot/config_values.h"
#include "webhooks/client_address.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

namespace bot {

namespace {

using Mistakes = std::vector<std::string>;

void append(Mistakes& all, Mistakes more) {
    all.insert(
        all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::optional<Endpoint> parse_endpoint(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) {
        return std::nullopt;
    }
    std::string_view host = text.substr(0, colon);
    const std::string_view port_text = text.substr(colon + 1);
    unsigned port = 0;
    const auto [end, error] =
        std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
    if (error != std::errc{} || end != port_text.data() + port_text.size() || port > 65535) {
        return std::nullopt;
    }
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    } else if (host.find_first_of(":[] ") != std::string_view::npos) {
        return std::nullopt;
    }
    return Endpoint{std::string(host), static_cast<std::uint16_t>(port)};
}

Endpoint endpoint(ConfigTable& table, std::string_view key, const Endpoint& otherwise) {
    const bool set = table.has(key);
    const std::string text = table.text(key, "");
    if (!set) {
        return otherwise;
    }
    const auto parsed = parse_endpoint(text);
    if (!parsed && !text.empty()) {
        table.wrong(key, "must be address:port: write \"127.0.0.1:8080\"");
    }
    return parsed.value_or(otherwise);
}

// A base for calls: http only where it does not leave this machine, for that is where tokens go.
std::string base_url(ConfigTable& table, std::string_view key, std::string_view otherwise) {
    std::string url = table.text(key, otherwise);
    while (url.ends_with('/')) {
        url.pop_back();
    }
    const bool local = is_plain_url(url, "http://127.0.0.1") ||
                       is_plain_url(url, "http://localhost") || is_plain_url(url, "http://[::1]");
    if (!is_plain_url(url, "https://") && !local) {
        table.wrong(key,
                    fmt::format("must begin with https:// (http:// only for this machine): "
                                "write \"{}\"",
                                otherwise));
    }
    return url;
}

Secret secret(ConfigTable& table, std::string_view key, std::string_view advice) {
    return checked_secret(table, key, table.needed(key, advice), "the LINE Developers Console");
}

ServerConfig read_server(const toml::table* node, const std::string& file, Mistakes& mistakes) {
    ConfigTable table(node, "[server]", file);
    ServerConfig server;
    server.listen = endpoint(table, "listen", server.listen);
    server.console_listen = endpoint(table, "console_listen", server.console_listen);
    server.public_url = table.text("public_url", "");
    while (server.public_url.ends_with('/')) {
        server.public_url.pop_back();
    }
    if (!server.public_url.empty() && !is_plain_url(server.public_url, "https://")) {
        table.wrong("public_url",
                    "must begin with https://, LINE takes no other: write "
                    "\"https://bot.example.go.th\"");
    }
    server.trusted_proxies = table.texts("trusted_proxies", {});
    if (!std::ranges::all_of(server.trusted_proxies, webhooks::is_address)) {
        table.wrong("trusted_proxies", "are the proxies' addresses: write [\"127.0.0.1\"]");
    }
    if (server.listen.port != 0 && server.listen.port == server.console_listen.port &&
        server.listen.host == server.console_listen.host) {
        table.wrong("console_listen",
                    "is the same as listen: the console needs a port of its own, "
                    "write \"127.0.0.1:8081\"");
    }
    append(mistakes, table.finish());
    return server;
}

OfficeConfig read_office(const toml::table* node, const std::string& file, Mistakes& mistakes) {
    ConfigTable table(node, "[office]", file);
    OfficeConfig office;
    office.name = table.needed("name", "write the office's name as people know it");
    office.contact = table.needed("contact",
                                  "write a telephone number or place for people who need "
                                  "a human");
    office.timezone = table.text("timezone", "Asia/Bangkok");
    if (office.timezone != "Asia/Bangkok") {
        table.wrong("timezone", "only \"Asia/Bangkok\" is known: write that, or take the line out");
    }
    append(mistakes, table.finish());
    return office;
}

// LINE's own, "@123abcde", or a premium id, "@name".
bool is_basic_id(std::string_view id) {
    constexpr std::size_t kMost = 20;
    return id.size() > 1 && id.size() <= kMost && id.front() == '@' &&
           std::ranges::all_of(id.substr(1), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                      c == '.';
           });
}

LineConfig read_line(ConfigTable& table) {
    LineConfig line;
    line.secret = secret(table,
                         "secret",
                         "write the channel secret from the LINE Developers Console (Basic "
                         "settings), or \"env:LINE_SECRET\"");
    line.access_token = secret(table,
                               "access_token",
                               "write the channel access token from the LINE Developers Console "
                               "(Messaging API), or \"env:LINE_TOKEN\"");
    line.basic_id = table.text("basic_id", "");
    if (!line.basic_id.empty() && !is_basic_id(line.basic_id)) {
        table.wrong("basic_id",
                    "is the account's id with its @: write \"@123abcde\" (`sammachip line setup` "
                    "says which)");
    }
    line.api_base = base_url(table, "api_base", line.api_base);
    line.data_api_base = base_url(table, "data_api_base", line.data_api_base);
    return line;
}

constexpr const char* kKinds = "write \"line\", \"kannel\", \"android\", \"twilio\" or \"http\"";

bool is_channel_id(std::string_view id) {
    return !id.empty() && id.size() <= 32 && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

// The names of the channels that were read already.
std::set<std::string> channel_ids(const Config& config) {
    std::set<std::string> ids;
    for (const auto& line : config.line) {
        ids.insert(line.id);
    }
    for (auto& id : config.sms_channels()) {
        ids.insert(std::move(id));
    }
    return ids;
}

// False when nobody knows the kind.
bool read_kind(ConfigTable& table, const std::string& kind, const std::string& id, Config& config) {
    if (kind == "line") {
        config.line.push_back(read_line(table));
        config.line.back().id = id;
    } else if (kind == "kannel") {
        config.kannel.push_back(read_kannel(table, config.server));
        config.kannel.back().common.id = id;
    } else if (kind == "twilio") {
        config.twilio.push_back(read_twilio(table, config.server, id));
        config.twilio.back().common.id = id;
    } else if (kind == "android") {
        config.android.push_back(read_android(table, config.server));
        config.android.back().common.id = id;
    } else if (kind == "http") {
        config.http.push_back(read_http(table, config.server));
        config.http.back().common.id = id;
    } else {
        return false;
    }
    return true;
}

void read_channel(const toml::table& node, Config& config, Mistakes& mistakes) {
    ConfigTable table(&node, "[[channel]]", config.file);
    const std::string id = table.needed("id", "write a short name: \"line\"");
    if (!id.empty() && !is_channel_id(id)) {
        table.wrong("id", "may hold a-z, 0-9, - and _, at most 32: write \"line\"");
    }
    const std::string kind = table.needed("kind", kKinds);
    if (channel_ids(config).contains(id)) {
        table.wrong("id", "two channels have this name: give each its own");
    }
    const bool known = read_kind(table, kind, id, config);
    if (!known && !kind.empty()) {
        table.wrong("kind", fmt::format("is no kind of channel this program speaks: {}", kKinds));
    }
    Mistakes found = table.finish();
    if (!known) {  // its other keys belong to a kind nobody here knows: one mistake is enough
        std::erase_if(found, [](const std::string& m) {
            return m.find("is not a key of") != std::string::npos;
        });
    }
    append(mistakes, std::move(found));
}

void read_channels(const toml::node* node, Config& config, Mistakes& mistakes) {
    const toml::array* array = node == nullptr ? nullptr : node->as_array();
    if (node != nullptr && (array == nullptr || !array->is_homogeneous<toml::table>())) {
        mistakes.push_back(
            fmt::format("{}:{}: channel: write [[channel]] with two brackets, once "
                        "for each channel",
                        config.file,
                        node->source().begin.line));
        return;
    }
    if (array == nullptr || array->empty()) {
        mistakes.push_back(
            fmt::format("{}: [[channel]] is missing: nobody could write to this bot; "
                        "write one with id, kind, secret and access_token for LINE, or of another "
                        "kind (docs/CHANNELS.md)",
                        config.file));
        return;
    }
    for (const auto& element : *array) {
        read_channel(*element.as_table(), config, mistakes);
    }
}

// The table of a name; a mistake when the name is there but is not a table.
const toml::table* section(const toml::table& root,
                           std::string_view name,
                           const std::string& file,
                           Mistakes& mistakes) {
    const toml::node* node = root.get(name);
    if (node == nullptr) {
        return nullptr;
    }
    if (!node->is_table()) {
        mistakes.push_back(
            fmt::format("{}:{}: {}: must be a table: write [{}] on a line of its own",
                        file,
                        node->source().begin.line,
                        name,
                        name));
        return nullptr;
    }
    return node->as_table();
}

void refuse_unknown_sections(const toml::table& root, const std::string& file, Mistakes& mistakes) {
    static const std::set<std::string_view> kKnown = {
        "server", "database", "office", "forms", "log", "channel"};
    for (const auto& [key, node] : root) {
        if (!kKnown.contains(key.str())) {
            mistakes.push_back(
                fmt::format("{}:{}: {} is not known here: take it out, or write one "
                            "of [{}]",
                            file,
                            node.source().begin.line,
                            key.str(),
                            fmt::join(kKnown, "], [")));
        }
    }
}

void read_small_sections(const toml::table& root, Config& config, Mistakes& mistakes) {
    ConfigTable database(
        section(root, "database", config.file, mistakes), "[database]", config.file);
    config.database_path = database.text("path", config.database_path);
    if (config.database_path.empty()) {
        database.wrong("path", "is empty: write where the database file shall be");
    }
    append(mistakes, database.finish());

    ConfigTable forms(section(root, "forms", config.file, mistakes), "[forms]", config.file);
    config.form_paths = forms.texts("paths", config.form_paths);
    if (config.form_paths.empty()) {
        forms.wrong("paths", "is empty: write at least one folder of forms: [\"flows\"]");
    }
    append(mistakes, forms.finish());

    ConfigTable log(section(root, "log", config.file, mistakes), "[log]", config.file);
    config.log_level = log.text("level", config.log_level);
    static const std::set<std::string_view> kLevels = {"debug", "info", "warning", "error"};
    if (!kLevels.contains(config.log_level)) {
        log.wrong("level", "must be one of \"debug\", \"info\", \"warning\", \"error\"");
    }
    append(mistakes, log.finish());
}

}  // namespace

std::string find_config(std::string_view given) {
    if (!given.empty()) {
        return std::string(given);
    }
    for (const char* path : {"sammachip.toml", "/etc/sammachip/sammachip.toml"}) {
        std::error_code error;
        if (std::filesystem::exists(path, error)) {
            return path;
        }
    }
    throw ConfigError(
        "there is no sammachip.toml here and no /etc/sammachip/sammachip.toml: write "
        "one (docs/OPERATIONS.md), or name it with --config FILE");
}

std::vector<std::string> Config::sms_channels() const {
    std::vector<std::string> ids;
    const auto add = [&](const auto& channels) {
        for (const auto& channel : channels) {
            ids.push_back(channel.common.id);
        }
    };
    add(kannel);
    add(twilio);
    add(android);
    add(http);
    return ids;
}

Config read_config(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        throw ConfigError(fmt::format("{}: is a folder: name the file itself", path));
    }
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open() || in.bad()) {
        throw ConfigError(
            fmt::format("{}: cannot be read: is the path right, and may this user read "
                        "it?",
                        path));
    }
    return parse_config(text, path);
}

Config parse_config(std::string_view toml, const std::string& file_name) {
    Config config;
    config.file = file_name;
    Mistakes mistakes;
    toml::table root;
    try {
        root = toml::parse(toml, file_name);
    } catch (const toml::parse_error& error) {
        // The library's words may quote the line, and with it a secret: only the place is said.
        throw ConfigError(
            fmt::format("{}:{}: this line is not TOML: texts stand in double quotes, "
                        "as key = \"value\", tables as [name]",
                        file_name,
                        error.source().begin.line));
    }
    refuse_unknown_sections(root, file_name, mistakes);
    config.server = read_server(section(root, "server", file_name, mistakes), file_name, mistakes);
    config.office = read_office(section(root, "office", file_name, mistakes), file_name, mistakes);
    read_small_sections(root, config, mistakes);
    read_channels(root.get("channel"), config, mistakes);
    if (!mistakes.empty()) {
        throw ConfigError(fmt::format("{}", fmt::join(mistakes, "\n")));
    }
    return config;
}

}  // namespace bot
