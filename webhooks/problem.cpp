#include "webhooks/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <random>

namespace webhooks {

namespace {

constexpr std::array kProblems{
    ProblemInfo{Problem::BadRequest, 400, "400.1", "The request could not be understood."},
    ProblemInfo{Problem::BadRequestLine, 400, "400.2", "The request line is not valid HTTP."},
    ProblemInfo{Problem::BadHeader, 400, "400.3", "A header field is not valid HTTP."},
    ProblemInfo{Problem::BadHost, 400, "400.4", "The request needs exactly one Host header."},
    ProblemInfo{
        Problem::BadContentLength, 400, "400.5", "The Content-Length is not one plain number."},
    ProblemInfo{Problem::BadLineEnd, 400, "400.6", "Header lines must end with CR LF."},
    ProblemInfo{Problem::BadForm, 400, "400.7", "The form fields could not be read."},
    ProblemInfo{Problem::Unauthorized, 401, "401.1", "Please log in first."},
    ProblemInfo{Problem::WrongSignature, 401, "401.2", "The signature is missing or wrong."},
    ProblemInfo{Problem::Forbidden, 403, "403.1", "This is not allowed."},
    ProblemInfo{Problem::NotFound, 404, "404.1", "There is nothing at this address."},
    ProblemInfo{
        Problem::MethodNotAllowed, 405, "405.1", "This address does not answer this method."},
    ProblemInfo{Problem::RequestTimeout, 408, "408.1", "The request took too long to arrive."},
    ProblemInfo{Problem::Conflict, 409, "409.1", "Somebody else has changed this in between."},
    ProblemInfo{Problem::LengthRequired, 411, "411.1", "Send the body with a Content-Length."},
    ProblemInfo{Problem::BodyTooLarge, 413, "413.1", "The body is too large."},
    ProblemInfo{Problem::TargetTooLong, 414, "414.1", "The address is too long."},
    ProblemInfo{
        Problem::UnsupportedEncoding, 415, "415.1", "Send the body without a Content-Encoding."},
    ProblemInfo{
        Problem::UnsupportedMediaType, 415, "415.2", "This kind of body is not taken here."},
    ProblemInfo{
        Problem::ExpectationFailed, 417, "417.1", "Only \"Expect: 100-continue\" is understood."},
    ProblemInfo{Problem::Unprocessable, 422, "422.1", "What was sent does not fit this address."},
    ProblemInfo{
        Problem::TooManyRequests, 429, "429.1", "Too many requests; please wait and try again."},
    ProblemInfo{Problem::HeadTooLarge, 431, "431.1", "The header fields are too large."},
    ProblemInfo{Problem::InternalError, 500, "500.1", "Something went wrong here."},
    ProblemInfo{Problem::MethodUnknown, 501, "501.1", "This method is not known here."},
    ProblemInfo{Problem::TooBusy, 503, "503.1", "Too busy now; please try again."},
    ProblemInfo{
        Problem::IntakeUnavailable, 503, "503.2", "Nothing can be stored now; please send again."},
    ProblemInfo{Problem::NotReady, 503, "503.3", "Not ready to work."},
    ProblemInfo{Problem::VersionUnknown, 505, "505.1", "Only HTTP/1.0 and HTTP/1.1 are spoken."},
};

std::uint64_t random_start() {
    std::random_device device;
    return (std::uint64_t{device()} << 32U) ^ device();
}

}  // namespace

const ProblemInfo& describe(Problem problem) {
    return *std::ranges::find(kProblems, problem, &ProblemInfo::problem);
}

std::span<const ProblemInfo> all_problems() {
    return kProblems;
}

std::string problem_json(Problem problem, std::string_view id) {
    const auto& info = describe(problem);
    std::string sentence;
    for (const char c : info.sentence) {
        if (c == '"') {
            sentence += '\\';
        }
        sentence += c;
    }
    return fmt::format(R"({{"title":"{}","status":{},"code":"{}","id":"{}"}})",
                       sentence,
                       info.status,
                       info.code,
                       id);
}

std::string new_problem_id() {
    static std::atomic<std::uint64_t> next{random_start()};
    // An odd multiplier spreads neighbouring numbers and keeps them distinct.
    return fmt::format("{:016x}", next.fetch_add(1) * 0x9E3779B97F4A7C15ULL);
}

}  // namespace webhooks
