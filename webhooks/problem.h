#pragma once
#include <span>
#include <string>
#include <string_view>

// The numbered registry of every refusal HTTP may answer. What goes over the wire is a short
// application/problem+json with the number, a plain sentence in English and Thai and an id that the
// log repeats; never an exception's text, a path, SQL or a version. docs/API.md lists them.
namespace webhooks {

enum class Problem {
    BadRequest,
    BadRequestLine,
    BadHeader,
    BadHost,
    BadContentLength,
    BadLineEnd,
    BadForm,
    UnknownParameter,
    BadParameter,
    Unauthorized,
    WrongSignature,
    NoToken,
    WrongToken,
    EndedToken,
    Forbidden,
    PersonalNotGranted,
    NotInScope,
    NotFound,
    MethodNotAllowed,
    NotAcceptable,
    RequestTimeout,
    Conflict,
    LengthRequired,
    BodyTooLarge,
    TargetTooLong,
    UnsupportedEncoding,
    UnsupportedMediaType,
    ExpectationFailed,
    Unprocessable,
    TooManyRequests,
    HeadTooLarge,
    InternalError,
    MethodUnknown,
    OptionNotOffered,
    TooBusy,
    IntakeUnavailable,
    NotReady,
    VersionUnknown,
};

struct ProblemInfo {
    Problem problem = Problem::InternalError;
    int status = 500;
    std::string_view code;      // "411.1": the status and a number within it, never reused
    std::string_view sentence;  // English, for the person who operates the other end
    std::string_view thai;      // the same
};

// What one refusal says besides: which parameter (or header) is meant, and what to write instead.
struct ProblemDetail {
    std::string parameter{};  // empty: none in particular
    std::string english{};
    std::string thai{};
};

[[nodiscard]] const ProblemInfo& describe(Problem problem);

// All of them, in the order of their codes.
[[nodiscard]] std::span<const ProblemInfo> all_problems();

// "urn:sammachip:problem:404.1": the problem's type (RFC 9457).
[[nodiscard]] std::string problem_type(const ProblemInfo& info);

// The JSON document of a problem. `id` names this one occurrence in the log.
[[nodiscard]] std::string problem_json(Problem problem,
                                       std::string_view id,
                                       const ProblemDetail& detail = {});

// A fresh id of 16 hexadecimal digits; unique within this run of the program and, for all practical
// purposes, between runs. Threads: any.
[[nodiscard]] std::string new_problem_id();

}  // namespace webhooks
