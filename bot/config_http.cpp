#include "bot/config.h"
#include "bot/config_sms.h"
#include "bot/config_table.h"
#include "bot/config_values.h"
#include "bot/http_sms_channel.h"
#include "webhooks/template_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace bot {

namespace {

using webhooks::BodyForm;

BodyForm body_form(ConfigTable& table) {
    static const std::map<std::string_view, BodyForm> kForms = {{"query", BodyForm::Query},
                                                                {"form", BodyForm::Form},
                                                                {"json", BodyForm::Json},
                                                                {"xml", BodyForm::Xml}};
    const auto text = table.text("body", "form");
    const auto found = kForms.find(text);
    if (found == kForms.end()) {
        table.wrong("body", R"(is how the gateway writes: "query", "form", "json" or "xml")");
        return BodyForm::Form;
    }
    return found->second;
}

webhooks::HttpAnswerRule answer_rule(ConfigTable& table) {
    webhooks::HttpAnswerRule answer;
    answer.body = table.text("answer", "");
    answer.type = table.text("answer_type", answer.type);
    return answer;
}

webhooks::HttpMessageRule message_rule(ConfigTable table, ConfigTable& channel) {
    webhooks::HttpMessageRule rule;
    rule.body = body_form(table);
    rule.sender = table.needed("sender", "write the name of the field with the sender's number");
    rule.text = table.needed("text", "write the name of the field with the text");
    rule.id = table.text("id", "");
    rule.time = table.text("time", "");
    rule.udh = table.text("udh", "");
    rule.charset = table.text("charset", "");
    rule.answer = answer_rule(table);
    channel.add(table.finish());
    return rule;
}

webhooks::HttpReceiptRule receipt_rule(ConfigTable table, ConfigTable& channel) {
    webhooks::HttpReceiptRule rule;
    rule.body = body_form(table);
    rule.id = table.text("id", "");
    rule.own_id = table.text("own_id", "");
    rule.status = table.needed("status", "write the name of the field that says what happened");
    rule.sent = table.texts("sent", {});
    rule.delivered = table.texts("delivered", {});
    rule.failed = table.texts("failed", {});
    rule.stopped = table.texts("stopped", {});
    rule.answer = answer_rule(table);
    if (rule.delivered.empty() && rule.failed.empty()) {
        table.wrong("delivered", "and failed are missing: write the values that status has then");
    }
    channel.add(table.finish());
    return rule;
}

// "200", "2xx failure", "* sold out"
std::vector<HttpAnswerPattern> patterns(ConfigTable& table, std::string_view key) {
    std::vector<HttpAnswerPattern> all;
    for (const auto& text : table.texts(key, {})) {
        const auto blank = text.find(' ');
        HttpAnswerPattern pattern{text.substr(0, blank),
                                  blank == std::string::npos ? "" : text.substr(blank + 1)};
        const auto& status = pattern.status;
        const auto digit = [](char c) { return c >= '0' && c <= '9'; };
        const bool good =
            status == "*" || (status.size() == 3 && digit(status[0]) &&
                              (status.ends_with("xx") || (digit(status[1]) && digit(status[2]))));
        if (!good) {
            table.wrong(key,
                        "are answers: a status, then words of the body if they matter: write "
                        R"(["2xx", "200 failure", "* sold out"])");
        }
        all.push_back(std::move(pattern));
    }
    return all;
}

std::vector<std::pair<std::string, std::string>> headers(ConfigTable& table) {
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& text : table.texts("headers", {})) {
        const auto colon = text.find(": ");
        if (colon == std::string::npos || colon == 0) {
            table.wrong("headers", R"(are lines of HTTP: write ["X-Api-Key: …"])");
            continue;
        }
        all.emplace_back(text.substr(0, colon), text.substr(colon + 2));
    }
    return all;
}

void check_names(ConfigTable& table, std::string_view key, std::string_view text) {
    for (const auto& name : webhooks::template_names(text)) {
        if (!is_send_name(name)) {
            table.wrong(key,
                        fmt::format("{{{{{}}}}} is nothing that can be filled in: there are to, "
                                    "to_no_plus, to_national, from, text, id, receipt_url, "
                                    "coding, username, password, checksum",
                                    name));
        }
    }
}

std::string send_url(ConfigTable& table) {
    std::string url = table.needed("url", "write the address that takes messages: \"https://…\"");
    const auto host = url.substr(0, url.find_first_of("?{"));
    const bool path =
        url.find('/', std::min(url.find("://"), url.size() - 1) + 3) != std::string::npos;
    if (!url.empty() && (!is_gateway_url(host) || !path)) {
        table.wrong("url",
                    "must begin with https:// (http:// only for this machine and private "
                    "networks) and have a path: write \"https://sms.example/send\"");
    }
    check_names(table, "url", url);
    return url;
}

void read_checksum(ConfigTable& table, HttpSendConfig& send) {
    send.checksum = table.text("checksum", "");
    send.checksum_by = table.text("checksum_by", send.checksum_by);
    if (!is_digest_name(send.checksum_by)) {
        table.wrong("checksum_by", R"(must be "md5", "sha1" or "sha256")");
    }
    check_names(table, "checksum", send.checksum);
    if (send.checksum.find("{{checksum}}") != std::string::npos) {
        table.wrong("checksum", "cannot be made of {{checksum}} itself: take that out");
    }
    if (send.uses("checksum") && send.checksum.empty()) {
        table.wrong("checksum",
                    "is missing: write what {{checksum}} is made of, as "
                    R"("{{username}}{{to_no_plus}}{{text}}{{password}}")");
    }
}

HttpSendConfig send_config(ConfigTable table, ConfigTable& channel) {
    HttpSendConfig send;
    send.method = table.text("method", send.method);
    if (send.method != "GET" && send.method != "POST" && send.method != "PUT") {
        table.wrong("method", R"(must be "POST", "GET" or "PUT")");
    }
    send.url = send_url(table);
    send.username = table.text("username", "");
    send.password = optional_secret(table, "password");
    send.headers = headers(table);
    send.content_type = table.text("content_type", send.content_type);
    send.body = table.text("body", "");
    read_checksum(table, send);
    send.id = table.text("id", "");
    send.sent = patterns(table, "sent");
    send.temporary = patterns(table, "temporary");
    send.permanent = patterns(table, "permanent");
    send.stopped = patterns(table, "stopped");
    send.opted_out = patterns(table, "opted_out");
    check_names(table, "body", send.body);
    for (const auto& [name, text] : send.headers) {
        check_names(table, "headers", text);
    }
    if (!send.url.empty() && !send.uses("text")) {
        table.wrong("body", "says the text nowhere: write {{text}} into body or url");
    }
    channel.add(table.finish());
    return send;
}

webhooks::HttpProof proof(ConfigTable& table, const SmsConfig& sms) {
    webhooks::HttpProof proof;
    proof.hmac_secret = optional_secret(table, "hmac_secret").reveal();
    proof.hmac_header = table.text("hmac_header", "X-Signature");
    const auto digest = table.text("hmac_digest", "sha256");
    const auto encoding = table.text("hmac_encoding", "hex");
    if (digest != "sha256" && digest != "sha1") {
        table.wrong("hmac_digest", R"(must be "sha256" or "sha1")");
    }
    if (encoding != "hex" && encoding != "base64") {
        table.wrong("hmac_encoding", R"(must be "hex" or "base64")");
    }
    proof.digest = digest == "sha1" ? webhooks::HmacDigest::Sha1 : webhooks::HmacDigest::Sha256;
    proof.base64 = encoding == "base64";
    proof.caller = sms.caller_rules();
    const auto& path = sms.path_secret.reveal();
    proof.caller.proven_otherwise = !path.empty() || !proof.hmac_secret.empty();
    for (const auto& secret : {sms.receipt_secret(), proof.hmac_secret, path}) {
        proof.receipt_secret = proof.receipt_secret.empty() ? secret : proof.receipt_secret;
    }
    if (proof.receipt_secret.empty()) {
        table.wrong("token",
                    "is missing: without it anybody could write as anybody; write a long random "
                    "one, or webhook_password, hmac_secret or path_secret");
    }
    return proof;
}

void read_path_secret(ConfigTable& table, SmsConfig& sms) {
    constexpr std::size_t least = 16;
    sms.path_secret = optional_secret(table, "path_secret");
    const auto& text = sms.path_secret.reveal();
    const bool good = std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
    if (!text.empty() && (!good || text.size() < least)) {
        table.wrong("path_secret", "must be at least 16 letters and digits");
    }
}

}  // namespace

HttpConfig read_http(ConfigTable& table, const ServerConfig& server) {
    using Repeat = ChannelTerms::Repeat;
    HttpConfig http;
    http.common = read_common(table, server);
    http.common.token = optional_secret(table, "token");
    http.common.webhook_username = table.text("webhook_username", "");
    http.common.webhook_password = optional_secret(table, "webhook_password");
    read_path_secret(table, http.common);
    http.rules.proof = proof(table, http.common);
    if (table.has("receive")) {
        http.rules.message = message_rule(table.inside("receive", "[channel.receive]"), table);
    }
    if (table.has("receipt")) {
        http.rules.receipt = receipt_rule(table.inside("receipt", "[channel.receipt]"), table);
    }
    http.send = send_config(table.inside("send", "[channel.send]"), table);
    const bool own_id = http.rules.receipt && !http.rules.receipt->own_id.empty();
    const bool tells =
        http.rules.receipt && (http.send.uses("receipt_url") || (own_id && http.send.uses("id")));
    const bool safe = table.flag("takes_an_id_once", false);
    http.common.terms.repeat = safe ? Repeat::Safe : tells ? Repeat::AfterReceipt : Repeat::Never;
    if (safe && !http.send.uses("id")) {
        table.wrong("takes_an_id_once", "needs {{id}} in the call, or the gateway never sees it");
    }
    return http;
}

}  // namespace bot
