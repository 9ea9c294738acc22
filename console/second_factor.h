#pragma once
#include "storage/officer_factors.h"
#include "storage/writer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace console {

// An account's authenticator app: how it is put on, asked at the door and taken off. Every change
// leaves an audit row. Threads: any number.
class SecondFactor {
  public:
    using Officer = storage::Officers::Officer;

    static constexpr int kSpareCodes = 10;

    explicit SecondFactor(storage::Writer& writer) : writer_(writer) {}

    // A new secret for the app to read. The door asks for codes only once it is confirmed; nothing
    // when it is confirmed already.
    [[nodiscard]] std::optional<std::string> propose(const Officer& officer,
                                                     conversation::Instant now);
    // The app has shown its first code: the door asks from now on. The spare codes, to be shown
    // once; nothing when the code is wrong.
    [[nodiscard]] std::optional<std::vector<std::string>> confirm(const Officer& officer,
                                                                  std::string_view code,
                                                                  conversation::Instant now);
    // Whether `code` opens: of the app, or a spare one. No code opens twice.
    [[nodiscard]] bool opens(const Officer& officer,
                             std::string_view code,
                             conversation::Instant now);
    // Off again. `by`: who takes it off, for the audit log.
    void remove(const Officer& officer, std::string_view by, conversation::Instant now);

  private:
    storage::Writer& writer_;
};

}  // namespace console
