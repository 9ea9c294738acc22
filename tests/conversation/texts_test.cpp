#include "conversation/texts.h"

#include "conversation/answer/keyword.h"
#include "conversation/text/clusters.h"

#include <catch2/catch.hpp>

#include <set>
#include <stdexcept>

using conversation::Command;
using conversation::Texts;

namespace {

// The {names} a text has places for.
std::set<std::string> arguments_of(std::string_view text) {
    std::set<std::string> names;
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open)) {
        const auto close = text.find('}', open);
        names.emplace(text.substr(open, close - open));
        open = close;
    }
    return names;
}

}  // namespace

TEST_CASE("all languages have the same texts with the same places for arguments",
          "[conversation][texts]") {
    const auto texts = Texts::built_in();
    REQUIRE(texts.languages() == std::vector<std::string>{"en", "th"});
    for (const auto& language : texts.languages()) {
        CHECK(texts.entries(language).size() == texts.entries("th").size());
        for (const auto& [key, thai] : texts.entries("th")) {
            CAPTURE(language, key);
            const auto found = texts.entries(language).find(key);
            REQUIRE(found != texts.entries(language).end());
            CHECK(arguments_of(found->second.text) == arguments_of(thai.text));
        }
    }
}

TEST_CASE("a short form fills only places that the long form has", "[conversation][texts]") {
    const auto texts = Texts::built_in();
    for (const auto& language : texts.languages()) {
        for (const auto& [key, entry] : texts.entries(language)) {
            CAPTURE(language, key);
            const auto all = arguments_of(entry.text);
            for (const auto& name : arguments_of(entry.sms)) {
                CHECK(all.contains(name));
            }
        }
    }
}

TEST_CASE("buttons fit LINE's twenty graphemes and carry no particle", "[conversation][texts]") {
    const auto texts = Texts::built_in();
    for (const auto& language : texts.languages()) {
        for (const auto& [key, entry] : texts.entries(language)) {
            if (!key.starts_with("b.") || key == "b.report_month") {
                continue;
            }
            CAPTURE(language, key);
            CHECK(conversation::grapheme_count(entry.text) <= 20);
            CHECK_FALSE(entry.text.ends_with("ค่ะ"));
            CHECK_FALSE(entry.text.ends_with("คะ"));
        }
    }
}

TEST_CASE("what a private person may get by SMS fits one Thai segment before it is filled",
          "[conversation][texts]") {
    const auto texts = Texts::built_in();
    for (const auto& [key, entry] : texts.entries("th")) {
        if (key.starts_with("group.") || key.starts_with("words.") || key == "slip") {
            continue;  // never sent by SMS
        }
        std::string shown = entry.sms.empty() ? entry.text : entry.sms;
        for (auto open = shown.find('{'); open != std::string::npos; open = shown.find('{')) {
            shown.erase(open, shown.find('}', open) - open + 1);
        }
        CAPTURE(key);
        CHECK(conversation::utf16_length(shown) <= 70);
    }
}

TEST_CASE("buttons that stand for a word understood everywhere are understood",
          "[conversation][texts]") {
    const auto [key, command] = GENERATE(table<std::string, Command>({
        {"b.menu", Command::Menu},
        {"b.register", Command::Register},
        {"b.ask_officer", Command::AskOfficer},
        {"b.report", Command::Report},
        {"b.look", Command::ShowReports},
        {"b.my_data", Command::MyData},
        {"b.correct", Command::Correct},
        {"b.privacy", Command::Privacy},
        {"b.stop", Command::Stop},
        {"b.start", Command::Start},
        {"b.withdraw", Command::WithdrawConsent},
        {"b.erase", Command::Erase},
        {"b.skip", Command::Skip},
        {"b.cancel", Command::Cancel},
        {"b.unknown", Command::Unknown},
    }));
    const auto texts = Texts::built_in();
    for (const auto& language : texts.languages()) {
        const auto label = texts.get(key, language);
        CAPTURE(label);
        const auto match = conversation::read_command(label);
        REQUIRE(match);
        CHECK(match->command == command);
    }
}

TEST_CASE("arguments are put in once, whatever they hold", "[conversation][texts]") {
    Texts texts;
    texts.add("th.csv", "key,text,sms\na,{x} และ {y} {z} {,\n");
    CHECK(texts.get("a", "th", {{"x", "{y}"}, {"y", "{x}"}}) == "{y} และ {x} {z} {");
}

TEST_CASE("a language that lacks a text speaks English, then Thai", "[conversation][texts]") {
    Texts texts;
    texts.add("th.csv", "key,text,sms\na,ก,\nb,ข,สั้น\n");
    texts.add("en.csv", "key,text,sms\na,A,\n");
    texts.add("ms.csv", "key,text,sms\n");
    CHECK(texts.get("a", "ms") == "A");
    CHECK(texts.get("b", "ms") == "ข");
    CHECK(texts.get_short("b", "th") == "สั้น");
    CHECK(texts.get_short("a", "th") == "ก");
    CHECK_THROWS_AS(texts.get("c", "th"), std::logic_error);
}

TEST_CASE("a language is added by adding a file, and its buttons are understood",
          "[conversation][texts]") {
    Texts texts = Texts::built_in();
    texts.add(
        "ms.csv",
        "key,text,sms\nlanguage.name,Melayu,\nb.yes,Ya,\nform.help,Maaf saya tidak faham,\n"
        "amount.two,{first} atau {second} baht?,\nform.understood,Difahami: {value},{value}\n");
    CHECK(texts.languages() == std::vector<std::string>{"en", "ms", "th"});
    CHECK(texts.get("form.help", "ms") == "Maaf saya tidak faham");
    CHECK(texts.get("amount.two", "ms", {{"first", "205"}, {"second", "250"}}) ==
          "205 atau 250 baht?");
    CHECK(texts.get_short("form.understood", "ms", {{"value", "500"}}) == "500");
    CHECK(texts.get("thanks", "ms") == texts.get("thanks", "en"));  // until it is translated
    CHECK(texts.is_said("b.yes", "ya"));
    CHECK(texts.is_said("language.name", "melayu"));
}

TEST_CASE("a wrong file of texts is refused with its place", "[conversation][texts]") {
    const auto [file, csv, why] = GENERATE(table<std::string, std::string, std::string>({
        {"th.csv", "key,words\na,b\n", "row 1"},
        {"th.csv", "key,text,sms\na,b,\na,c,\n", "row 3"},
        {"th.csv", "key,text,sms\n,b,\n", "row 2"},
        {"en.csv", "key,text,sms\nnew,b,\n", "new"},
    }));
    Texts texts;
    texts.add("th.csv", "key,text,sms\nold,x,\n");
    CAPTURE(file, csv);
    CHECK_THROWS_WITH(texts.add(file, csv), Catch::Contains(why) && Catch::Contains(file));
}
