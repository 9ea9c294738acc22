#pragma once
#include "console/import_table.h"
#include "storage/imports.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The kinds of import files there are. A new kind is a file of its own and a line in
// import_kind.cpp; the command line and the console offer whatever stands there.
namespace console {

// What an import will change of what is there, and what its rows made one wonder about.
class ImportReport {
  public:
    struct RowChange {
        std::int64_t line = 0;
        std::string subject;  // whose fields they are: "60030403 14/2", a name, a code
        std::vector<storage::FieldChange> fields;
    };

    // Of each the first thousand are kept, all are counted.
    void add_change(RowChange change);
    void add_note(RowNote note);

    [[nodiscard]] const std::vector<RowChange>& changes() const { return changes_; }

    [[nodiscard]] const std::vector<RowNote>& notes() const { return notes_; }

    [[nodiscard]] std::int64_t all_notes() const { return all_notes_; }

  private:
    std::vector<RowChange> changes_;
    std::vector<RowNote> notes_;
    std::int64_t all_notes_ = 0;
};

// Checks and takes one kind of rows, one by one: reads the table's present row, adds what is wrong
// to the table's faults, and puts the row when nothing is.
class RowImporter {
  public:
    RowImporter(storage::Imports& imports, ImportReport& report)
        : imports_(imports), report_(report) {}

    virtual ~RowImporter() = default;
    RowImporter(const RowImporter&) = delete;
    RowImporter& operator=(const RowImporter&) = delete;
    RowImporter(RowImporter&&) = delete;
    RowImporter& operator=(RowImporter&&) = delete;

    virtual void take(ImportTable& table) = 0;

  protected:
    // The row was put by one of storage's classes: counts it, keeps what it changed.
    template <class Result>
    void put(const ImportTable& table, std::string subject, Result&& result) {
        imports_.count(result.change);
        tell(table, std::move(subject), std::forward<Result>(result));
    }

    template <class Result>
    void tell(const ImportTable& table, std::string subject, Result&& result) {
        if (result.change == storage::Change::Changed) {
            report_.add_change({table.line(), std::move(subject), std::move(result.fields)});
        }
    }

    void note(const ImportTable& table, std::string english, std::string thai) {
        report_.add_note({table.line(), std::move(english), std::move(thai)});
    }

    [[nodiscard]] storage::Imports& imports() { return imports_; }

    [[nodiscard]] storage::Connection& connection() { return imports_.connection(); }

  private:
    storage::Imports& imports_;
    ImportReport& report_;
};

struct ImportKind {
    std::string_view key;  // "households"
    std::string_view thai;
    std::string_view english;
    std::vector<ImportColumn> (*columns)();
    std::unique_ptr<RowImporter> (*importer)(storage::Imports& imports, ImportReport& report);
};

// In the order in which an office imports them.
[[nodiscard]] std::span<const ImportKind> import_kinds();
// Nothing when there is no such kind.
[[nodiscard]] const ImportKind* find_import_kind(std::string_view key);

struct ImportOutcome {
    storage::ImportResult result;  // only meaningful when there are no faults
    RowFaults faults;
    std::vector<std::string> unknown_headers;
    ImportReport report;
    std::int64_t without_code = 0;
};

// Reads a file whole and puts its rows, in the caller's transaction: commit it when there are no
// faults and the changes are wanted, else roll it back. Needs no memory for the rows.
[[nodiscard]] ImportOutcome run_import(const ImportKind& kind,
                                       const ImportTable::Open& open,
                                       storage::Connection& connection,
                                       const storage::ImportSource& source,
                                       conversation::Instant now,
                                       const ImportProgress& progress = {});

}  // namespace console
