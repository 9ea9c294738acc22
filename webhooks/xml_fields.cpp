#include "webhooks/xml_fields.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <memory>
#include <string>

namespace webhooks {

namespace {

constexpr std::size_t kMaxFields = 1000;
constexpr std::size_t kMaxBody = std::size_t{1} << 20U;

struct FreeDocument {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

std::string text_of(const xmlChar* text) {
    return text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
}

std::string own_text(const xmlNode& element) {
    std::string text;
    for (const auto* child = element.children; child != nullptr; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            text += text_of(child->content);
        }
    }
    return text;
}

// libxml2 itself refuses what is nested too deeply.
void flatten(const xmlNode& element, const std::string& above, FormFields& fields) {
    if (fields.size() >= kMaxFields) {
        return;
    }
    const std::string name = above + text_of(element.name);
    fields.emplace_back(name, own_text(element));
    for (const auto* one = element.properties; one != nullptr; one = one->next) {
        fields.emplace_back(name + ".@" + text_of(one->name),
                            one->children == nullptr ? "" : text_of(one->children->content));
    }
    for (const auto* child = element.children; child != nullptr; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            flatten(*child, name + ".", fields);
        }
    }
}

}  // namespace

std::optional<FormFields> read_xml_fields(std::string_view body) {
    if (body.empty() || body.size() > kMaxBody) {
        return std::nullopt;
    }
    const std::unique_ptr<xmlDoc, FreeDocument> document(
        xmlReadMemory(body.data(),
                      static_cast<int>(body.size()),
                      "body.xml",
                      nullptr,
                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
    if (!document || document->intSubset != nullptr || document->extSubset != nullptr) {
        return std::nullopt;
    }
    const auto* root = xmlDocGetRootElement(document.get());
    if (root == nullptr) {
        return std::nullopt;
    }
    FormFields fields;
    flatten(*root, "", fields);
    return fields;
}

}  // namespace webhooks
