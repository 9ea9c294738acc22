#include "bot/form_files.h"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace fs = std::filesystem;

namespace {

// A folder of its own that is gone afterwards.
class Folder {
  public:
    Folder() {
        std::string pattern = (fs::temp_directory_path() / "forms-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path = pattern;
    }

    ~Folder() { fs::remove_all(path); }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(std::string_view file, std::string_view text) const {
        fs::create_directories((path / file).parent_path());
        std::ofstream(path / file, std::ios::binary) << text;
    }

    fs::path path;
};

constexpr std::string_view kSurvey = "type,name,label\ntext,q,Q\n";

std::string first_problem(const bot::FormFile& file) {
    REQUIRE_FALSE(file.reading.problems.empty());
    return file.reading.problems.front().message;
}

}  // namespace

TEST_CASE("a folder of sheets is a form", "[bot][form]") {
    const Folder folder;
    folder.write("report/survey.csv", kSurvey);
    folder.write("report/settings.csv", "form_id,version\nmonthly,2\n");
    for (const char* const path : {"report", "report/survey.csv"}) {
        const auto file = bot::read_form(folder.path / path);
        REQUIRE(file.reading.form != nullptr);
        CHECK(file.reading.form->id == "monthly");
        CHECK(file.place == folder.path / "report");
    }
}

TEST_CASE("a form without form_id is called after its folder", "[bot][form]") {
    const Folder folder;
    folder.write("wells/survey.csv", kSurvey);
    CHECK(bot::read_form(folder.path / "wells").reading.form->id == "wells");
    folder.write("wells/settings.csv", "form_title,version\nWells,3\n");
    const auto form = bot::read_form(folder.path / "wells").reading.form;
    REQUIRE(form != nullptr);
    CHECK(form->id == "wells");
    CHECK(form->version == "3");
    folder.write("wells/settings.csv", "form_title\n");
    CHECK(bot::read_form(folder.path / "wells").reading.form->id == "wells");
}

TEST_CASE("what is not a form says what to do", "[bot][form]") {
    const Folder folder;
    folder.write("book.xlsx", "PK");
    CHECK(first_problem(bot::read_form(folder.path / "book.xlsx")).find("save each sheet as CSV") !=
          std::string::npos);
    CHECK(first_problem(bot::read_form(folder.path)) == "there is no survey.csv in this folder");
    CHECK(first_problem(bot::read_form(folder.path / "nowhere")) ==
          "there is no such folder; give the folder that holds survey.csv");
    folder.write("bad/survey.csv", "type,name\n\"open");
    const auto bad = bot::read_form(folder.path / "bad");
    CHECK(bot::to_text(bad, bad.reading.problems.front()) ==
          (folder.path / "bad/survey.csv").string() +
              ":2 a quotation mark (\") opens a cell and is never closed");
}

TEST_CASE("all forms below the paths are found, a second of the same id is not used",
          "[bot][form]") {
    const Folder folder;
    folder.write("a/survey.csv", kSurvey);
    folder.write("deep/b/survey.csv", kSurvey);
    folder.write("deep/c/survey.csv", "type,name,label\nwrong,q,Q\n");
    folder.write("z/a/survey.csv", kSurvey);
    folder.write("texts/th.csv", "key,text\n");
    auto files = bot::read_forms({folder.path, folder.path / "missing"});
    std::vector<std::string> places;
    for (const auto& file : files) {
        places.push_back(fs::relative(file.place, folder.path).string());
    }
    CHECK(places == std::vector<std::string>{"a", "deep/b", "deep/c", "z/a", "missing"});
    const auto forms = bot::usable_forms(files);
    CHECK(forms.all().size() == 2);
    CHECK(forms.find("a") != nullptr);
    CHECK(first_problem(files[3]) == "another folder has the form_id a already; change one");
    CHECK(files[3].reading.form == nullptr);
}

TEST_CASE("the sample forms of others can be used", "[bot][form]") {
    auto files = bot::read_forms({fs::path{SAMMACHIP_SOURCE_DIR} / "tests/data/forms"});
    REQUIRE_FALSE(files.empty());
    for (const auto& file : files) {
        CAPTURE(file.place);
        CHECK(file.reading.form != nullptr);
    }
}
