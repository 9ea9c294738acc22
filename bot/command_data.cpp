#include "bot/command.h"
#include "bot/office_database.h"
#include "console/household_paper.h"
#include "console/import_cell.h"
#include "console/occupations.h"
#include "console/output_file.h"
#include "conversation/answer/phone.h"
#include "conversation/texts.h"
#include "storage/audit_log.h"
#include "storage/held_data.h"
#include "storage/held_person.h"
#include "storage/household_finder.h"
#include "storage/people.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string>

namespace bot {

namespace {

struct Arguments {
    std::string household;
    std::string phone;
    std::string format = "text";
    std::string out;
    std::string reason;
};

struct SavingForm {
    std::string_view code;
    std::string_view thai;
};

constexpr auto kSavingForms = std::to_array<SavingForm>({{"CASH", "เงินสด"},
                                                         {"BANK", "ธนาคาร"},
                                                         {"COOP", "สหกรณ์"},
                                                         {"SAVGROUP", "กลุ่มออมทรัพย์"},
                                                         {"COMMFUND", "กองทุนชุมชน"},
                                                         {"NSF", "กอช."},
                                                         {"LIFEINS", "ประกันชีวิต"},
                                                         {"BOND", "พันธบัตร"},
                                                         {"GOLD", "ทอง"},
                                                         {"PROPERTY", "บ้าน ที่ดิน"}});

// Forms of saving; OTHER and NONE are called alike among occupations, which have their own list.
std::string name_of(std::string_view code) {
    const auto found = std::ranges::find(kSavingForms, code, &SavingForm::code);
    return std::string(found == kSavingForms.end() ? console::occupation_thai(code) : found->thai);
}

void hand_over(const Arguments& wanted, const console::HouseholdPaper& paper) {
    console::OutputFile out(wanted.out);
    out.write(wanted.format == "html" ? console::paper_as_html(paper)
                                      : console::paper_as_text(paper));
    out.finish();
}

int print_household(const Arguments& wanted, const CommandLine& line) {
    OfficeDatabase office(line);
    const auto household = storage::find_household(office.reader(), wanted.household);
    if (!household) {
        return no_such_household(wanted.household);
    }
    console::HouseholdPaper paper{
        .office = office.config().office.name,
        .contact = office.config().office.contact,
        .house = {},
        .day = conversation::short_date(conversation::bangkok_day(office.now()), "th"),
        .sections = {}};
    office.write([&](storage::Connection& writer) {  // the look and its trace, together
        paper.house = storage::household_label(writer, *household);
        paper.sections = conversation::held_sections(
            storage::held_data(writer, *household), conversation::Texts::built_in(), "th", name_of);
        storage::AuditLog(writer).write({.actor = "command",
                                         .action = "data.shown",
                                         .subject = fmt::format("household:{}", household->value),
                                         .detail = wanted.reason,
                                         .at = office.now()});
    });
    hand_over(wanted, paper);
    return 0;
}

int print_person(const Arguments& wanted, const CommandLine& line) {
    OfficeDatabase office(line);
    const auto phone = conversation::read_phone(wanted.phone).e164;
    const auto person =
        phone ? storage::People(office.reader()).only_with_phone(*phone) : storage::PersonId{};
    if (!person) {
        (void)std::fputs(
            "sammachip: no person, or more than one, has this telephone number in the register\n",
            stderr);
        return 1;
    }
    console::HouseholdPaper paper{
        .office = office.config().office.name,
        .contact = office.config().office.contact,
        .house = {},
        .day = conversation::short_date(conversation::bangkok_day(office.now()), "th"),
        .sections = {}};
    office.write([&](storage::Connection& writer) {
        const auto held = storage::held_person(writer, person);
        paper.house = held ? held->name : std::string{};
        paper.sections = conversation::held_sections(
            held.value_or(conversation::HeldPerson{}), conversation::Texts::built_in(), "th");
        storage::AuditLog(writer).write({.actor = "command",
                                         .action = "data.shown",
                                         .subject = fmt::format("person:{}", person.value),
                                         .detail = wanted.reason,
                                         .at = office.now()});
    });
    hand_over(wanted, paper);
    return 0;
}

void add_paper_options(CLI::App& command, const std::shared_ptr<Arguments>& wanted) {
    command.add_option("--format", wanted->format, "text, or html to print")
        ->check(CLI::IsMember({"text", "html"}));
    command.add_option("--out", wanted->out, "file to write; without it, stdout");
    command.add_option("--reason", wanted->reason, "who asked for it; kept in the audit log")
        ->required();
}

void require_reason(Arguments& wanted) {
    wanted.reason = console::tidy(wanted.reason);
    if (wanted.reason.empty()) {
        throw CLI::ValidationError("--reason",
                                   "say who asked, for example \"หัวหน้าครัวเรือนมาขอเอง\"");
    }
}

}  // namespace

void add_data(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand("data", "what is held about somebody, for themselves");
    command->require_subcommand(1);
    CLI::App* household = command->add_subcommand(
        "household", "all that is held about a household, to hand over to its people");
    auto wanted = std::make_shared<Arguments>();
    household
        ->add_option("CODE",
                     wanted->household,
                     "the 6 digits of its card, or \"60030403 14/2\" (village code, house number)")
        ->required();
    add_paper_options(*household, wanted);
    household->callback([wanted, &line] {
        require_reason(*wanted);
        line.run = [wanted, &line] { return print_household(*wanted, line); };
    });
    CLI::App* person = command->add_subcommand(
        "person", "all that is held about a person of the team, to hand over to her");
    person->add_option("PHONE", wanted->phone, "her telephone in the register")->required();
    add_paper_options(*person, wanted);
    person->callback([wanted, &line] {
        require_reason(*wanted);
        line.run = [wanted, &line] { return print_person(*wanted, line); };
    });
}

}  // namespace bot
