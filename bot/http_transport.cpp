#include "bot/http_transport.h"

#include "bot/http_call.h"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace bot {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Kept open for the next calls, of all hosts together.
constexpr long kIdleConnections = 256;
// With nothing under way the thread sleeps until it is woken.
constexpr milliseconds kLongSleep{60'000};

struct CloseMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

void set_up_library() {
    static const CURLcode kResult = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (kResult != CURLE_OK) {
        throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(kResult));
    }

    // OpenSSL writes to a connection the other side has closed: that is an error, not our end.
    struct sigaction ignore {};

    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, nullptr);
}

// Calls that were started wait in a list until the thread comes to them; it alone touches the
// library, but for the waking.
class CurlTransport final : public HttpTransport {
  public:
    explicit CurlTransport(HttpTimeouts timeouts);
    ~CurlTransport() override;
    CurlTransport(const CurlTransport&) = delete;
    CurlTransport& operator=(const CurlTransport&) = delete;
    CurlTransport(CurlTransport&&) = delete;
    CurlTransport& operator=(CurlTransport&&) = delete;

    [[nodiscard]] HttpAnswer call(const HttpRequest& request) override;
    void start(HttpRequest request, Done done) override;
    void abort() override;

  private:
    struct Letters {
        std::vector<std::unique_ptr<HttpCall>> started;
        bool abort = false;
        bool end = false;
    };

    // Leaves a call to the thread; false after abort().
    [[nodiscard]] bool post(std::unique_ptr<HttpCall>& call);

    void work();
    [[nodiscard]] Letters read_letters();
    void begin(std::unique_ptr<HttpCall> call);
    void collect();
    void end_what_took_too_long();
    void end_all();
    void finish(HttpCall& call, CURLcode result);
    [[nodiscard]] milliseconds sleep() const;
    [[nodiscard]] std::unique_ptr<HttpHandle> idle_handle();

    const HttpTimeouts timeouts_;
    const std::unique_ptr<CURLM, CloseMulti> multi_;

    std::mutex mutex_;
    bool aborted_ = false;  // guarded by mutex_, as the letters
    Letters letters_;

    // The thread's own.
    std::vector<std::unique_ptr<HttpCall>> under_way_;
    std::vector<std::unique_ptr<HttpHandle>> idle_;

    std::thread thread_;
};

CurlTransport::CurlTransport(HttpTimeouts timeouts)
    : timeouts_(timeouts), multi_(curl_multi_init()) {
    if (multi_ == nullptr) {
        throw std::runtime_error("libcurl: no memory");
    }
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, kIdleConnections);
    thread_ = std::thread([this] { work(); });
    pthread_setname_np(thread_.native_handle(), "outside");
}

CurlTransport::~CurlTransport() {
    {
        const std::lock_guard lock(mutex_);
        aborted_ = true;
        letters_.end = true;
    }
    curl_multi_wakeup(multi_.get());
    thread_.join();
}

void CurlTransport::start(HttpRequest request, Done done) {
    auto call = std::make_unique<HttpCall>(std::move(request), std::move(done), timeouts_);
    if (!call->is_sound()) {
        call->fail(HttpAnswer::Outcome::Malformed, "a header or path holds control characters");
        return;
    }
    if (!post(call)) {
        call->fail(HttpAnswer::Outcome::NotSent, "calls have been ended");
    }
}

bool CurlTransport::post(std::unique_ptr<HttpCall>& call) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        if (aborted_) {
            return false;
        }
        first = letters_.started.empty();  // one that is woken reads them all
        letters_.started.push_back(std::move(call));
    }
    if (first) {
        curl_multi_wakeup(multi_.get());
    }
    return true;
}

HttpAnswer CurlTransport::call(const HttpRequest& request) {
    std::promise<HttpAnswer> promise;
    start(request, [&promise](HttpAnswer answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
}

void CurlTransport::abort() {
    {
        const std::lock_guard lock(mutex_);
        aborted_ = true;
        letters_.abort = true;
    }
    curl_multi_wakeup(multi_.get());
}

CurlTransport::Letters CurlTransport::read_letters() {
    const std::lock_guard lock(mutex_);
    Letters letters = std::exchange(letters_, {});
    letters_.end = letters.end;
    return letters;
}

void CurlTransport::work() {
    while (true) {
        auto letters = read_letters();
        for (auto& call : letters.started) {
            begin(std::move(call));
        }
        if (letters.abort || letters.end) {
            end_all();
        }
        if (letters.end) {
            return;
        }
        int running = 0;
        curl_multi_perform(multi_.get(), &running);
        collect();
        end_what_took_too_long();
        const auto pause = static_cast<int>(sleep().count());
        curl_multi_poll(multi_.get(), nullptr, 0, pause, nullptr);
    }
}

std::unique_ptr<HttpHandle> CurlTransport::idle_handle() {
    if (idle_.empty()) {
        return std::make_unique<HttpHandle>(timeouts_);
    }
    auto handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
}

void CurlTransport::begin(std::unique_ptr<HttpCall> call) {
    try {
        call->prepare(idle_handle());
    } catch (const std::exception& error) {
        call->fail(HttpAnswer::Outcome::NotSent, error.what());
        return;
    }
    auto& begun = *under_way_.emplace_back(std::move(call));
    if (curl_multi_add_handle(multi_.get(), begun.handle()) != CURLM_OK) {
        finish(begun, CURLE_FAILED_INIT);
    }
}

// A Done may start further calls; those come with the next letters.
void CurlTransport::finish(HttpCall& call, CURLcode result) {
    curl_multi_remove_handle(multi_.get(), call.handle());
    const auto place = std::ranges::find(
        under_way_, &call, [](const std::unique_ptr<HttpCall>& one) { return one.get(); });
    const auto ended = std::move(*place);
    *place = std::move(under_way_.back());
    under_way_.pop_back();
    idle_.push_back(ended->take_handle());
    ended->end(result);
}

void CurlTransport::collect() {
    int waiting = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &waiting)) {
        if (message->msg == CURLMSG_DONE) {
            char* call = nullptr;
            const CURLcode result = message->data.result;  // the message goes with the handle
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call);
            finish(*reinterpret_cast<HttpCall*>(call), result);
        }
    }
}

void CurlTransport::end_what_took_too_long() {
    const auto now = steady_clock::now();
    for (std::size_t i = under_way_.size(); i-- > 0;) {
        if (now >= under_way_[i]->deadline()) {
            finish(*under_way_[i], CURLE_OPERATION_TIMEDOUT);
        }
    }
}

void CurlTransport::end_all() {
    while (!under_way_.empty()) {
        finish(*under_way_.back(), CURLE_ABORTED_BY_CALLBACK);
    }
}

milliseconds CurlTransport::sleep() const {
    milliseconds pause = kLongSleep;
    const auto now = steady_clock::now();
    for (const auto& call : under_way_) {
        const auto left = std::chrono::ceil<milliseconds>(call->deadline() - now);
        pause = std::min(pause, std::max(left, milliseconds{0}));
    }
    return pause;
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const {
    const auto found = headers.find(std::string(name));
    return found == headers.end() ? "" : found->second;
}

std::unique_ptr<HttpTransport> make_http_transport(HttpTimeouts timeouts) {
    set_up_library();
    return std::make_unique<CurlTransport>(timeouts);
}

}  // namespace bot
