#pragma once
#include "console/cards.h"
#include "console/export_desk.h"
#include "console/indicator_cache.h"
#include "console/quality_cache.h"
#include "console/report_desk.h"
#include "console/sign_in.h"
#include "console/upload_shelf.h"
#include "console/visit.h"
#include "storage/chat_groups.h"
#include "storage/reader_pool.h"
#include "storage/writer.h"
#include "webhooks/health.h"
#include "webhooks/route.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace console {

// A page of the console: where it is, who may open it, what it answers.
struct PageRoute {
    // Officers: those who may change the office's data, administrators among them.
    enum class Who { Everybody, Officers, Admins };

    std::string method = "GET";
    std::string path{};
    Page page{};
    Who who = Who::Everybody;
    // The chair of an organisation may open it, too: the page shows what is the organisation's.
    bool chair = false;
};

// What the running program does once a model household is confirmed.
struct ModelDesk {
    // Puts into the outbox that the house was chosen, in the job of the writer. Returns the
    // channels that have something to send.
    std::function<std::vector<std::string>(
        storage::Connection& writer, conversation::HouseholdId, conversation::Instant)>
        tell_chosen;
    std::function<void(const std::string& channel)> wake;  // after the commit
};

struct OfficeSettings {
    std::string name;  // of the office, for every page's head
    std::function<conversation::Instant()> now;
    bool simulator = false;  // the chat simulator is on the same listener
    // What /readyz says; empty: nothing is asked.
    std::function<std::vector<webhooks::PartHealth>()> health{};
    CardOffice cards{};  // what cards and slips say of the office
    ModelDesk model{};   // empty: nobody is told
    // Tells the channel that we go out of a group; does not wait.
    std::function<void(const storage::ChatGroups::Group&)> leave_group{};
    ReportDesk reports{};  // empty: nobody can be reminded
};

// The officers' office: the door (sign in, sign out, first password) and the pages behind it. Every
// page needs a session; every POST its CSRF token and a request from our own pages. A visitor
// without a session is led to the door and, signed in, back.
//
// Threads: any number.
class Office {
  public:
    // Both must outlive the office.
    Office(storage::Writer& writer, storage::ReaderPool& readers, OfficeSettings settings);
    ~Office();
    Office(const Office&) = delete;
    Office& operator=(const Office&) = delete;
    Office(Office&&) = delete;
    Office& operator=(Office&&) = delete;

    // The office must outlive the server they are mounted on.
    [[nodiscard]] std::vector<webhooks::Route> routes();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

// Headers for every answer of the console's listener: a Content-Security-Policy without
// 'unsafe-inline', no framing, no referrer, HTTPS only once it was seen by HTTPS.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> office_headers();

// What the pages are: one function a topic, in a file of its own.
[[nodiscard]] std::vector<PageRoute> today_pages();
[[nodiscard]] std::vector<PageRoute> coverage_pages();
// The desk must outlive the pages.
[[nodiscard]] std::vector<PageRoute> remind_pages(const ReportDesk& desk);
[[nodiscard]] std::vector<PageRoute> household_pages();
[[nodiscard]] std::vector<PageRoute> summary_pages();
[[nodiscard]] std::vector<PageRoute> export_pages(ExportDesk& desk);
[[nodiscard]] std::vector<PageRoute> indicator_pages(IndicatorCache& cache);
[[nodiscard]] std::vector<PageRoute> quality_pages(QualityCache& cache);
[[nodiscard]] std::vector<PageRoute> conflict_pages();
// The office must outlive the pages.
[[nodiscard]] std::vector<PageRoute> code_pages(const CardOffice& office);
[[nodiscard]] std::vector<PageRoute> slip_pages(const CardOffice& office);
[[nodiscard]] std::vector<PageRoute> people_pages();
[[nodiscard]] std::vector<PageRoute> person_pages();
// The desk must outlive the pages.
[[nodiscard]] std::vector<PageRoute> model_pages(const ModelDesk& desk);
// What is asked for must outlive the pages.
[[nodiscard]] std::vector<PageRoute> group_pages(
    const std::function<void(const storage::ChatGroups::Group&)>& leave);
[[nodiscard]] std::vector<PageRoute> message_pages();
[[nodiscard]] std::vector<PageRoute> audit_pages();
[[nodiscard]] std::vector<PageRoute> setting_pages();
[[nodiscard]] std::vector<PageRoute> plan_pages();
// What is asked for must outlive the pages.
[[nodiscard]] std::vector<PageRoute> system_pages(
    const std::function<std::vector<webhooks::PartHealth>()>& health);
[[nodiscard]] std::vector<PageRoute> form_pages();
[[nodiscard]] std::vector<PageRoute> import_pages(UploadShelf& shelf);
[[nodiscard]] std::vector<PageRoute> account_pages(SignIn& sign_in);
[[nodiscard]] std::vector<PageRoute> token_pages();

}  // namespace console
