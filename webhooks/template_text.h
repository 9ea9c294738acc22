#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace webhooks {

// How values are written where a template stands.
enum class TemplateEncoding {
    Plain,  // control characters left out (headers)
    Url,    // addresses, form bodies
    Json,   // inside the quotes of a JSON text
    Xml,    // between tags, or inside an attribute's quotes
    Raw,    // as it is (what a checksum is made of)
};

// "to={{to}}&text={{text}}" with each name's value in its place. One pass: what stands in a value
// is never a name. Braces that name nothing stay.
[[nodiscard]] std::string fill_template(
    std::string_view text,
    TemplateEncoding encoding,
    const std::function<std::string(std::string_view name)>& value);

// The names in a template, each time they stand there.
[[nodiscard]] std::vector<std::string> template_names(std::string_view text);

// By a content type: form, JSON, XML, else plain.
[[nodiscard]] TemplateEncoding encoding_of(std::string_view content_type);

}  // namespace webhooks
