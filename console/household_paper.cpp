#include "console/household_paper.h"

#include <fmt/format.h>

#include <string_view>

namespace console {

namespace {

constexpr std::string_view kStyle =
    "@page{size:A4;margin:20mm}"
    "body{font-family:'TH Sarabun New',Sarabun,'Noto Sans Thai Looped',sans-serif;font-size:16pt;"
    "line-height:1.4;max-width:170mm;margin:auto}"
    "h1{font-size:20pt}h2{font-size:18pt;margin-bottom:0}ul{margin-top:0}"
    "section{break-inside:avoid-page}";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

}  // namespace

std::string paper_as_text(const HouseholdPaper& paper) {
    std::string text =
        fmt::format("ข้อมูลทั้งหมดที่สำนักงานเก็บไว้\n{}\n{} · {}\n", paper.house, paper.office, paper.day);
    for (const auto& section : paper.sections) {
        text += fmt::format("\n{}\n", section.title);
        for (const auto& line : section.lines) {
            text += fmt::format("- {}\n", line);
        }
    }
    return text + fmt::format("\nแก้หรือขอลบได้ทุกเมื่อ ติดต่อ {}\n", paper.contact);
}

std::string paper_as_html(const HouseholdPaper& paper) {
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"th\"><head><meta charset=\"utf-8\"><title>{0}</title>"
        "<style>{1}</style></head><body>\n<h1>ข้อมูลทั้งหมดที่สำนักงานเก็บไว้</h1>\n"
        "<p><strong>{0}</strong><br>{2} · {3}</p>\n",
        escaped(paper.house),
        kStyle,
        escaped(paper.office),
        escaped(paper.day));
    for (const auto& section : paper.sections) {
        html += fmt::format("<section><h2>{}</h2><ul>\n", escaped(section.title));
        for (const auto& line : section.lines) {
            html += fmt::format("<li>{}</li>\n", escaped(line));
        }
        html += "</ul></section>\n";
    }
    return html +
           fmt::format("<p>แก้หรือขอลบได้ทุกเมื่อ ติดต่อ {}</p>\n</body></html>\n", escaped(paper.contact));
}

}  // namespace console
