#include "conversation/form/forms.h"
#include "tests/conversation/form/form_builder.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using conversation::Form;
using conversation::Question;
using conversation::QuestionType;

namespace {

std::string faults(const test::FormText& text) {
    const auto reading = test::reading_of(text);
    return test::problems_of(reading);
}

constexpr std::string_view kCrops = "list_name,name,label\ncrops,rice,Rice\ncrops,corn,Corn\n";

}  // namespace

TEST_CASE("every type is read in each of its spellings", "[conversation][form]") {
    const std::vector<std::pair<std::string, QuestionType>> types = {
        {"text", QuestionType::Text},
        {"string", QuestionType::Text},
        {"Integer", QuestionType::Integer},
        {"int", QuestionType::Integer},
        {"decimal", QuestionType::Decimal},
        {"date", QuestionType::Date},
        {"time", QuestionType::Time},
        {"select_one crops", QuestionType::SelectOne},
        {"select one crops", QuestionType::SelectOne},
        {"select one from crops", QuestionType::SelectOne},
        {"select1 crops", QuestionType::SelectOne},
        {"select_multiple crops", QuestionType::SelectMultiple},
        {"select all that apply from crops", QuestionType::SelectMultiple},
        {"select_one_from_file villages.csv", QuestionType::SelectOneFromFile},
        {"note", QuestionType::Note},
        {"acknowledge", QuestionType::Acknowledge},
        {"trigger", QuestionType::Acknowledge},
        {"hidden", QuestionType::Hidden},
        {"today", QuestionType::Today},
        {"start", QuestionType::Start},
        {"end", QuestionType::End},
        {"username", QuestionType::Username},
        {"phonenumber", QuestionType::PhoneNumber},
        {"geopoint", QuestionType::Geopoint},
        {"image", QuestionType::Image},
        {"photo", QuestionType::Image},
    };
    for (const auto& [cell, type] : types) {
        CAPTURE(cell);
        const std::string survey = "type,name,label\n" + cell + ",q,Q\n";
        const auto form = test::form_of({.survey = survey, .choices = kCrops});
        CHECK(form->find("q")->type == type);
        CHECK(form->find("q")->path == "/data/q");
        CHECK(form->find("q")->row == 2);
    }
}

TEST_CASE("groups nest in each of their spellings", "[conversation][form]") {
    const auto form = test::form_of(
        {.survey = "type,name,label\nbegin group,a,A\nbegin_group,b,\ntext,q,Q\nend_group,,\n"
                   "end group,a,\nbegingroup,,\ntext,r,R\nendgroup,,\n"});
    CHECK(form->find("q")->path == "/data/a/b/q");
    CHECK(form->find("r")->path == "/data/generated_group_7/r");
    CHECK(form->questions[*form->find("q")->group].name == "b");
    CHECK(form->questions.size() == 8);
}

TEST_CASE("texts are read by language, however the column is spelt", "[conversation][form]") {
    const auto form = test::form_of(
        {.survey = "type,name,label::Thai (th),label::English,hint:English (en),label::Tai Dam\n"
                   "text,q,ถาม,Ask,Hint,Tai\n"});
    const Question& question = *form->find("q");
    CHECK(question.label.at("th") == "ถาม");
    CHECK(question.label.at("en") == "Ask");
    CHECK(question.label.at("tai dam") == "Tai");
    CHECK(question.hint.at("en") == "Hint");
    CHECK(form->default_language == "th");
    CHECK(conversation::pick(question.label, "fr", "th") == "ถาม");
    CHECK(conversation::pick(question.hint, "th", "th") == "Hint");
    CHECK(conversation::pick({}, "th", "th").empty());
}

TEST_CASE("all columns of a row arrive in the question", "[conversation][form]") {
    const auto form = test::form_of(
        {.survey = "type,name,label,hint,required,required_message,relevance,constraint,constraint "
                   "message,default,appearance,readonly,parameters,save_to,chat_check,"
                   "chat_check_message,chat_unknown,sms_label::Thai (th),media::image\n"
                   "integer,a,A,,,,,,,,,,,,,,,,\n"
                   "integer,q,Q,H,yes,RM,${a} > 1,. > 0,CM,5,thousands-sep,no,"
                   "flag=HIGH;rows=2,income_total,. > 9,Really?,yes,สั้น,x.png\n",
         .entities = "list_name,label\nhousehold_report,x\n"});
    const Question& question = *form->find("q");
    CHECK(question.required.source == "yes");
    CHECK(question.required_message.at("") == "RM");
    CHECK(question.relevant.source == "${a} > 1");
    CHECK(question.constraint.source == ". > 0");
    CHECK(question.constraint_message.at("") == "CM");
    CHECK(question.default_value.source == "5");
    CHECK(question.appearance == "thousands-sep");
    CHECK_FALSE(question.read_only);
    CHECK(question.parameters.at("rows") == "2");
    CHECK(question.chat_check_flag == "HIGH");
    CHECK(question.chat_check.source == ". > 9");
    CHECK(question.chat_check_message.at("") == "Really?");
    CHECK(question.chat_unknown);
    CHECK(question.sms_label.at("th") == "สั้น");
    CHECK(question.save_to == "income_total");
    CHECK(form->entity == "household_report");
}

TEST_CASE("settings say who answers, how often and by which words", "[conversation][form]") {
    const auto form = test::form_of(
        {.survey = "type,name,label\ntext,q,Q\n",
         .settings = "form_title::Thai (th),form_id,version,default_language,sms_keyword,"
                     "chat_audience,chat_period,chat_confirm,style\n"
                     "รายงาน,report,3,Thai (th),รายงาน  report,household,month,no,pages\n"});
    CHECK(form->id == "report");
    CHECK(form->version == "3");
    CHECK(form->title.at("th") == "รายงาน");
    CHECK(form->default_language == "th");
    CHECK(form->sms_keywords == std::vector<std::string>{"รายงาน", "report"});
    CHECK(form->audience == "household");
    CHECK(form->monthly);
    CHECK_FALSE(form->confirm);
    CHECK(form->key == "report:3:" + form->digest);
    CHECK(form->digest.size() == 16);
    const auto plain = test::form_of({.survey = "type,name,label\ntext,q,Q\n"});
    CHECK(plain->audience == "household");
    CHECK_FALSE(plain->monthly);
    CHECK(plain->confirm);
}

TEST_CASE("what a chat has no use for is left out with a warning", "[conversation][form]") {
    const test::FormText text{
        .survey =
            "type,name,label,disabled\ndeviceid,dev,,\naudit,audit,,\ntext,q,Q,\n"
            "nonsense,r,R,yes\n"};
    CHECK(faults(text) ==
          "warning survey:2 [type] a chat has no deviceid; it stays empty\n"
          "warning survey:3 [type] a chat has no audit; the row is left out");
    const auto form = test::form_of(text);
    CHECK(form->find("dev") != nullptr);
    CHECK(form->find("audit") == nullptr);
    CHECK(form->find("r") == nullptr);
}

TEST_CASE("or_other adds a choice and a question", "[conversation][form]") {
    const auto form = test::form_of(
        {.survey = "type,name,label\nselect_one crops or_other,q,Q\n", .choices = kCrops});
    CHECK(form->find_choice("crops", "other") != nullptr);
    CHECK(form->find("q_other")->relevant.source == "selected(${q}, 'other')");
    CHECK(form->find_choice("crops", "tree") == nullptr);
    CHECK(form->find_choice("trees", "other") == nullptr);
}

TEST_CASE("choices keep their other columns", "[conversation][form]") {
    const auto form = test::form_of(
        {.survey = "type,name,label\nselect_one crops,q,Q\n",
         .choices = "list name,value,label,sms_label,zone\ncrops,rice,Rice,R,north\n,,,,\n"});
    const auto* const choice = form->find_choice("crops", "rice");
    REQUIRE(choice != nullptr);
    CHECK(choice->columns.at("zone") == "north");
    CHECK(choice->columns.size() == 1);
    CHECK(choice->sms_label.at("") == "R");
}

TEST_CASE("a wrong form is refused with sheet, row, column and what to do",
          "[conversation][form]") {
    struct Wrong {
        std::string survey;
        std::string problem;
        std::string choices = std::string{kCrops};
        std::string settings = "form_id,version\ntest,1\n";
        std::string entities = {};
    };

    const std::string header = "type,name,label,relevant,constraint,calculation,save_to,required\n";
    const std::vector<Wrong> cases = {
        {"name,label\nq,Q\n", "survey:1 [type] the column is missing"},
        {"type,name,name\ntext,q,q\n",
         "survey:1 [name] the column is there twice; remove or rename one"},
        {header, "survey:0 [] the form has no questions"},
        {header + "text,q,Q\ntext,q,Q\n", "survey:3 [name] the name q is there already, in row 2"},
        {header + "text,1q,Q\n",
         "survey:2 [name] \"1q\" is no name: letters, digits, _ - and . with a letter first, at "
         "most 64 bytes"},
        {header + "text,a b,Q\n",
         "survey:2 [name] \"a b\" is no name: letters, digits, _ - and . with a letter first, at "
         "most 64 bytes"},
        {header + "text,,Q\n", "survey:2 [name] the question has no name"},
        {header + ",q,Q\n", "survey:2 [type] the row has no type"},
        {header + "text,q,\n", "survey:2 [label] the question q has no label"},
        {header + "texxt,q,Q\n",
         "survey:2 [type] \"texxt\" is not a question type; see the list in docs/FORMS.md"},
        {header + "begin repeat,r,R\n",
         "survey:2 [type] repeats are not supported yet; ask for a fixed number of questions in a "
         "group, or make a form that is sent once for each"},
        {header + "range,q,Q\n",
         "survey:2 [type] the type range is not supported yet; leave the question out"},
        {header + "select_one trees,q,Q\n", "survey:2 [type] the choices sheet has no list trees"},
        {header + "select_one,q,Q\n",
         "survey:2 [type] select_one is followed by the name of one list: select_one crops"},
        {header + "select_one_from_file villages,q,Q\n",
         "survey:2 [type] select_one_from_file is followed by a file name such as villages.csv"},
        {header + "begin group,g,G\ntext,q,Q\n",
         "survey:2 [type] the group g is never closed; add an end group row"},
        {header + "text,q,Q\nend group,,\n", "survey:3 [type] there is no open group to end"},
        {header + "text,q,Q,${nobody} = 1\n",
         "survey:2 [relevant] ${nobody} is not a question of this form; check the spelling"},
        {header + "text,q,Hello ${nobody}\n",
         "survey:2 [label] ${nobody} is not a question of this form; check the spelling"},
        {header + "text,q,Q,,. >\n", "survey:2 [constraint] the expression ends too early"},
        {header + "calculate,q,,,,\n",
         "survey:2 [calculation] a calculate row needs a calculation"},
        {header + "calculate,a,,,,${b}\ncalculate,b,,,,${a}\n",
         "survey:2 [calculation] the expressions go round in a circle: a → b → a; break it"},
        {header + "text,q,Q,${q} = 1\n",
         "survey:2 [relevant] the expressions go round in a circle: q → q; break it"},
        {header + "begin group,g,G,${q} = 1\ntext,q,Q\nend group,,\n",
         "survey:2 [relevant] the expressions go round in a circle: g → g; break it"},
        {header + "text,q,Q,,,,income\n",
         "survey:2 [save_to] save_to needs an entities sheet that names the record"},
        {header + "text,q,Q,,,,name\n",
         "survey:2 [save_to] \"name\" cannot be a property's name",
         std::string{kCrops},
         "form_id,version\ntest,1\n",
         "list_name\nreport\n"},
        {header + "text,q,Q,,,,x\n",
         "entities:3 [] a form can become one record; remove the row",
         std::string{kCrops},
         "form_id,version\ntest,1\n",
         "list_name\nreport\nother\n"},
        {header + "text,q,Q,,,,,maybe\n",
         "survey:2 [required] maybe is not understood here; write ${maybe} for the answer of a "
         "question or 'maybe' for a text"},
        {"type,name,label,read_only\ntext,q,Q,perhaps\n",
         "survey:2 [read_only] \"perhaps\" is not yes or no"},
        {"type,name,label,repeat_count\ntext,q,Q,3\n",
         "survey:2 [repeat_count] repeats are not supported yet; empty the cell"},
        {"type,name,label,parameters\ntext,q,Q,rows\n",
         "survey:2 [parameters] \"rows\" is not key=value"},
        {"type,name,label,choice_filter\nselect_one crops,q,Q,zone = 1\n",
         "survey:2 [choice_filter] the choices sheet has no column zone; write ${zone} for an "
         "answer"},
        {header + "text,q,Q\n", "choices:1 [name] the column is missing", "list_name\nx\n"},
        {header + "text,q,Q\n",
         "choices:2 [list_name] the choice has no list_name",
         "list_name,name\n,x\n"},
        {header + "text,q,Q\n", "choices:2 [name] the choice has no name", "list_name,name\nx,\n"},
        {header + "text,q,Q\n",
         "choices:2 [name] \"a b\" has a blank in it; write _ instead",
         "list_name,name\nx,a b\n"},
        {header + "text,q,Q\n",
         "choices:3 [name] the list x already has a choice a",
         "list_name,name,label\nx,a,A\nx,a,B\n"},
        {header + "text,q,Q\n",
         "settings:2 [form_id] the form has no form_id; write one in the settings sheet, such as "
         "household_report",
         std::string{kCrops},
         "form_title,form_id\nTitle,\n"},
        {header + "text,q,Q\n",
         "settings:2 [form_id] \"a/b\" is no form_id: up to 64 of the letters a-z, digits, _ - and "
         ".",
         std::string{kCrops},
         "form_id\na/b\n"},
        {header + "text,q,Q\n",
         "settings:2 [version] a version cannot hold a colon",
         std::string{kCrops},
         "form_id,version\nx,1:2\n"},
        {header + "text,q,Q\n",
         "settings:2 [chat_audience] \"all\" is not one of household, anyone, volunteer, member, "
         "committee, officer",
         std::string{kCrops},
         "form_id,chat_audience\nx,all\n"},
        {header + "text,q,Q\n",
         "settings:2 [chat_period] \"week\" is not one of none, month",
         std::string{kCrops},
         "form_id,chat_period\nx,week\n"},
        {header + "text,q,Q\n",
         "settings:2 [chat_period] a form for anyone has no household to report a month for; write "
         "none",
         std::string{kCrops},
         "form_id,chat_period,chat_audience\nx,month,anyone\n"},
        {header + "text,q,Q\n",
         "settings:2 [chat_confirm] \"sometimes\" is not one of yes, no",
         std::string{kCrops},
         "form_id,chat_confirm\nx,sometimes\n"},
        {header + "text,q,\xFF\n",
         "survey:2 [] a cell holds characters that are no UTF-8 text; save the sheet as \"CSV "
         "UTF-8\""},
    };
    for (const Wrong& wrong : cases) {
        CAPTURE(wrong.survey, wrong.choices, wrong.settings);
        const test::FormText text{wrong.survey, wrong.choices, wrong.settings, wrong.entities};
        const auto reading = test::reading_of(text);
        CHECK(reading.form == nullptr);
        CHECK(test::problems_of(reading) == wrong.problem);
    }
}

TEST_CASE("a survey sheet must be there", "[conversation][form]") {
    const auto reading = conversation::read_xlsform({});
    CHECK(reading.form == nullptr);
    CHECK(test::problems_of(reading) == "survey:0 [] the survey sheet is missing");
}

TEST_CASE("the same form comes back from its sheets as JSON", "[conversation][form]") {
    const auto form =
        test::form_of({.survey = "type,name,label,calculation\nselect_one crops or_other,q,Q ๑,\n"
                                 "calculate,c,,\"if(${q} = 'rice', 1, 0)\"\n",
                       .choices = kCrops});
    const auto again = conversation::read_xlsform_json(form->sheets_json);
    REQUIRE(again.form != nullptr);
    CHECK(again.form->key == form->key);
    CHECK(again.form->sheets_json == form->sheets_json);
    REQUIRE(again.form->questions.size() == form->questions.size());
    for (std::size_t i = 0; i < form->questions.size(); ++i) {
        CHECK(again.form->questions[i].path == form->questions[i].path);
        CHECK(again.form->questions[i].label == form->questions[i].label);
        CHECK(again.form->questions[i].calculation.source == form->questions[i].calculation.source);
    }
    for (const std::string_view text : {"", "{}", "[1]", "[{\"name\":1}]", "nonsense"}) {
        CAPTURE(text);
        CHECK(conversation::read_xlsform_json(text).form == nullptr);
    }
}

TEST_CASE("a changed cell changes the key, not the id", "[conversation][form]") {
    const auto one = test::form_of({.survey = "type,name,label\ntext,q,One\n"});
    const auto two = test::form_of({.survey = "type,name,label\ntext,q,Two\n"});
    CHECK(one->key != two->key);
    conversation::Forms forms;
    forms.add(one);
    forms.add(two);
    CHECK(forms.find("test") == two);
    CHECK(forms.find_key(one->key) == one);
    CHECK(forms.find("other") == nullptr);
    CHECK(forms.find_key("other") == nullptr);
    CHECK(forms.all().size() == 1);
}
