#include "bot/command.h"
#include "bot/form_files.h"
#include "conversation/form/form_check.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace bot {

namespace {

using conversation::FormProblem;
using nlohmann::json;

struct Options {
    std::string path;
    std::string language = "th";
    bool as_json = false;
};

void print(const std::string& text) {
    std::fputs(text.c_str(), stdout);
}

json problem_json(const FormFile& file, const FormProblem& problem) {
    json result = {
        {"severity", problem.severity == FormProblem::Severity::Error ? "error" : "warning"},
        {"form", file.place.string()},
        {"message", problem.message}};
    if (!problem.sheet.empty()) {
        result["sheet"] = problem.sheet;
    }
    if (problem.row > 0) {
        result["row"] = problem.row;
    }
    if (!problem.column.empty()) {
        result["column"] = problem.column;
    }
    return result;
}

json form_json(const FormFile& file) {
    json result = {{"path", file.place.string()}, {"ok", file.reading.form != nullptr}};
    if (file.reading.form) {
        const auto& form = *file.reading.form;
        result["form_id"] = form.id;
        result["version"] = form.version;
        result["key"] = form.key;
        result["questions"] =
            std::ranges::count_if(form.questions, &conversation::Question::is_asked);
    }
    json problems = json::array();
    for (const FormProblem& problem : file.reading.problems) {
        problems.push_back(problem_json(file, problem));
    }
    result["problems"] = std::move(problems);
    return result;
}

void print_checked(const FormFile& file) {
    for (const FormProblem& problem : file.reading.problems) {
        print(to_text(file, problem) + "\n");
    }
    const auto errors = std::ranges::count(
        file.reading.problems, FormProblem::Severity::Error, &FormProblem::severity);
    if (file.reading.form) {
        print(fmt::format("{}: {} {} can be used ({} warnings)\n",
                          file.place.string(),
                          file.reading.form->id,
                          file.reading.form->version,
                          file.reading.problems.size()));
    } else {
        print(fmt::format("{}: cannot be used ({} errors)\n", file.place.string(), errors));
    }
}

int check(const Options& options) {
    std::vector<FormFile> files = read_forms({options.path});
    (void)usable_forms(files);
    json all = json::array();
    for (FormFile& file : files) {
        if (file.reading.form) {
            auto more = conversation::check_form(*file.reading.form);
            std::ranges::move(more, std::back_inserter(file.reading.problems));
        }
        if (options.as_json) {
            all.push_back(form_json(file));
        } else {
            print_checked(file);
        }
    }
    if (options.as_json) {
        print(all.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
    }
    if (files.empty()) {
        std::fprintf(stderr, "no survey.csv at or below %s\n", options.path.c_str());
        return 1;
    }
    const bool good = std::ranges::all_of(
        files, [](const FormFile& file) { return file.reading.form != nullptr; });
    return good ? 0 : 1;
}

int show(const Options& options) {
    const FormFile file = read_form(options.path);
    if (!file.reading.form) {
        for (const FormProblem& problem : file.reading.problems) {
            std::fprintf(stderr, "%s\n", to_text(file, problem).c_str());
        }
        return 1;
    }
    print(conversation::outline(*file.reading.form, options.language));
    return 0;
}

}  // namespace

void add_form(CLI::App& app, CommandLine& line) {
    CLI::App* const form = app.add_subcommand("form", "check or show a form (XLSForm as CSV)");
    form->require_subcommand(1);
    const auto options = std::make_shared<Options>();

    CLI::App* const checks = form->add_subcommand(
        "check", "say what is wrong with a form, or with all forms below a folder");
    checks->add_option("PATH", options->path, "folder that holds survey.csv, or folders of such")
        ->required();
    checks->add_flag("--json", options->as_json, "print one JSON array");
    checks->callback([options, &line] { line.run = [options] { return check(*options); }; });

    CLI::App* const shows = form->add_subcommand("show", "print the questions as an outline");
    shows->add_option("PATH", options->path, "folder that holds survey.csv")->required();
    shows->add_option("--language", options->language, "th (default), en or another of the form");
    shows->callback([options, &line] { line.run = [options] { return show(*options); }; });
}

}  // namespace bot
