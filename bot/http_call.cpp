#include "bot/http_call.h"

#include <openssl/x509.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <utility>

namespace bot {

namespace {

// An idle connection older than this is not used again: the other side may be closing it just now.
constexpr long kIdleSeconds = 15;

template <class Value>
void set(CURL* curl, CURLoption option, Value value) {
    if (curl_easy_setopt(curl, option, value) != CURLE_OK) {
        throw std::runtime_error("libcurl refuses option " + std::to_string(option));
    }
}

bool is_header_text(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7F) || byte == '\t';
    });
}

bool is_path(std::string_view text) {
    return text.starts_with('/') &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::string lower(std::string_view text) {
    std::string low(text);
    std::ranges::transform(
        low, low.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return low;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto from = text.find_first_not_of(blanks);
    return from == std::string_view::npos
               ? std::string_view{}
               : text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

// Where the base's own path begins: "http://host:1/line".
std::string_view path_of(std::string_view base) {
    const auto host = base.find("://");
    const auto slash = host == std::string_view::npos ? host : base.find('/', host + 3);
    return slash == std::string_view::npos ? std::string_view{} : base.substr(slash);
}

}  // namespace

HttpHandle::HttpHandle(const HttpTimeouts& timeouts) : curl_(curl_easy_init()) {
    CURL* const curl = curl_.get();
    if (curl == nullptr) {
        throw std::runtime_error("libcurl: no memory");
    }
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    set(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(curl, CURLOPT_PROXY, "");
    set(curl, CURLOPT_FOLLOWLOCATION, 0L);
    set(curl, CURLOPT_PATH_AS_IS, 1L);
    set(curl, CURLOPT_USERAGENT, "sammachip");
    set(curl, CURLOPT_CONNECTTIMEOUT_MS, long{timeouts.connect.count()});
    set(curl, CURLOPT_MAXAGE_CONN, kIdleSeconds);
    set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    // By folder, an authority is read when it is needed; by the one big file, every connection
    // would hold all of them.
    const char* const ca_file =
        std::getenv("SSL_CERT_FILE");  // NOLINT(concurrency-mt-unsafe): never set
    set(curl, CURLOPT_CAINFO, ca_file);
    set(curl, CURLOPT_CAPATH, ca_file == nullptr ? X509_get_default_cert_dir() : nullptr);
}

HttpCall::HttpCall(HttpRequest request, HttpTransport::Done done, const HttpTimeouts& timeouts)
    : request_(std::move(request)),
      done_(std::move(done)),
      timeouts_(timeouts),
      url_(request_.base + request_.path),
      deadline_(Clock::now() + timeouts.connect + timeouts.read) {}

bool HttpCall::is_sound() const {
    bool sound = is_path(std::string(path_of(request_.base)) + request_.path) &&
                 is_header_text(request_.content_type);
    for (const auto& [name, value] : request_.headers) {
        sound = sound && is_header_text(name) && is_header_text(value);
    }
    return sound;
}

void HttpCall::fail(HttpAnswer::Outcome outcome, std::string trouble) {
    HttpAnswer answer;
    answer.outcome = outcome;
    answer.trouble = std::move(trouble);
    done_(std::move(answer));
}

void HttpCall::add_header(const std::string& line) {
    curl_slist* const longer = curl_slist_append(headers_.get(), line.c_str());
    if (longer == nullptr) {
        throw std::bad_alloc();
    }
    (void)headers_.release();  // it is part of the longer one
    headers_.reset(longer);
}

void HttpCall::prepare(std::unique_ptr<HttpHandle> handle) {
    handle_ = std::move(handle);
    CURL* const curl = handle_->get();
    for (const auto& [name, value] : request_.headers) {
        add_header(name + ": " + value);
    }
    // Without a value, the library's own header of that name is left out.
    add_header("Content-Type:" +
               (request_.content_type.empty() ? "" : " " + request_.content_type));
    add_header("Expect:");
    set(curl, CURLOPT_URL, url_.c_str());
    set(curl, CURLOPT_HTTPHEADER, headers_.get());
    if (request_.method == "GET") {
        set(curl, CURLOPT_HTTPGET, 1L);
    } else {
        set(curl, CURLOPT_POSTFIELDS, request_.body.c_str());
        set(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    }
    set(curl, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    set(curl, CURLOPT_PRIVATE, this);
    set(curl, CURLOPT_PREREQFUNCTION, &HttpCall::on_request);
    set(curl, CURLOPT_PREREQDATA, this);
    set(curl, CURLOPT_HEADERFUNCTION, &HttpCall::on_header);
    set(curl, CURLOPT_HEADERDATA, this);
    set(curl, CURLOPT_WRITEFUNCTION, &HttpCall::on_body);
    set(curl, CURLOPT_WRITEDATA, this);
    deadline_ = Clock::now() + timeouts_.connect + timeouts_.read;
}

// There is a connection and the request is about to be written. Where one that was kept turns out
// to be closed, libcurl would write it to another: it may have been acted upon, so that is refused.
int HttpCall::on_request(void* call, char* /*from*/, char* /*to*/, int /*port*/, int /*port*/) {
    auto& self = *static_cast<HttpCall*>(call);
    self.deadline_ = Clock::now() + self.timeouts_.read;
    return ++self.requests_ == 1 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

void HttpCall::heard_something() {
    const auto now = Clock::now();
    last_moment_ = std::min(last_moment_, now + timeouts_.whole);
    deadline_ = std::min(now + timeouts_.read, last_moment_);
}

void HttpCall::take_header(std::string_view line) {
    heard_something();
    if (line.starts_with("HTTP/")) {  // anew after an interim answer
        answer_.headers.clear();
        const auto status = line.substr(std::min(line.find(' '), line.size() - 1) + 1);
        std::from_chars(status.data(), status.data() + status.size(), answer_.status);
        return;
    }
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) {
        answer_.headers.emplace(lower(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
}

bool HttpCall::take_body(std::string_view bytes) {
    heard_something();
    too_large_ = too_large_ || answer_.body.size() + bytes.size() > request_.max_answer;
    if (!too_large_) {
        answer_.body.append(bytes);
    }
    return !too_large_;
}

std::size_t HttpCall::on_header(char* bytes, std::size_t one, std::size_t count, void* call) {
    static_cast<HttpCall*>(call)->take_header({bytes, one * count});
    return one * count;
}

std::size_t HttpCall::on_body(char* bytes, std::size_t one, std::size_t count, void* call) {
    return static_cast<HttpCall*>(call)->take_body({bytes, one * count}) ? one * count : 0;
}

void HttpCall::end(CURLcode result) {
    using Outcome = HttpAnswer::Outcome;
    if (too_large_) {
        fail(Outcome::TooLarge, "the answer is too long");
        return;
    }
    if (result != CURLE_OK) {
        fail(requests_ == 0 ? Outcome::NotSent : Outcome::Unknown, curl_easy_strerror(result));
        return;
    }
    answer_.outcome = Outcome::Answered;
    done_(std::move(answer_));
}

}  // namespace bot
