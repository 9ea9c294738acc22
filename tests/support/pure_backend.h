#pragma once
#include "conversation/transcript.h"
#include "tests/support/fake_register.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace tests {

// The pure engine over a FakeOffice. The session is written to JSON and read back before every
// line, and every turn is run twice: both results must be the same.
class PureBackend final : public conversation::ChatBackend {
  public:
    // Forms are read from `flows` (one folder each).
    explicit PureBackend(const std::filesystem::path& flows);

    void arrange(const conversation::ChatSetup& setup, conversation::Instant now) override;
    conversation::ChatAnswer answer(const conversation::IncomingMessage& message,
                                    conversation::Instant now) override;

    FakeOffice office;
    conversation::Forms forms;
    conversation::Texts texts = conversation::Texts::built_in();
    std::map<std::int64_t, std::string> sessions;  // contact → JSON

  private:
    void add_house(const conversation::ChatSetup& setup);
    void link_house(const conversation::ChatSetup& setup);
    void add_person(const conversation::ChatSetup& setup);
    void link_person(const conversation::ChatSetup& setup);
    [[nodiscard]] FakePerson& person(const std::string& name);
    void add_report(const conversation::ChatSetup& setup, conversation::Instant now);
    void add_activity(const conversation::ChatSetup& setup);
    [[nodiscard]] FakeHouse& house_no(const std::string& number);
    [[nodiscard]] std::string record(const conversation::Event& event,
                                     const FakeOffice& seen) const;

    std::filesystem::path flows_;
    std::string address_ = "line:U1";  // of the contact named last
};

// A form from its folder of CSV sheets. Throws std::invalid_argument with its problems.
[[nodiscard]] std::shared_ptr<const conversation::Form> read_form_folder(
    const std::filesystem::path& folder);

}  // namespace tests
