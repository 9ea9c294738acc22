#pragma once
#include "webhooks/form_fields.h"

#include <optional>
#include <string_view>

namespace webhooks {

// An XML body as names and values: <sms id="7"><from>A</from></sms> is sms.@id = 7, sms.from = A.
// Nothing when it is no XML or brings a document type of its own; nothing outside the body is ever
// read. Any bytes.
[[nodiscard]] std::optional<FormFields> read_xml_fields(std::string_view body);

}  // namespace webhooks
