#pragma once
#include <array>
#include <functional>
#include <string_view>

// Named places where a test may kill the program or make it fail, to prove that a crash there loses
// and doubles nothing. Compiled in with SAMMACHIP_FAULT_POINTS only; SAMMACHIP_FAULT=name:count in
// the environment kills the process (SIGKILL) when the point is reached for the count-th time.
namespace storage {

inline constexpr std::array kFaultPoints = {
    std::string_view("migrations.after_script"),   std::string_view("migrations.after_commit"),
    std::string_view("writer.before_commit"),      std::string_view("writer.after_commit"),
    std::string_view("writer.before_checkpoint"),  std::string_view("turn_commit.after_inbox"),
    std::string_view("turn_commit.after_session"), std::string_view("turn_commit.after_events"),
    std::string_view("turn_commit.after_outbox"),  std::string_view("reports.after_revision"),
    std::string_view("outbox.after_claim"),        std::string_view("outbox.after_settle"),
    std::string_view("imports.after_rows"),        std::string_view("reminders.after_planning"),
    std::string_view("reminders.after_take"),      std::string_view("reminders.after_outbox"),
    std::string_view("reminders.after_link"),      std::string_view("erasure.after_contacts"),
    std::string_view("erasure.after_household"),   std::string_view("retention.after_batch"),
};

#if defined(SAMMACHIP_FAULT_POINTS)
// Called at the point: kills, runs the hook, or returns. A name not in kFaultPoints is a
// std::logic_error.
void fault_point(std::string_view name);
// For tests in one process: called with the name at every point; may throw. Empty: none.
void set_fault_hook(std::function<void(std::string_view name)> hook);
#else
inline void fault_point(std::string_view /*name*/) {}
#endif

}  // namespace storage
