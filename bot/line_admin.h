#pragma once
#include "bot/config.h"
#include "bot/http_transport.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bot {

// What the operator's commands ask of LINE: is the token good, where do webhooks go, which menu do
// people see. Each function throws LineRefusal, in words, when LINE does not do what it is asked.
class LineRefusal : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

class LineAdmin {
  public:
    // Both outlive it.
    LineAdmin(const LineConfig& config, HttpTransport& transport)
        : config_(config), transport_(transport) {}

    struct BotInfo {
        std::string user_id;
        std::string name;
        std::string basic_id;   // "@123abcde"
        std::string chat_mode;  // "bot", or "chat" when people answer by hand as well
        std::string date;       // of LINE's clock, an HTTP date; may be empty
    };

    [[nodiscard]] BotInfo bot_info();

    struct WebhookEndpoint {
        std::string url;      // empty: none set
        bool active = false;  // "Use webhook" is on
    };

    [[nodiscard]] WebhookEndpoint webhook();
    void set_webhook(const std::string& url);
    // Lets LINE call the webhook; nothing when it went well, else why not.
    [[nodiscard]] std::optional<std::string> test_webhook();

    struct RichMenu {
        std::string id;
        std::string name;
    };

    [[nodiscard]] std::vector<RichMenu> rich_menus();
    [[nodiscard]] std::string default_rich_menu();  // its id; empty: none
    // Makes a menu with its picture; returns its id.
    [[nodiscard]] std::string make_rich_menu(std::string_view definition, std::string_view png);
    void set_default_rich_menu(const std::string& id);
    void delete_rich_menu(const std::string& id);

  private:
    [[nodiscard]] HttpRequest request(std::string method, std::string path) const;
    [[nodiscard]] HttpAnswer call(const HttpRequest& request, std::string_view purpose) const;

    const LineConfig& config_;
    HttpTransport& transport_;
};

}  // namespace bot
