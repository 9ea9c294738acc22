#include "tests/conversation/form/form_builder.h"

#include <catch2/catch.hpp>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

using conversation::Instance;
using conversation::UnknownReason;

namespace {

constexpr std::string_view kChoices =
    "list_name,name,label::Thai (th),label::English (en),region\n"
    "region,north,เหนือ,North,\nregion,south,ใต้,South,\n"
    "town,hill,เขา,Hill,north\ntown,lake,ทะเลสาบ,Lake,north\ntown,coast,ชายฝั่ง,Coast,south\n";

// What is asked, in order, until the end; `answers` are given as they come up.
std::string walk(const std::shared_ptr<const conversation::Form>& form,
                 const std::map<std::string, std::string>& answers) {
    Instance instance{form, test::context()};
    std::string asked;
    while (const auto* const question = instance.next_unanswered()) {
        asked += (asked.empty() ? "" : " ") + question->name;
        const auto answer = answers.find(question->name);
        if (answer == answers.end()) {
            instance.skip(question->name);
        } else {
            instance.answer(question->name, answer->second);
        }
        test::reload(instance, form);
    }
    return asked;
}

std::vector<std::string> names(const std::vector<conversation::Choice>& choices) {
    std::vector<std::string> result;
    for (const auto& choice : choices) {
        result.push_back(choice.name);
    }
    return result;
}

}  // namespace

TEST_CASE("questions come in order, as far as they are relevant", "[conversation][form]") {
    const auto form =
        test::form_of({.survey = "type,name,label,relevant,calculation\n"
                                 "start,s,,,\n"
                                 "integer,age,Age,,\n"
                                 "begin group,g,,${age} >= 18,\n"
                                 "text,job,Job,,\n"
                                 "text,boss,Boss,${job} != 'farmer',\n"
                                 "end group,,,,\n"
                                 "calculate,adult,,,\"if(${job} != '', 'yes', 'no')\"\n"
                                 "note,n,Thanks,${adult} = 'yes',\n"
                                 "text,last,Last,,\n"});
    CHECK(walk(form, {{"age", "12"}}) == "age last");
    CHECK(walk(form, {{"age", "18"}, {"job", "farmer"}}) == "age job n last");
    CHECK(walk(form, {{"age", "40"}, {"job", "baker"}}) == "age job boss n last");
    CHECK(walk(form, {}) == "age last");
}

TEST_CASE("an answer that is not relevant any more is out of sight, not lost",
          "[conversation][form]") {
    const auto form = test::form_of({.survey = "type,name,label,relevant,calculation\n"
                                               "integer,age,Age,,\n"
                                               "text,job,Job,${age} >= 18,\n"
                                               "calculate,copy,,,${job}\n"});
    Instance instance{form, test::context()};
    instance.answer("age", "20");
    instance.answer("job", "farmer");
    CHECK(instance.value("copy") == "farmer");
    instance.answer("age", "10");
    test::reload(instance, form);
    CHECK(instance.value("job").empty());
    CHECK(instance.value("copy").empty());
    CHECK(instance.submission_json().find("farmer") == std::string::npos);
    instance.answer("age", "19");
    CHECK(instance.value("job") == "farmer");
    CHECK(instance.value("copy") == "farmer");
}

TEST_CASE("constraints and checks try a value and change nothing", "[conversation][form]") {
    const auto form = test::form_of(
        {.survey = "type,name,label,constraint,chat_check,parameters\n"
                   "integer,income,Income,. >= 0 and . < 1000000,. > 200000,flag=HIGH\n"
                   "integer,saving,Saving,,\"if(. > ${income}, 'SAVE_GT_INCOME', if(. > 9000, "
                   "'TENFOLD', ''))\",\n"
                   "integer,plain,Plain,,. > 5,\n"
                   "integer,free,Free,,,\n"});
    Instance instance{form, test::context()};
    const auto check = [&](std::string_view name, std::string_view value) {
        return instance.check_fires(*form->find(name), value);
    };
    const auto allowed = [&](std::string_view name, std::string_view value) {
        return instance.constraint_holds(*form->find(name), value);
    };
    CHECK(allowed("income", "0"));
    CHECK_FALSE(allowed("income", "-1"));
    CHECK_FALSE(allowed("income", "1000000"));
    CHECK(allowed("free", "-1"));
    CHECK(check("income", "250000") == "HIGH");
    CHECK(check("income", "8500").empty());
    instance.answer("income", "8500");
    CHECK(check("saving", "9500") == "SAVE_GT_INCOME");
    CHECK(check("saving", "500").empty());
    instance.answer("income", "20000");
    CHECK(check("saving", "9500") == "TENFOLD");
    CHECK(check("plain", "6") == "CHECK");
    CHECK(check("plain", "5").empty());
    CHECK(check("free", "5").empty());
    CHECK(instance.value("saving").empty());
    CHECK(instance.value("income") == "20000");
    CHECK_FALSE(instance.answered("saving"));
}

TEST_CASE("value, zero, unknown and skipped are four things", "[conversation][form]") {
    const auto form = test::form_of({.survey = "type,name,label,calculation,chat_unknown\n"
                                               "integer,debt,Debt,,yes\n"
                                               "calculate,twice,,${debt} * 2,\n"});
    Instance instance{form, test::context()};
    CHECK_FALSE(instance.answered("debt"));
    instance.answer("debt", "0", "ไม่มี");
    test::reload(instance, form);
    CHECK(instance.value("debt") == "0");
    CHECK(instance.raw("debt") == "ไม่มี");
    CHECK(instance.value("twice") == "0");
    instance.answer_unknown("debt", UnknownReason::DontKnow, "ไม่รู้");
    test::reload(instance, form);
    CHECK(instance.answered("debt"));
    CHECK(instance.value("debt").empty());
    CHECK(instance.unknown("debt") == UnknownReason::DontKnow);
    CHECK(instance.raw("debt") == "ไม่รู้");
    CHECK(instance.value("twice").empty());
    CHECK(instance.display(*form->find("debt")) == "ไม่ทราบ");
    instance.skip("debt");
    test::reload(instance, form);
    CHECK(instance.answered("debt"));
    CHECK_FALSE(instance.unknown("debt"));
    instance.clear("debt");
    test::reload(instance, form);
    CHECK_FALSE(instance.answered("debt"));
    CHECK_THROWS_AS(instance.answer("nobody", "1"), std::out_of_range);
}

TEST_CASE("choices follow their filter", "[conversation][form]") {
    const auto form = test::form_of(
        {.survey = "type,name,label,choice_filter\n"
                   "select_one region,r,Region,\n"
                   "select_one town,t,Town,region = ${r}\n"
                   "select_one_from_file households.csv,h,House,village = '60030101'\n"
                   "select_one_from_file households.csv,any,House,\n",
         .choices = kChoices});
    auto context = test::context();
    context.rows = [](std::string_view list) {
        CHECK(list == "households");
        return std::vector<std::map<std::string, std::string>>{
            {{"name", "1"}, {"label", "14/2"}, {"village", "60030101"}},
            {{"name", "2"}, {"label::th", "15"}, {"village", "60030102"}}};
    };
    Instance instance{form, context};
    CHECK(names(instance.choices(*form->find("t"))).empty());
    instance.answer("r", "north");
    CHECK(names(instance.choices(*form->find("t"))) == std::vector<std::string>{"hill", "lake"});
    instance.answer("r", "south");
    CHECK(names(instance.choices(*form->find("t"))) == std::vector<std::string>{"coast"});
    CHECK(instance.choices(*form->find("r")).size() == 2);
    CHECK(names(instance.choices(*form->find("h"))) == std::vector<std::string>{"1"});
    CHECK(names(instance.choices(*form->find("any"))) == std::vector<std::string>{"1", "2"});
    instance.answer("any", "2");
    CHECK(instance.display(*form->find("any")) == "15");
}

TEST_CASE("what the programme knows is filled in", "[conversation][form]") {
    const auto form = test::form_of(
        {.survey = "type,name,label,calculation,default,read_only\n"
                   "start,s,,,,\nend,e,,,,\ntoday,t,,,,\nusername,u,,,,\nphonenumber,p,,,,\n"
                   "hidden,period,,,,\nhidden,other,,,fallback,\n"
                   "integer,q,Q,,${last-saved#q},\n"
                   "calculate,was,,\"concat(${period}, '/', ${last-saved#q})\",,\n"
                   "text,fixed,Fixed,,always,yes\n"});
    auto context = test::context();
    context.given = {{"period", "2025-11"}};
    context.last_saved = {{"q", "8500"}};
    context.phone_number = "+66800000000";
    Instance instance{form, context};
    CHECK(instance.value("s") == "2025-12-05T01:30:00.000+07:00");
    CHECK(instance.value("e") == "2025-12-05T09:05:00.000+07:00");
    CHECK(instance.value("t") == "2025-12-05");
    CHECK(instance.value("u") == "contact-7");
    CHECK(instance.value("p") == "+66800000000");
    CHECK(instance.value("period") == "2025-11");
    CHECK(instance.value("other") == "fallback");
    CHECK(instance.value("was") == "2025-11/8500");
    CHECK(instance.value("fixed") == "always");
    CHECK(instance.default_for(*form->find("q")) == "8500");
    CHECK(instance.next_unanswered()->name == "q");
    instance.answer("period", "2025-10");
    test::reload(instance, form);
    CHECK(instance.value("period") == "2025-10");
}

TEST_CASE("required may be a condition", "[conversation][form]") {
    const auto form = test::form_of({.survey = "type,name,label,required\n"
                                               "text,a,A,yes\ntext,b,B,no\ntext,c,C,\n"
                                               "text,d,D,${a} = 'x'\n"});
    Instance instance{form, test::context()};
    CHECK(instance.required(*form->find("a")));
    CHECK_FALSE(instance.required(*form->find("b")));
    CHECK_FALSE(instance.required(*form->find("c")));
    CHECK_FALSE(instance.required(*form->find("d")));
    instance.answer("a", "x");
    CHECK(instance.required(*form->find("d")));
}

TEST_CASE("answers are shown as people read them", "[conversation][form]") {
    const auto form = test::form_of(
        {.survey =
             "type,name,label::Thai (th),label::English (en),appearance\n"
             "integer,money,M,M,\ninteger,sep,S,S,thousands-sep\ninteger,year,Y,Y,no-thousands-sep"
             "\ndecimal,dec,D,D,\ndate,day,D,D,\ntime,clock,C,C,\nselect_one region,r,R,R,\n"
             "select_multiple town,t,T,T,\ngeopoint,place,P,P,\nimage,pic,P,P,\n"
             "acknowledge,ok,O,O,\n"
             "note,n,${money} ${sep} ${r} ${day} ${t} ${last-saved#sep}.,All: ${r},\n",
         .choices = kChoices});
    auto context = test::context();
    context.last_saved = {{"sep", "7"}};
    Instance instance{form, context};
    const std::map<std::string, std::pair<std::string, std::string>> shown = {
        {"money", {"1234567", "1,234,567"}},
        {"sep", {"-8500", "-8,500"}},
        {"year", {"2568", "2568"}},
        {"dec", {"1234.5", "1,234.5"}},
        {"day", {"2025-12-10", "10 ธ.ค. 2568"}},
        {"clock", {"13:30", "13:30 น."}},
        {"r", {"north", "เหนือ"}},
        {"t", {"hill coast", "เขา, ชายฝั่ง"}},
        {"place", {"15.9 100.2 0 0", "15.9, 100.2"}},
        {"pic", {"7", "มีรูปแล้ว"}},
        {"ok", {"OK", "รับทราบ"}},
    };
    for (const auto& [name, answer] : shown) {
        CAPTURE(name);
        CHECK(instance.display(*form->find(name)).empty());
        instance.answer(name, answer.first);
        CHECK(instance.display(*form->find(name)) == answer.second);
    }
    CHECK(instance.text(form->find("n")->label) ==
          "1234567 -8,500 เหนือ 10 ธ.ค. 2568 เขา, ชายฝั่ง 7.");
    context.language = "en";
    Instance english{form, context};
    english.answer("r", "south");
    CHECK(english.text(form->find("n")->label) == "All: South");
}

TEST_CASE("a session's JSON is exact", "[conversation][form]") {
    const auto form = test::form_of({.survey = "type,name,label,calculation\n"
                                               "text,a,A,\nbegin group,g,,\ninteger,b,B,\n"
                                               "end group,,,\ncalculate,c,,${b} + 1\n"
                                               "calculate,o,,once(${a})\n",
                                     .settings = "form_id,version\nf,2\n"});
    Instance instance{form, test::context()};
    instance.answer("a", "x\"<&>\n", "X");
    instance.answer_unknown("b", UnknownReason::Refused);
    CHECK(instance.value("o") == "x\"<&>\n");
    CHECK(instance.to_json() ==
          R"({"answers":{"/data/a":{"raw":"X","value":"x\"<&>\n"},)"
          R"("/data/g/b":{"unknown":"REFUSED"},"/data/o":{"value":"x\"<&>\n"}},"form":")" +
              form->key + R"(","format":1})");
    test::reload(instance, form);
    instance.answer("a", "later");
    CHECK(instance.value("o") == "x\"<&>\n");
    instance.answer("b", "4");
    CHECK(instance.submission_json() ==
          R"({"answers":{"/data/a":{"value":"later"},"/data/g/b":{"value":"4"},)"
          R"("/data/c":{"value":"5"},"/data/o":{"value":"x\"<&>\n"}},)"
          R"("ended_at":"2025-12-05T02:05:00.000Z","form":")" +
              form->key +
              R"(","form_id":"f","format":1,"instance":"11111111-2222-4333-8444-555555555555",)"
              R"("language":"th","started_at":"2025-12-04T18:30:00.000Z","version":"2"})");
}

TEST_CASE("JSON that is not this form's session is refused", "[conversation][form]") {
    const auto form = test::form_of({.survey = "type,name,label\ntext,a,A\n"});
    Instance instance{form, test::context()};
    instance.answer("a", "kept");
    const std::string start = R"({"format":1,"form":")" + form->key + R"(","answers":)";
    const std::vector<std::string> wrong = {
        "",
        "[]",
        "{}",
        R"({"format":2,"form":")" + form->key + R"(","answers":{}})",
        R"({"format":1,"form":"other","answers":{}})",
        start + "[]}",
        start + "{},\"more\":1}",
        start + R"({"/data/b":{"value":"1"}}})",
        start + R"({"/other/a":{"value":"1"}}})",
        start + R"({"/data/a":"1"}})",
        start + R"({"/data/a":{"value":1}}})",
        start + R"({"/data/a":{"unknown":"WHO"}}})",
        start + R"({"/data/a":{"unknown":"REFUSED","value":"1"}}})",
        start + R"({"/data/a":{"worth":"1"}}})",
        start + R"({"/data/a":{"value":"1"}})",
    };
    for (const std::string& json : wrong) {
        CAPTURE(json);
        CHECK_THROWS_AS(instance.restore(json), std::invalid_argument);
        CHECK(instance.value("a") == "kept");
    }
}

TEST_CASE("a form that doubles its texts comes to an end", "[conversation][form]") {
    std::string survey = "type,name,label,calculation\ntext,c0,C,\n";
    for (int i = 1; i < 40; ++i) {
        const std::string before = "${c" + std::to_string(i - 1) + "}";
        survey +=
            "calculate,c" + std::to_string(i) + ",,\"concat(" + before + ", " + before + ")\"\n";
    }
    Instance instance = test::instance_of({.survey = survey});
    instance.answer("c0", "ab");
    CHECK(instance.value("c3").size() == 16);
    CHECK(instance.value("c39").empty());
}

TEST_CASE("thousands of chained calculations are computed", "[conversation][form]") {
    std::string survey = "type,name,label,calculation\ninteger,c0,C,\n";
    for (int i = 2999; i > 0; --i) {
        survey += "calculate,c" + std::to_string(i) + ",,${c" + std::to_string(i - 1) + "} + 1\n";
    }
    Instance instance = test::instance_of({.survey = survey});
    instance.answer("c0", "1");
    CHECK(instance.value("c2999") == "3000");
}
