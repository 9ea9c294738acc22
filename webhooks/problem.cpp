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
    ProblemInfo{Problem::BadRequest,
                400,
                "400.1",
                "The request could not be understood.",
                "คำขอนี้อ่านไม่เข้าใจ"},
    ProblemInfo{Problem::BadRequestLine,
                400,
                "400.2",
                "The request line is not valid HTTP.",
                "บรรทัดแรกของคำขอไม่ถูกต้องตาม HTTP"},
    ProblemInfo{Problem::BadHeader,
                400,
                "400.3",
                "A header field is not valid HTTP.",
                "ส่วนหัวของคำขอไม่ถูกต้องตาม HTTP"},
    ProblemInfo{Problem::BadHost,
                400,
                "400.4",
                "The request needs exactly one Host header.",
                "คำขอต้องมี Host หนึ่งค่า"},
    ProblemInfo{Problem::BadContentLength,
                400,
                "400.5",
                "The Content-Length is not one plain number.",
                "Content-Length ต้องเป็นตัวเลขหนึ่งค่า"},
    ProblemInfo{Problem::BadLineEnd,
                400,
                "400.6",
                "Header lines must end with CR LF.",
                "บรรทัดของส่วนหัวต้องจบด้วย CR LF"},
    ProblemInfo{Problem::BadForm,
                400,
                "400.7",
                "The form fields could not be read.",
                "อ่านช่องของแบบฟอร์มไม่ได้"},
    ProblemInfo{Problem::UnknownParameter,
                400,
                "400.8",
                "This parameter is not known here.",
                "ไม่รู้จักพารามิเตอร์นี้"},
    ProblemInfo{Problem::BadParameter,
                400,
                "400.9",
                "This parameter's value cannot be used.",
                "ค่าของพารามิเตอร์นี้ใช้ไม่ได้"},
    ProblemInfo{Problem::Unauthorized, 401, "401.1", "Please log in first.", "โปรดเข้าสู่ระบบก่อน"},
    ProblemInfo{Problem::WrongSignature,
                401,
                "401.2",
                "The signature is missing or wrong.",
                "ไม่มีลายเซ็น หรือลายเซ็นไม่ถูกต้อง"},
    ProblemInfo{Problem::NoToken,
                401,
                "401.3",
                "Send a token with the request.",
                "โปรดส่งรหัสเข้าถึงข้อมูล (token) มากับคำขอ"},
    ProblemInfo{
        Problem::WrongToken, 401, "401.4", "This token is not known.", "ไม่รู้จักรหัสเข้าถึงข้อมูลนี้"},
    ProblemInfo{Problem::EndedToken,
                401,
                "401.5",
                "This token has expired or was revoked.",
                "รหัสเข้าถึงข้อมูลนี้หมดอายุหรือถูกยกเลิกแล้ว"},
    ProblemInfo{Problem::Forbidden, 403, "403.1", "This is not allowed.", "ไม่อนุญาต"},
    ProblemInfo{Problem::PersonalNotGranted,
                403,
                "403.2",
                "Personal columns need a token that may read them, and a reason.",
                "คอลัมน์ข้อมูลส่วนบุคคลต้องใช้รหัสที่อ่านได้และต้องเขียนเหตุผล"},
    ProblemInfo{
        Problem::NotInScope, 403, "403.3", "This token may not read this.", "รหัสนี้อ่านข้อมูลนี้ไม่ได้"},
    ProblemInfo{
        Problem::NotFound, 404, "404.1", "There is nothing at this address.", "ไม่มีสิ่งใดที่ที่อยู่นี้"},
    ProblemInfo{Problem::MethodNotAllowed,
                405,
                "405.1",
                "This address does not answer this method.",
                "ที่อยู่นี้ไม่รับวิธีเรียกนี้"},
    ProblemInfo{Problem::NotAcceptable,
                406,
                "406.1",
                "The answer cannot be given in the format asked for.",
                "ตอบในรูปแบบที่ขอไม่ได้"},
    ProblemInfo{Problem::RequestTimeout,
                408,
                "408.1",
                "The request took too long to arrive.",
                "คำขอมาถึงช้าเกินไป"},
    ProblemInfo{Problem::Conflict,
                409,
                "409.1",
                "Somebody else has changed this in between.",
                "มีผู้อื่นแก้ไขไปก่อนแล้ว"},
    ProblemInfo{Problem::LengthRequired,
                411,
                "411.1",
                "Send the body with a Content-Length.",
                "ส่งเนื้อหาพร้อม Content-Length"},
    ProblemInfo{Problem::BodyTooLarge, 413, "413.1", "The body is too large.", "เนื้อหาใหญ่เกินไป"},
    ProblemInfo{Problem::TargetTooLong, 414, "414.1", "The address is too long.", "ที่อยู่ยาวเกินไป"},
    ProblemInfo{Problem::UnsupportedEncoding,
                415,
                "415.1",
                "Send the body without a Content-Encoding.",
                "ส่งเนื้อหาโดยไม่มี Content-Encoding"},
    ProblemInfo{Problem::UnsupportedMediaType,
                415,
                "415.2",
                "This kind of body is not taken here.",
                "ไม่รับเนื้อหาชนิดนี้"},
    ProblemInfo{Problem::ExpectationFailed,
                417,
                "417.1",
                "Only \"Expect: 100-continue\" is understood.",
                "รับเฉพาะ Expect: 100-continue"},
    ProblemInfo{Problem::Unprocessable,
                422,
                "422.1",
                "What was sent does not fit this address.",
                "สิ่งที่ส่งมาใช้กับที่อยู่นี้ไม่ได้"},
    ProblemInfo{Problem::TooManyRequests,
                429,
                "429.1",
                "Too many requests; please wait and try again.",
                "ขอถี่เกินไป โปรดรอแล้วลองใหม่"},
    ProblemInfo{Problem::HeadTooLarge,
                431,
                "431.1",
                "The header fields are too large.",
                "ส่วนหัวของคำขอใหญ่เกินไป"},
    ProblemInfo{Problem::InternalError, 500, "500.1", "Something went wrong here.", "ระบบขัดข้อง"},
    ProblemInfo{
        Problem::MethodUnknown, 501, "501.1", "This method is not known here.", "ไม่รู้จักวิธีเรียกนี้"},
    ProblemInfo{Problem::OptionNotOffered,
                501,
                "501.2",
                "This query option is not offered.",
                "ไม่รองรับตัวเลือกการสืบค้นนี้"},
    ProblemInfo{Problem::TooBusy,
                503,
                "503.1",
                "Too busy now; please try again.",
                "ระบบไม่ว่างในขณะนี้ โปรดลองใหม่"},
    ProblemInfo{Problem::IntakeUnavailable,
                503,
                "503.2",
                "Nothing can be stored now; please send again.",
                "บันทึกไม่ได้ในขณะนี้ โปรดส่งใหม่"},
    ProblemInfo{Problem::NotReady, 503, "503.3", "Not ready to work.", "ยังไม่พร้อมทำงาน"},
    ProblemInfo{Problem::VersionUnknown,
                505,
                "505.1",
                "Only HTTP/1.0 and HTTP/1.1 are spoken.",
                "รับเฉพาะ HTTP/1.0 และ HTTP/1.1"},
};

// A text as JSON writes it. What a request said may be in it: only what is plain, and letters of
// other scripts in well-formed UTF-8, is left as it is.
std::string json_text(std::string_view text) {
    constexpr unsigned char kFirstPlain = 0x20;
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (byte < kFirstPlain || byte == 0x7F) {
            result += fmt::format("\\u{:04x}", byte);
        } else {
            result += c;
        }
    }
    return result + "\"";
}

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

std::string problem_type(const ProblemInfo& info) {
    return fmt::format("urn:sammachip:problem:{}", info.code);
}

std::string problem_json(Problem problem, std::string_view id, const ProblemDetail& detail) {
    const auto& info = describe(problem);
    std::string document =
        fmt::format(R"({{"type":"{}","title":{},"title_th":{},"status":{},"code":"{}","id":"{}")",
                    problem_type(info),
                    json_text(info.sentence),
                    json_text(info.thai),
                    info.status,
                    info.code,
                    id);
    const auto add = [&](std::string_view name, const std::string& text) {
        if (!text.empty()) {
            document += fmt::format(R"(,"{}":{})", name, json_text(text));
        }
    };
    add("parameter", detail.parameter);
    add("detail", detail.english);
    add("detail_th", detail.thai);
    return document + "}";
}

std::string new_problem_id() {
    static std::atomic<std::uint64_t> next{random_start()};
    // An odd multiplier spreads neighbouring numbers and keeps them distinct.
    return fmt::format("{:016x}", next.fetch_add(1) * 0x9E3779B97F4A7C15ULL);
}

}  // namespace webhooks
