#include "bot/line_setup.h"

#include "bot/line_admin.h"
#include "bot/log.h"

#include <embedded/packaged.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace bot {

namespace {

// Menus we made have names that begin so; the rest of the name is their edition.
constexpr std::string_view kOurMenus = "sammachip ";

std::string_view packaged(std::string_view name) {
    for (const auto& file : embedded::packaged()) {
        if (file.name == name) {
            return file.content;
        }
    }
    throw std::logic_error("a file is not built into the program");
}

// The id on printed cards must be this account's.
bool check_basic_id(const std::string& written, const std::string& its_own, const Tell& tell) {
    if (written.empty()) {
        tell(true,
             fmt::format("cards: write basic_id = \"{}\" for their QR codes", escaped(its_own)));
        return true;
    }
    if (written != its_own) {
        tell(false,
             fmt::format("basic_id: \"{}\" is another account; this one is \"{}\", write that and "
                         "print the cards again",
                         written,
                         escaped(its_own)));
        return false;
    }
    return true;
}

bool check_token(LineAdmin& admin, const LineConfig& line, const Tell& tell) {
    const auto info = admin.bot_info();
    tell(true, fmt::format("token: good, the account is {}", escaped(info.name)));
    const bool well = check_basic_id(line.basic_id, info.basic_id, tell);
    if (info.chat_mode == "chat") {
        tell(false,
             "response mode: chat is on in the LINE Official Account Manager; switch it off, "
             "or people may get two answers");
        return false;
    }
    return well;
}

bool set_up_webhook(LineAdmin& admin, const std::string& url, bool only_check, const Tell& tell) {
    if (url.empty()) {
        tell(false,
             "webhook: write public_url = \"https://…\" under [server], so that its address "
             "is known");
        return false;
    }
    auto endpoint = admin.webhook();
    if (endpoint.url != url) {
        if (only_check) {
            tell(false,
                 fmt::format("webhook: LINE calls {} instead of {}",
                             endpoint.url.empty() ? "nothing" : escaped(endpoint.url),
                             url));
            return false;
        }
        admin.set_webhook(url);
        tell(true, fmt::format("webhook: set to {}", url));
        endpoint = admin.webhook();
    }
    if (!endpoint.active) {
        tell(false,
             "webhook: switch on \"Use webhook\" in the LINE Developers Console (Messaging "
             "API)");
        return false;
    }
    if (const auto trouble = admin.test_webhook()) {
        tell(false,
             fmt::format("webhook: LINE cannot reach {}: {}; is the program running, and TLS "
                         "in front of it?",
                         url,
                         *trouble));
        return false;
    }
    tell(true, fmt::format("webhook: LINE reaches {}", url));
    return true;
}

bool set_up_menu(LineAdmin& admin, bool only_check, const Tell& tell) {
    const std::string_view definition = packaged("rich_menu.json");
    const auto name = nlohmann::json::parse(definition).at("name").get<std::string>();
    const auto menus = admin.rich_menus();
    const auto ours = std::ranges::find(menus, name, &LineAdmin::RichMenu::name);
    const std::string shown = admin.default_rich_menu();
    if (ours != menus.end() && shown == ours->id) {
        tell(true, "menu: there and shown to everybody");
        return true;
    }
    if (only_check) {
        tell(false, "menu: not there yet; run this without --check to make it");
        return false;
    }
    const std::string id = ours != menus.end()
                               ? ours->id
                               : admin.make_rich_menu(definition, packaged("rich_menu.png"));
    admin.set_default_rich_menu(id);
    for (const auto& menu : menus) {
        if (menu.id != id && menu.name.starts_with(kOurMenus)) {
            admin.delete_rich_menu(menu.id);
        }
    }
    tell(true, "menu: made and shown to everybody");
    return true;
}

}  // namespace

bool set_up_line(const LineConfig& line,
                 const LineSetup& wanted,
                 HttpTransport& transport,
                 const Tell& tell) {
    LineAdmin admin(line, transport);
    const std::string url =
        wanted.public_url.empty() ? "" : wanted.public_url + "/webhooks/" + line.id;
    try {
        bool well = check_token(admin, line, tell);
        well = set_up_webhook(admin, url, wanted.only_check, tell) && well;
        return set_up_menu(admin, wanted.only_check, tell) && well;
    } catch (const LineRefusal& refusal) {
        tell(false, refusal.what());
        return false;
    }
}

}  // namespace bot
