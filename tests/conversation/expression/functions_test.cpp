#include "tests/conversation/form/form_builder.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <map>
#include <string>

using conversation::Instance;

namespace {

using Answers = std::map<std::string, std::string>;

std::string quoted(std::string_view cell) {
    std::string result = "\"";
    for (const char c : cell) {
        result += c == '"' ? "\"\"" : std::string(1, c);
    }
    return result + "\"";
}

// A form with a question of every kind, and the expression as a calculation in the group.
test::FormText form_with(const std::string& survey) {
    static constexpr std::string_view kChoices =
        "list_name,name,label::Thai (th),label::English (en),region\n"
        "colors,red,แดง,Red,north\ncolors,green,เขียว,Green,south\ncolors,blue,น้ำเงิน,Blue,north\n";
    return {.survey = survey, .choices = kChoices};
}

std::string survey_for(std::string_view expression) {
    return "type,name,label,calculation\n"
           "text,t,T,\ninteger,i,I,\ninteger,j,J,\ndecimal,d,D,\ndate,day,Day,\ntime,clock,C,\n"
           "select_one colors,s,S,\nselect_multiple colors,m,M,\n"
           "begin group,g,G,\ntext,inner,In,\ncalculate,result,," +
           quoted(expression) + "\nend group,,,\n";
}

std::string value_of(std::string_view expression, const Answers& answers = {}) {
    const std::string survey = survey_for(expression);
    Instance instance = test::instance_of(form_with(survey));
    for (const auto& [name, value] : answers) {
        instance.answer(name, value);
    }
    return instance.value("result");
}

std::string fault_of(std::string_view expression) {
    const std::string survey = survey_for(expression);
    const auto reading = test::reading_of(form_with(survey));
    CHECK((reading.form == nullptr) != reading.problems.empty());
    return reading.problems.empty() ? "" : reading.problems.front().message;
}

struct Case {
    std::string expression;
    std::string result;
    Answers answers = {};
};

void check_all(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
        CAPTURE(one.expression, one.answers);
        CHECK(value_of(one.expression, one.answers) == one.result);
    }
}

}  // namespace

TEST_CASE("logic functions do what ODK documents", "[conversation][expression]") {
    check_all({
        {"true()", "true"},
        {"false()", "false"},
        {"not(true())", "false"},
        {"not('')", "true"},
        {"not(${i})", "true", {{"i", "0"}}},
        {"not(${t})", "false", {{"t", "0"}}},
        {"boolean(${t})", "true", {{"t", "false"}}},
        {"boolean(${t})", "false"},
        {"boolean(0)", "false"},
        {"boolean(-1)", "true"},
        {"boolean-from-string('true')", "true"},
        {"boolean-from-string('1')", "true"},
        {"boolean-from-string('yes')", "false"},
        {"if(${i} > 17, 'adult', 'child')", "adult", {{"i", "18"}}},
        {"if(${i} > 17, 'adult', 'child')", "child", {{"i", "17"}}},
        {"if(${i} > 17, 'adult', 'child')", "child"},
        {"if(${t}, 1, 2)", "1", {{"t", "x"}}},
        {"coalesce(${t}, 'none')", "none"},
        {"coalesce(${t}, 'none')", "some", {{"t", "some"}}},
        {"coalesce(${i}, ${j}, 7)", "7"},
        {"coalesce(${t}, ${inner})", ""},
        {"coalesce(${i}, 0) + 1", "1"},
        {"coalesce(${i}, 0) + 1", "6", {{"i", "5"}}},
        {"once('first')", "first"},
        {"checklist(-1, 1, 'yes', 'no', 'yes')", "false"},
        {"checklist(2, -1, 'yes', 'no', 'yes')", "true"},
        {"weighted-checklist(3, 4, 'yes', 3, 'no', 5)", "true"},
    });
}

TEST_CASE("text functions count characters, Thai ones too", "[conversation][expression]") {
    check_all({
        {"concat('a', 'b', 3)", "ab3"},
        {"concat(${t}, '-', ${i})", "น้ำ-5", {{"t", "น้ำ"}, {"i", "5"}}},
        {"join(', ', ${t}, ${inner})", "a, b", {{"t", "a"}, {"inner", "b"}}},
        {"string-length('abc')", "3"},
        {"string-length(${t})", "3", {{"t", "กขค"}}},
        {"string-length('')", "0"},
        {"substr('hello', 1)", "ello"},
        {"substr('hello', 1, 3)", "el"},
        {"substr('กขคง', 1, 3)", "ขค"},
        {"substr('hello', -3)", "llo"},
        {"substr('hello', 3, 99)", "lo"},
        {"substr('hello', 9)", ""},
        {"substring('hello', 2, 3)", "ell"},
        {"substring-before('2025-11', '-')", "2025"},
        {"substring-before('abc', 'x')", ""},
        {"substring-after('2025-11', '-')", "11"},
        {"substring-after('abc', 'x')", ""},
        {"contains('rice field', 'field')", "true"},
        {"contains('rice', 'Rice')", "false"},
        {"starts-with('household', 'house')", "true"},
        {"ends-with('household', 'hold')", "true"},
        {"ends-with('hold', 'household')", "false"},
        {"translate('a-b-c', '-', '')", "abc"},
        {"translate('๑๒', '๐๑๒', '012')", "12"},
        {"normalize-space('  a  b ')", "a b"},
        {"string(5)", "5"},
        {"string(1 div 4)", "0.25"},
        {"string(true())", "true"},
        {"regex('0812345678', '0[0-9]{9}')", "true"},
        {"regex('0812345678x', '0[0-9]{9}')", "false"},
        {"regex('A', '[A-Z]\\.?')", "true"},
        {"regex('กข', '[ก-ฮ]+')", "true"},
    });
}

TEST_CASE("a regular expression that explodes is ended", "[conversation][expression]") {
    const std::string bait(40, 'a');
    CHECK(value_of("regex(${t}, '(a+)+b')", {{"t", bait}}) == "false");
    CHECK(fault_of("regex(${t}, '(a')") == "regex(): the pattern is wrong at character 2");
}

TEST_CASE("number functions do what ODK documents", "[conversation][expression]") {
    check_all({
        {"number('12')", "12"},
        {"number('abc')", ""},
        {"number(true())", "1"},
        {"number(' 7 ')", "7"},
        {"int(7.9)", "7"},
        {"int(-7.9)", "-7"},
        {"int('')", ""},
        {"round(2.5)", "3"},
        {"round(-2.5)", "-2"},
        {"round(1.005, 2)", "1.01"},
        {"round(1234.567, 1)", "1234.6"},
        {"round(1234.567, -2)", "1200"},
        {"round(-1.25, 1)", "-1.3"},
        {"abs(-3)", "3"},
        {"pow(2, 10)", "1024"},
        {"sum(${i}, ${j})", "12", {{"i", "5"}, {"j", "7"}}},
        {"sum(${i}, ${j})", "", {{"i", "5"}}},
        {"max(${i}, ${j}, 6)", "7", {{"i", "5"}, {"j", "7"}}},
        {"min(3, 2, 8)", "2"},
        {"min(3, ${i})", ""},
        {"count(${i})", "1"},
        {"count(${i} | ${j})", "2"},
        {"count-non-empty(${i} | ${j})", "1", {{"j", "1"}}},
        {"sqrt(16)", "4"},
        {"round(pi(), 4)", "3.1416"},
        {"round(sin(pi() div 2), 6)", "1"},
        {"atan2(0, 1)", "0"},
        {"exp(0)", "1"},
        {"exp10(3)", "1000"},
        {"log10(100)", "2"},
        {"floor(1.7)", "1"},
        {"ceiling(1.2)", "2"},
    });
}

TEST_CASE("operators convert as ODK does", "[conversation][expression]") {
    check_all({
        {"1 + 2 * 3", "7"},
        {"(1 + 2) * 3", "9"},
        {"7 mod 3", "1"},
        {"1 div 4", "0.25"},
        {"1 div 0", ""},
        {"- 3 + 5", "2"},
        {"${i} - ${j}", "-2", {{"i", "5"}, {"j", "7"}}},
        {"${i} + 1", ""},
        {"${i} = ''", "true"},
        {"${i} = 5", "true", {{"i", "5"}}},
        {"${d} = ${i}", "true", {{"d", "5.0"}, {"i", "5"}}},
        {"${d} != ${i}", "false", {{"d", "5.0"}, {"i", "5"}}},
        {"${i} = ${j}", "true"},
        {"${t} = '5'", "true", {{"t", "5"}}},
        {"${t} = '5.0'", "false", {{"t", "5"}}},
        {"${i} > 5 or ${j} > 5", "true", {{"j", "6"}}},
        {"${t} and ${inner}", "false", {{"t", "x"}}},
        {"${t} and ${inner}", "true", {{"t", "x"}, {"inner", "0"}}},
        {"${i} and true()", "false", {{"i", "0"}}},
        {"true() = ${t}", "true", {{"t", "x"}}},
        {"'a' = 'a' and 1 != 2", "true"},
        {"${i}<=5", "true", {{"i", "5"}}},
        {"${i} >= 5.5", "false", {{"i", "5"}}},
        {"100000 * 100000", "10000000000"},
        {"0.1 + 0.2", "0.3"},
    });
}

TEST_CASE("dates compare and subtract as days", "[conversation][expression]") {
    const Answers november{{"day", "2025-11-30"}};
    check_all({
        {"today()", "2025-12-05"},
        {"now()", "2025-12-05T09:05:00.000+07:00"},
        {"today() - ${day}", "5", november},
        {"${day} < today()", "true", november},
        {"${day} > '2025-11-29'", "true", november},
        {"${day} = '2025-11-30'", "true", november},
        {"${day} = ''", "true"},
        {"${day} < today()", "false"},
        {"date(${day} + 1)", "2025-12-01", november},
        {"date(0)", "1970-01-01"},
        {"date('2025-11-30T10:00:00.000+07:00')", "2025-11-30"},
        {"date('no date')", ""},
        {"decimal-date-time('1970-01-02')", "1"},
        {"decimal-date-time('1970-01-01T12:00:00.000+07:00')", "0.5"},
        {"date-time(0.5)", "1970-01-01T12:00:00.000+07:00"},
        {"decimal-time(${clock})", "0.5", {{"clock", "12:00"}}},
        {"decimal-time('18:00:00.000+07:00')", "0.75"},
        {"int((today() - date('2000-12-06')) div 365.25)", "24"},
        {"format-date(${day}, '%Y/%m/%d')", "2025/11/30", november},
        {"format-date(${day}, '%e %b %y')", "30 พ.ย. 25", november},
        {"format-date('2025-01-05', '%a %n %d')", "อา. 1 05"},
        {"format-date('', '%Y')", ""},
        {"format-date-time(now(), '%H:%M:%S.%3 %h')", "09:05:00.000 9"},
        {"format-date-time(${clock}, '%H.%M')", "13.30", {{"clock", "13:30"}}},
        {"max(${day}, '2025-12-01')", "20423", november},
        {"${day} = '2025-02-30'", "false", november},
    });
}

TEST_CASE("functions on choices read names and labels", "[conversation][expression]") {
    const Answers both{{"m", "red blue"}, {"s", "green"}};
    check_all({
        {"selected(${m}, 'red')", "true", both},
        {"selected(${m}, 're')", "false", both},
        {"selected(${m}, 'green')", "false", both},
        {"selected(${s}, 'green')", "true", both},
        {"selected(${m}, '')", "false"},
        {"selected-at(${m}, 0)", "red", both},
        {"selected-at(${m}, 1)", "blue", both},
        {"selected-at(${m}, 2)", "", both},
        {"selected-at(${m}, -1)", "", both},
        {"count-selected(${m})", "2", both},
        {"count-selected(${m})", "0"},
        {"jr:choice-name(${s}, '${s}')", "เขียว", both},
        {"jr:choice-name(selected-at(${m}, 1), '${m}')", "น้ำเงิน", both},
        {"jr:choice-name('black', '${m}')", ""},
        {"instance('colors')/root/item[name = ${s}]/region", "south", both},
        {"count(instance('colors')/root/item[region = 'north'])", "2"},
        {"instance('colors')/root/item[2]/name", "green"},
        {"instance('colors')/root/item[position() = last()]/name", "blue"},
        {"instance('colors')/root/item[selected(${m}, name)]/label", "แดง", both},
        {"join(' ', instance('colors')/root/item/name)", "red green blue"},
        {"position(..)", "1"},
        {"uuid()", "11111111-2222-4333-8444-555555555555"},
        {"uuid(8)", "11111111"},
    });
}

TEST_CASE("paths lead to questions", "[conversation][expression]") {
    const Answers answers{{"t", "top"}, {"inner", "deep"}};
    check_all({
        {"../inner", "deep", answers},
        {"/data/g/inner", "deep", answers},
        {"/data/t", "top", answers},
        {"../../t", "top", answers},
        {"current()/../inner", "deep", answers},
        {"concat(../inner, ${t})", "deeptop", answers},
    });
}

TEST_CASE("a mistake in an expression is named", "[conversation][expression]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"${nobody} > 1", "${nobody} is not a question of this form; check the spelling"},
        {"lenght('a')", "lenght() is not a function of ODK; check the spelling"},
        {"random()", "random() is not supported yet"},
        {"same(1, 1)", "same() is not a function of ODK; check the spelling"},
        {"if(true(), 1)", "if() takes 3 argument(s), not 2"},
        {"substr('a')", "substr() takes 2 to 3 argument(s), not 1"},
        {"concat()", "concat() takes 1 or more argument(s), not 0"},
        {"1 +", "the expression ends too early"},
        {"(1 + 2", ") is missing at the end"},
        {"1 2", "2 is not expected here"},
        {"${i} > ", "the expression ends too early"},
        {"i > 1",
         "i is not understood here; write ${i} for the answer of a question or 'i' for a text"},
        {"${i} == 1", "== is not known; write ="},
        {"${i} => 1", "=> is not known; write <= or >="},
        {"'a", "the text that starts with ' at character 1 is never closed"},
        {"${i", "$ must be followed by a question's name in braces: ${name}"},
        {"‘a’", "a curly quotation mark (typed by a word processor); write the straight ' instead"},
        {"1 && 2", "&& is not known; write and"},
        {"1 || 2", "|| is not known; write or"},
        {"!true()", "! is not known; write not(…) or !="},
        {"//t", "// paths are not supported; write ${name}"},
        {"/data/nobody", "/data/nobody is not a question of this form; write ${name}"},
        {"../../..", "/ is not a question of this form; write ${name}"},
        {"instance('nowhere')/root", "instance('nowhere'): there is no such list"},
        {"instance(${t})/root", "instance() takes the name of a list in quotation marks"},
        {"count(5)", "count() counts questions or items of instance(…), not values"},
        {"position()", "position() needs an argument outside of [ ]: position(..)"},
        {"jr:choice-name(${s}, ${s})",
         "jr:choice-name() needs the question in quotation marks: '${name}'"},
        {"${t}[1]", "a question cannot be followed by [ or / ; repeats are not supported yet"},
        {"1 | 2", "| joins questions only; write or between conditions"},
        {"${result} + 1", "the expressions go round in a circle: result → result; break it"},
        {std::string(50, '(') + "1" + std::string(50, ')'),
         "brackets are nested more than 40 deep; use calculations"},
        {std::string(5000, '1'), "the expression is longer than 4000 bytes; use calculations"},
    };
    for (const auto& [expression, message] : cases) {
        CAPTURE(expression);
        CHECK(fault_of(expression) == message);
    }
}
