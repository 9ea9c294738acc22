#pragma once
#include "conversation/form/forms.h"
#include "conversation/transcript.h"
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <filesystem>
#include <memory>
#include <string>

namespace bot {

// A bot to talk to without a network: the real conversation over the real storage, in a database of
// its own that is gone with it. The privacy notice is in force from the beginning. Not thread-safe.
class TerminalChat final : public conversation::ChatBackend {
  public:
    // Throws StorageError when no temporary database can be made.
    TerminalChat(conversation::Forms forms, conversation::Office office);
    ~TerminalChat() override;
    TerminalChat(const TerminalChat&) = delete;
    TerminalChat& operator=(const TerminalChat&) = delete;
    TerminalChat(TerminalChat&&) = delete;
    TerminalChat& operator=(TerminalChat&&) = delete;

    // Of what a transcript can arrange: house (its code must be one that could stand on a card),
    // contact, linked, report … by me, notice, person, team, care, status, activity, asked.
    void arrange(const conversation::ChatSetup& setup, conversation::Instant now) override;
    // The whole turn in one transaction. An event that was answered before changes nothing and gets
    // no second answer.
    conversation::ChatAnswer answer(const conversation::IncomingMessage& message,
                                    conversation::Instant now) override;

    // Goes on as a new process would after this one was killed: all that is not in the file is
    // gone.
    void begin_anew();
    [[nodiscard]] std::filesystem::path database() const;

  private:
    struct Folder;

    void add_house(const conversation::ChatSetup& setup, conversation::Instant now);
    void link_house(const conversation::ChatSetup& setup, conversation::Instant now);
    void add_person(const conversation::ChatSetup& setup, conversation::Instant now);
    void link_person(const conversation::ChatSetup& setup, conversation::Instant now);
    void assign(const conversation::ChatSetup& setup, conversation::Instant now);
    [[nodiscard]] conversation::PersonId person(const std::string& name) const;
    void add_activity(const conversation::ChatSetup& setup, conversation::Instant now);
    void remind_of(const conversation::ChatSetup& setup, conversation::Instant now);
    void add_report(const conversation::ChatSetup& setup, conversation::Instant now);
    void choose_contact(const conversation::ChatSetup& setup, conversation::Instant now);
    // Makes events true as if a turn of the present contact had produced them.
    void make_true(std::vector<conversation::Event> events, conversation::Instant now);
    [[nodiscard]] conversation::HouseholdId house_no(const std::string& number) const;

    conversation::Forms forms_;
    conversation::Texts texts_ = conversation::Texts::built_in();
    conversation::Office office_;
    std::unique_ptr<Folder> folder_;
    std::unique_ptr<storage::Connection> connection_;
    std::string address_ = "line:U1";
    std::map<std::string, std::pair<conversation::HouseholdId, std::string>> houses_;  // id, code
    std::map<std::string, std::pair<conversation::PersonId, std::string>> people_;     // id, code
    std::map<std::string, storage::ActivityId> activities_;
    int arranged_ = 0;
};

}  // namespace bot
