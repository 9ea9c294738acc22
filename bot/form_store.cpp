#include "bot/form_store.h"

#include "bot/form_files.h"
#include "conversation/form/xlsform_reader.h"
#include "storage/form_editions.h"
#include "storage/sessions.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace bot {

namespace {

using conversation::FormProblem;

struct Read {
    conversation::Forms forms;
    std::vector<std::string> errors;
    std::vector<std::string> warnings;
};

Read read_all(const std::vector<std::string>& paths) {
    auto files = read_forms(std::vector<std::filesystem::path>(paths.begin(), paths.end()));
    Read read;
    read.forms = usable_forms(files);
    for (const auto& file : files) {
        for (const auto& problem : file.reading.problems) {
            auto& lines =
                problem.severity == FormProblem::Severity::Error ? read.errors : read.warnings;
            lines.push_back(to_text(file, problem));
        }
    }
    if (read.forms.all().empty() && read.errors.empty()) {
        read.errors.emplace_back(
            "there is no form in the folders of [forms] paths: people could "
            "report nothing");
    }
    return read;
}

LoadedForms as_loaded(Read read) {
    return {std::make_shared<const conversation::Forms>(std::move(read.forms)),
            std::move(read.errors),
            std::move(read.warnings)};
}

// A session whose form cannot be had any more is closed, kindly, by the conversation.
void add_older(Read& read, storage::Connection& connection) {
    storage::FormEditions editions(connection);
    for (const auto& key : storage::Sessions(connection).form_keys()) {
        if (read.forms.find_key(key) != nullptr) {
            continue;
        }
        const auto sheets = editions.sheets(key);
        auto reading =
            sheets ? conversation::read_xlsform_json(*sheets) : conversation::FormReading{};
        if (reading.form != nullptr) {
            read.forms.add_older(std::move(reading.form));
        } else {
            read.warnings.push_back(
                fmt::format("an open session holds the form {}, which is not known any more", key));
        }
    }
}

}  // namespace

LoadedForms load_forms(const std::vector<std::string>& paths,
                       storage::Writer& writer,
                       conversation::Instant now) {
    Read read = read_all(paths);
    writer.run([&](storage::Connection& connection) {
        storage::FormEditions editions(connection);
        for (const auto& form : read.forms.all()) {
            editions.put(*form, now);
        }
        add_older(read, connection);
    });
    return as_loaded(std::move(read));
}

LoadedForms look_at_forms(const std::vector<std::string>& paths) {
    return as_loaded(read_all(paths));
}

}  // namespace bot
