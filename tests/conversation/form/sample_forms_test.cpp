#include "conversation/form/form_check.h"
#include "tests/conversation/form/form_builder.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <thread>
#include <vector>

using conversation::Instance;

// Forms as people write them for other tools, answered from the first question to the last.

namespace {

std::string file_text(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::shared_ptr<const conversation::Form> sample(const std::string& name) {
    const std::string folder = SAMMACHIP_SOURCE_DIR "/tests/data/forms/" + name + "/";
    const std::string survey = file_text(folder + "survey.csv");
    const std::string choices = file_text(folder + "choices.csv");
    const std::string settings = file_text(folder + "settings.csv");
    return test::form_of(
        {survey, choices, settings.empty() ? "form_id\n" + name + "\n" : settings, {}});
}

using Answers = std::map<std::string, std::string>;

// Every answer must be allowed; the instance is reloaded after each.
Instance answered(const std::shared_ptr<const conversation::Form>& form,
                  const Answers& answers,
                  std::string& asked) {
    Instance instance{form, test::context()};
    while (const auto* const question = instance.next_unanswered()) {
        asked += (asked.empty() ? "" : " ") + question->name;
        const auto answer = answers.find(question->name);
        if (answer == answers.end()) {
            instance.skip(question->name);
        } else {
            CAPTURE(question->name);
            CHECK(instance.constraint_holds(*question, answer->second));
            instance.answer(question->name, answer->second);
        }
        test::reload(instance, form);
    }
    return instance;
}

}  // namespace

TEST_CASE("a water point is described", "[conversation][form][samples]") {
    const auto form = sample("water_point");
    std::string asked;
    const Instance instance = answered(form,
                                       {{"region", "north"},
                                        {"district", "lake"},
                                        {"location", "15.9 100.2 0 0"},
                                        {"uses", "drink other"},
                                        {"use_other", "ice"},
                                        {"households", "40"},
                                        {"depth", "12.5"},
                                        {"built", "2001-12-06"},
                                        {"done", "OK"}},
                                       asked);
    CHECK(asked ==
          "region district location uses use_other households depth built summary picture done");
    CHECK(instance.value("age") == "23");
    CHECK(instance.text(form->find("summary")->label) == "40 ครัวเรือน อายุ 23 ปี");
    CHECK_FALSE(instance.constraint_holds(*form->find("uses"), "none drink"));
    CHECK_FALSE(instance.constraint_holds(*form->find("built"), "2025-12-06"));
}

TEST_CASE("a household is surveyed", "[conversation][form][samples]") {
    const auto form = sample("household_survey");
    std::string asked;
    CHECK(answered(form, {{"consent", "no"}}, asked).value("adults").empty());
    CHECK(asked == "intro consent");
    asked.clear();
    const Instance instance = answered(form,
                                       {{"consent", "yes"},
                                        {"head_name", "สมศรี ใจดี"},
                                        {"members", "5"},
                                        {"children", "2"},
                                        {"head_birth", "1960-03-01"},
                                        {"income_sources", "farm trade"},
                                        {"income", "14291.23"},
                                        {"main_source", "trade"}},
                                       asked);
    CHECK(asked ==
          "intro consent head_name members children head_birth income_sources income main_source "
          "thanks");
    CHECK(instance.value("adults") == "3");
    CHECK(instance.value("head_age") == "65");
    CHECK(instance.value("per_head") == "2858.25");
    CHECK(instance.text(form->find("children")->label) ==
          "Of the 5 people, how many are under 15?");
    CHECK(instance.text(form->find("thanks")->label) == "Thank you, สมศรี ใจดี. Main source: Trade.");
    CHECK_FALSE(instance.constraint_holds(*form->find("head_name"), "R2D2"));
    CHECK_FALSE(instance.constraint_holds(*form->find("main_source"), "wage"));
    CHECK(instance.default_for(*form->find("children")) == "0");
}

TEST_CASE("a clinic visit is noted in the older spellings", "[conversation][form][samples]") {
    const auto form = sample("clinic_visit");
    std::string asked;
    const Instance instance =
        answered(form, {{"patient", "P12345"}, {"temp10", "385"}, {"main", "fever"}}, asked);
    CHECK(asked == "patient temp10 main others seen_at advice ok");
    CHECK(instance.value("advice") == "Fever: 38.5");
    CHECK_FALSE(instance.constraint_holds(*form->find("others"), "cough fever"));
    CHECK_FALSE(instance.constraint_holds(*form->find("patient"), "P1234"));
    CHECK(instance.text(form->find("ok")->label) == "Confirme");
}

TEST_CASE("market prices are looked up and compared", "[conversation][form][samples]") {
    const auto form = sample("market_prices");
    std::string asked;
    const Instance instance = answered(
        form,
        {{"province", "n60"}, {"market", "m1"}, {"rice", "31.5"}, {"egg", "4"}, {"again", "n60"}},
        asked);
    CHECK(asked == "province market rice egg again bye");
    CHECK(instance.value("markets_there") == "2");
    CHECK(instance.text(form->find("prices")->label) == "Prices at Big market");
    CHECK(instance.text(form->find("bye")->label) == "Highest: 31.5");
    CHECK(instance.choices(*form->find("market")).size() == 1);
}

TEST_CASE("one form serves several threads", "[conversation][form][samples]") {
    const auto form = sample("household_survey");
    std::vector<std::string> results(4);
    {
        std::vector<std::jthread> threads;
        for (std::string& result : results) {
            threads.emplace_back([&form, &result] {
                for (int i = 0; i < 200; ++i) {
                    Instance instance{form, test::context()};
                    instance.answer("consent", "yes");
                    instance.answer("members", std::to_string(i + 1));
                    instance.answer("children", "1");
                    result = instance.value("adults");
                }
            });
        }
    }
    CHECK(results == std::vector<std::string>(4, "199"));
}

TEST_CASE("the check warns about what people will stumble over", "[conversation][form]") {
    std::string choices = "list_name,name,label::Thai (th),label::English (en)\n";
    for (int i = 0; i < 14; ++i) {
        choices += "many,c" + std::to_string(i) + ",ก,\n";
    }
    choices += "few,a,ชื่อที่ยาวมากเกินกว่าที่ปุ่มเดียวจะแสดงให้คนอ่านได้หมดในครั้งเดียวแน่นอน,A\n";
    const std::string long_text(5001, 'a');
    const std::string long_sms(71, 'a');
    const std::string survey =
        "type,name,label::Thai (th),label::English (en),required,sms_label,chat_check,constraint\n"
        "select_one many,a,ก,A,,,,\nselect_one few,b,ก,,,,,\nimage,c,ก,A,yes,,,\n"
        "geopoint,d,ก,A,yes,,,\ninteger,e," +
        long_text + ",A,," + long_sms + ",. > 5,. > 0\n";
    const auto form = test::form_of({survey, choices, "form_id\nx\n", {}});
    conversation::FormReading reading;
    for (auto& problem : conversation::check_form(*form)) {
        if (problem.message.find("has no text in en") == std::string::npos) {
            reading.problems.push_back(std::move(problem));
        }
    }
    CHECK(test::problems_of(reading) ==
          "warning survey:2 [type] 14 choices; LINE shows at most 13 buttons, so they are listed "
          "with numbers and the person answers with a number or the words\n"
          "warning survey:3 [label] there is no text in en\n"
          "warning choices:0 [label] the label of few a is long for a button (20 letters shown); "
          "it is cut there\n"
          "warning survey:4 [type] a picture cannot come by SMS; a person without LINE cannot "
          "finish the form\n"
          "warning survey:5 [type] a place cannot be sent by SMS; a person without LINE cannot "
          "finish the form\n"
          "warning survey:6 [label] 5001 letters; LINE sends at most 5000 in one message, so it "
          "comes in several\n"
          "warning survey:6 [sms_label] 71 letters; an SMS holds 70, so each question costs two\n"
          "warning survey:6 [chat_check] there is no chat_check_message; the person is asked back "
          "in general words\n"
          "warning survey:6 [constraint] there is no constraint_message; the person is not told "
          "what is wrong\n"
          "warning settings:2 [version] the form has no version; submissions will not tell which "
          "they answer");
}

TEST_CASE("the check warns of words and places of a line that mean two questions",
          "[conversation][form]") {
    const auto form = test::form_of({.survey = "type,name,label,parameters,sms_key\n"
                                               "integer,a,A,line=1,in income\n"
                                               "integer,b,B,line=1,OM In\n"
                                               "integer,c,C,line=first,oc\n"});
    conversation::FormReading reading;
    for (auto& problem : conversation::check_form(*form)) {
        if (problem.message.find("line") != std::string::npos) {
            reading.problems.push_back(std::move(problem));
        }
    }
    CHECK(test::problems_of(reading) ==
          "warning survey:3 [sms_key] \"In\" names a already; in a one-line report it means that "
          "one\n"
          "warning survey:3 [parameters] line=1 is the place of a already\n"
          "warning survey:4 [parameters] line=first is no place; write line=1 for the first of a "
          "one-line report");
}

TEST_CASE("the outline shows a form to a person", "[conversation][form]") {
    const auto form = test::form_of(
        {.survey = "type,name,label,relevant,required,chat_unknown,parameters,sms_key\n"
                   "begin group,g,Money,,,,,\n"
                   "integer,i,Income,1 = 1,yes,yes,line=1,in income\n"
                   "end group,,,,,,,\n",
         .settings = "form_id,form_title,chat_period\nf,Form,month\n"});
    CHECK(conversation::outline(*form, "th") ==
          "f  Form\n"
          "version (none), for household, one report a household and month, read back before it "
          "is stored\n"
          "   2  g (begin_group): Money\n"
          "   3    i (integer, may be unknown, place 1 of a line, in a line: in income): Income\n"
          "          asked when: 1 = 1\n"
          "          required: yes\n");
}
