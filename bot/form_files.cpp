#include "bot/form_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

namespace bot {

namespace {

namespace fs = std::filesystem;
using conversation::FormProblem;
using conversation::Sheet;

constexpr std::array<std::string_view, 4> kSheets = {"survey", "choices", "settings", "entities"};
constexpr std::uintmax_t kMaxFile = 20'000'000;  // bytes
constexpr int kMaxFolders = 8;                   // deep

fs::path file_of(const fs::path& folder, std::string_view sheet) {
    return folder / fmt::format("{}.csv", sheet);
}

bool is_file(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

bool is_folder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

FormProblem problem_of(std::string_view sheet, std::string message) {
    return {FormProblem::Severity::Error, std::string{sheet}, 0, {}, std::move(message)};
}

std::optional<std::string> read_text(const fs::path& path) {
    std::error_code error;
    if (fs::file_size(path, error) > kMaxFile || error) {
        return std::nullopt;
    }
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    return in.good() || in.eof() ? std::optional{std::move(text)} : std::nullopt;
}

// XLSForm calls a form that does not say otherwise after its file; here after its folder.
void name_after_folder(std::vector<Sheet>& sheets, const fs::path& folder) {
    const auto has_id = [](const Sheet& sheet) {
        return std::ranges::any_of(
            sheet.rows.empty() ? std::vector<std::string>{} : sheet.rows.front(),
            [](const std::string& cell) {
                return cell.find("form_id") != std::string::npos ||
                       cell.find("id_string") != std::string::npos;
            });
    };
    const std::string name = fs::absolute(folder).lexically_normal().filename().string();
    const auto settings = std::ranges::find(sheets, "settings", &Sheet::name);
    if (settings == sheets.end() || settings->rows.empty()) {
        std::erase_if(sheets, [](const Sheet& sheet) { return sheet.name == "settings"; });
        sheets.push_back({"settings", {{"form_id"}, {name}}});
        return;
    }
    if (!has_id(*settings)) {
        settings->rows.resize(std::max<std::size_t>(settings->rows.size(), 2));
        const std::size_t width = settings->rows.front().size();
        settings->rows.front().emplace_back("form_id");
        settings->rows[1].resize(width);
        settings->rows[1].push_back(name);
    }
}

FormFile read_folder(const fs::path& folder) {
    FormFile result{folder, {}};
    std::vector<Sheet> sheets;
    for (const std::string_view name : kSheets) {
        const fs::path path = file_of(folder, name);
        if (!is_file(path)) {
            continue;
        }
        const auto text = read_text(path);
        if (!text) {
            result.reading.problems.push_back(
                problem_of(name, "the file cannot be read; check its rights and size (20 MB)"));
            continue;
        }
        auto sheet = conversation::sheet_from_csv(name, *text);
        if (auto* const problem = std::get_if<FormProblem>(&sheet)) {
            result.reading.problems.push_back(std::move(*problem));
        } else {
            sheets.push_back(std::get<Sheet>(std::move(sheet)));
        }
    }
    if (result.reading.problems.empty()) {
        name_after_folder(sheets, folder);
        result.reading = conversation::read_xlsform(sheets);
    }
    return result;
}

FormFile failed(const fs::path& path, std::string message) {
    FormFile result{path, {}};
    result.reading.problems.push_back(problem_of({}, std::move(message)));
    return result;
}

void collect(const fs::path& folder, int depth, std::vector<FormFile>& found) {
    if (is_file(file_of(folder, "survey"))) {
        found.push_back(read_folder(folder));
        return;
    }
    std::vector<fs::path> inner;
    std::error_code error;
    for (fs::directory_iterator it{folder, error}; !error && it != fs::directory_iterator{};
         it.increment(error)) {
        if (it->is_directory(error) && !it->is_symlink(error)) {
            inner.push_back(it->path());
        }
    }
    std::ranges::sort(inner);
    for (const fs::path& path : inner) {
        if (depth < kMaxFolders) {
            collect(path, depth + 1, found);
        }
    }
}

}  // namespace

FormFile read_form(const fs::path& path) {
    if (path.extension() == ".xlsx" || path.extension() == ".xls") {
        return failed(path,
                      "workbooks cannot be read yet; save each sheet as CSV UTF-8 (survey.csv, "
                      "choices.csv, settings.csv) in one folder and give that folder");
    }
    if (is_file(path) && path.filename() == "survey.csv") {
        return read_folder(path.has_parent_path() ? path.parent_path() : fs::path{"."});
    }
    if (is_folder(path)) {
        return is_file(file_of(path, "survey"))
                   ? read_folder(path)
                   : failed(path, "there is no survey.csv in this folder");
    }
    return failed(path, "there is no such folder; give the folder that holds survey.csv");
}

std::vector<FormFile> read_forms(const std::vector<fs::path>& paths) {
    std::vector<FormFile> found;
    for (const fs::path& path : paths) {
        if (is_folder(path)) {
            collect(path, 0, found);
        } else {
            found.push_back(read_form(path));
        }
    }
    return found;
}

conversation::Forms usable_forms(std::vector<FormFile>& files) {
    conversation::Forms forms;
    for (FormFile& file : files) {
        const auto& form = file.reading.form;
        if (!form) {
            continue;
        }
        if (forms.find(form->id)) {
            file.reading.problems.push_back(problem_of(
                "settings",
                fmt::format("another folder has the form_id {} already; change one", form->id)));
            file.reading.form = nullptr;
            continue;
        }
        forms.add(form);
    }
    return forms;
}

std::string to_text(const FormFile& file, const FormProblem& problem) {
    std::string where = file.place.string();
    if (!problem.sheet.empty()) {
        where = file_of(file.place, problem.sheet).string();
    }
    if (problem.row > 0) {
        where += fmt::format(":{}", problem.row);
    }
    if (!problem.column.empty()) {
        where += fmt::format(" [{}]", problem.column);
    }
    const bool warning = problem.severity == FormProblem::Severity::Warning;
    return fmt::format("{}{} {}", where, warning ? " warning:" : "", problem.message);
}

}  // namespace bot
