#include "console/cards.h"

#include "console/page_template.h"
#include "console/qr_code.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <stdexcept>

using console::Card;
using console::CardOffice;
using conversation::Day;

namespace {

constexpr Day kDay{std::chrono::year(2026), std::chrono::month(3), std::chrono::day(31)};

CardOffice office() {
    return {"สพอ.ชุมแสง", "056-000-000", "@1234abcd", "+66812345678"};
}

Card card(const std::string& code) {
    return {code, "บ้านเลขที่ 14/2", "หมู่ 3 บ้านกลาง ต.เกยไชย", false, kDay};
}

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

}  // namespace

TEST_CASE("a card says the house, the code, both ways to send it and until when it is good",
          "[console]") {
    const std::string page = console::cards_page(office(), {card("481301")});
    for (const char* part : {"บ้านเลขที่ 14/2",
                             "หมู่ 3 บ้านกลาง ต.เกยไชย",
                             "481 301",
                             "เพิ่มเพื่อน @1234abcd",
                             "ส่ง SMS คำว่า 481301",
                             "081-234-5678",
                             "31 มี.ค. 2569",
                             "<path d=\"M"}) {
        CAPTURE(part);
        CHECK(page.find(part) != std::string::npos);
    }
}

TEST_CASE("an office without LINE prints no word of it, one without SMS none of that",
          "[console]") {
    CardOffice only_sms = office();
    only_sms.line_id.clear();
    CHECK(console::cards_page(only_sms, {card("481301")}).find("มี LINE:</b> สแกน") ==
          std::string::npos);
    CardOffice only_line = office();
    only_line.sms_number.clear();
    CHECK(console::cards_page(only_line, {card("481301")}).find("SMS") == std::string::npos);
}

TEST_CASE("four cards share a sheet", "[console]") {
    const auto sheets = [](std::size_t cards) {
        return count(console::cards_page(office(), std::vector<Card>(cards, card("481301"))),
                     "<div class=\"sheet\">");
    };
    CHECK(sheets(1) == 1);
    CHECK(sheets(4) == 1);
    CHECK(sheets(5) == 2);
    CHECK(sheets(0) == 0);
}

TEST_CASE("what was imported cannot become part of the page", "[console]") {
    Card hostile = card("481301");
    hostile.title = "<script>alert(1)</script>";
    const std::string page = console::cards_page(office(), {hostile});
    CHECK(page.find("<script>") == std::string::npos);
    CHECK(page.find("&lt;script&gt;") != std::string::npos);
}

TEST_CASE("a village's list shows codes that are open and who is linked already", "[console]") {
    const std::string page = console::card_lists_page(
        office(),
        {{"หมู่ 3 บ้านกลาง ต.เกยไชย",
          {{"14/2", "", "481301", false}, {"15", "นายสมชาย ใจดี", "", true}}}},
        kDay);
    CHECK(page.find("หมู่ 3 บ้านกลาง ต.เกยไชย · 2 หลัง") != std::string::npos);
    CHECK(page.find("481 301") != std::string::npos);
    CHECK(page.find("นายสมชาย ใจดี") != std::string::npos);
    CHECK(count(page, ">ลงทะเบียนแล้ว<") == 1);
    CHECK(count(page, ">ยังไม่ลงทะเบียน<") == 1);
}

TEST_CASE("the links open a chat or an SMS with the code typed", "[console]") {
    CHECK(console::line_chat_link("@1234abcd", "481301") ==
          "https://line.me/R/oaMessage/%401234abcd/?481301");
    CHECK(console::line_chat_link("@x", "รหัส 1") ==
          "https://line.me/R/oaMessage/%40x/?%E0%B8%A3%E0%B8%AB%E0%B8%B1%E0%B8%AA%201");
    CHECK(console::sms_link("+66812345678", "481301") == "SMSTO:+66812345678:481301");
    CHECK(console::sms_link("4567", "481301") == "SMSTO:4567:481301");
}

TEST_CASE("a QR code has its border and refuses what does not fit", "[console]") {
    const auto qr = console::qr_code("https://line.me/R/oaMessage/%401234abcd/?481301");
    CHECK(qr.side == 33 + 8);  // version 4
    CHECK(qr.path.starts_with("M4 4h7v1h-7z"));
    CHECK_THROWS_AS(console::qr_code(std::string(3000, 'x')), std::length_error);
}

TEST_CASE("a page that is not there is a fault of the program", "[console]") {
    CHECK_THROWS_AS(console::fill_page("nothing.html", nlohmann::json::object()), std::logic_error);
}
