#include "bot/command.h"
#include "bot/office_database.h"
#include "conversation/answer/phone.h"
#include "storage/calendar_feeds.h"
#include "storage/organisations.h"
#include "storage/people.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

// Secret links for calendar programs.
namespace bot {

namespace {

void say(const std::string& text) {
    (void)std::fputs(text.c_str(), stderr);
}

struct Whose {
    std::string organisation;
    std::string phone;
};

int make_link(const Whose& whose, const CommandLine& line) {
    OfficeDatabase office(line);
    storage::OrganisationId team;
    storage::PersonId person;
    if (!whose.organisation.empty()) {
        team = storage::Organisations(office.reader()).only_of_kind(whose.organisation);
    } else {
        person =
            storage::People(office.reader())
                .only_with_phone(conversation::read_phone(whose.phone).e164.value_or(whose.phone));
    }
    if (!team && !person) {
        say("sammachip: nobody like that, or more than one: name an organisation (WOM) or --person "
            "and a telephone number the register knows\n");
        return 1;
    }
    std::string secret;
    office.write([&](storage::Connection& writer) {
        secret = storage::CalendarFeeds(writer).make(team, person, office.now(), "command");
    });
    const auto& url = office.config().server.public_url;
    fmt::print("{}/calendar/{}.ics\n", url.empty() ? "http://127.0.0.1:8080" : url, secret);
    say("Whoever has this link sees the activities: give it to its owner alone. It is shown only "
        "once; sammachip calendar revoke takes it back\n"
        "ผู้มีลิงก์นี้เห็นกิจกรรมได้ ให้เฉพาะเจ้าของ ลิงก์แสดงครั้งเดียว ยกเลิกได้ด้วย sammachip calendar revoke\n");
    return 0;
}

int list(const CommandLine& line) {
    OfficeDatabase office(line);
    const auto feeds = storage::CalendarFeeds(office.reader()).all();
    for (const auto& feed : feeds) {
        const auto team = storage::Organisations(office.reader()).find(feed.organisation);
        fmt::print("{}\t{}\t{}\t{}\t{}\n",
                   feed.id.value,
                   team ? team->name_th : fmt::format("person {}", feed.person.value),
                   conversation::to_text(conversation::bangkok_day(feed.created_at)),
                   feed.fetched_on ? conversation::to_text(*feed.fetched_on) : "never fetched",
                   feed.revoked_at ? "revoked" : "open");
    }
    say(fmt::format("{} links\n", feeds.size()));
    return 0;
}

int revoke(std::int64_t id, const CommandLine& line) {
    OfficeDatabase office(line);
    bool revoked = false;
    office.write([&](storage::Connection& writer) {
        revoked = storage::CalendarFeeds(writer).revoke({id}, office.now(), "command");
    });
    if (!revoked) {
        say("sammachip: no open link has this number: sammachip calendar list\n");
    }
    return revoked ? 0 : 1;
}

}  // namespace

void add_calendar(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand(
        "calendar", "Secret links by which Google's or Apple's calendar shows activities");
    command->require_subcommand(1);
    CLI::App* link = command->add_subcommand("link", "makes a link for a team or a person");
    auto whose = std::make_shared<Whose>();
    auto* team = link->add_option("organisation", whose->organisation, "CCC, WOM, VOL or SAV")
                     ->check(CLI::IsMember({"CCC", "WOM", "VOL", "SAV"}));
    link->add_option("--person", whose->phone, "telephone of a person: what she is responsible for")
        ->excludes(team);
    link->callback(
        [whose, &line] { line.run = [whose, &line] { return make_link(*whose, line); }; });
    command->add_subcommand("list", "links: number, whose, made, last fetched, open or revoked")
        ->callback([&line] { line.run = [&line] { return list(line); }; });
    CLI::App* revoked = command->add_subcommand("revoke", "takes a link back");
    auto id = std::make_shared<std::int64_t>(0);
    revoked->add_option("number", *id, "of sammachip calendar list")->required();
    revoked->callback([id, &line] { line.run = [id, &line] { return revoke(*id, line); }; });
}

}  // namespace bot
