#pragma once
#include "webhooks/caller_check.h"
#include "webhooks/form_fields.h"
#include "webhooks/hmac.h"
#include "webhooks/receipt_key.h"
#include "webhooks/sms_dialect.h"

#include <optional>
#include <string>
#include <vector>

// A gateway that is described in the configuration instead of in code.
namespace webhooks {

enum class BodyForm { Query, Form, Json, Xml };

// How calls prove themselves, besides or instead of `caller`.
struct HttpProof {
    CallerRules caller;
    std::string hmac_secret;  // of the raw body; empty: not asked for
    std::string hmac_header;
    HmacDigest digest = HmacDigest::Sha256;
    bool base64 = false;         // the header is base64, else hex in lower case
    std::string receipt_secret;  // not empty
};

struct HttpAnswerRule {
    std::string body;  // a template: names are those of the call's own fields
    std::string type = "text/plain; charset=utf-8";
};

// Where in a call things stand; empty: nowhere. JSON: "a.b.0"; XML: "sms.from", "sms.@id".
struct HttpMessageRule {
    BodyForm body = BodyForm::Form;
    std::string sender;
    std::string text;
    std::string id;
    std::string time;  // only to tell a repeated message from a new one
    std::string udh;   // in hex
    std::string charset;
    HttpAnswerRule answer;
};

struct HttpReceiptRule {
    BodyForm body = BodyForm::Form;
    std::string id;      // the gateway's name for the message
    std::string own_id;  // ours; a call to {{receipt_url}} has it without
    std::string status;
    std::vector<std::string> sent;  // what `status` says then
    std::vector<std::string> delivered;
    std::vector<std::string> failed;
    std::vector<std::string> stopped;  // failed because the person wants nothing more
    HttpAnswerRule answer;
};

struct HttpRules {
    HttpProof proof;
    std::optional<HttpMessageRule> message;
    std::optional<HttpReceiptRule> receipt;
};

class HttpDialect final : public SmsDialect {
  public:
    explicit HttpDialect(HttpRules rules);

    [[nodiscard]] int refusal(const Request& request, conversation::Instant now) const override;
    [[nodiscard]] SmsCall read(const Request& request) const override;
    [[nodiscard]] Response thanks(const Request& request) const override;

  private:
    [[nodiscard]] bool is_signed(const Request& request) const;
    [[nodiscard]] std::optional<storage::OutboxId> signed_id(const Request& request) const;
    void read_message(const FormFields& fields, SmsCall& call) const;
    void read_receipt(const Request& request, const FormFields& fields, SmsCall& call) const;

    HttpRules rules_;
    CallerCheck check_;
    ReceiptKey key_;
};

// The fields of a call: those of its body, then those of its query.
[[nodiscard]] std::optional<FormFields> call_fields(const Request& request, BodyForm form);

}  // namespace webhooks
