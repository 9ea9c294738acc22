// How long the readers of typed text take, alone: microseconds a text, no database, no network. The
// rows are in docs/BENCHMARKS.md.
#include "conversation/answer/occupation_words.h"
#include "conversation/answer/sentence.h"
#include "conversation/thai/amount.h"
#include "conversation/thai/date.h"
#include "conversation/thai/normalize.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

using namespace conversation;

namespace {

using Texts = std::vector<std::string>;
using Read = std::function<std::size_t(const std::string&)>;  // anything that depends on the text

constexpr int kRounds = 5;
constexpr std::size_t kLeastReads = 200'000;
constexpr std::size_t kLong = 20'000;  // characters

Texts amounts(const std::string& folder) {
    std::ifstream in(folder + "/thai-amounts.json");
    const auto file = nlohmann::json::parse(in);
    Texts texts;
    for (const auto& group : file.at("groups")) {
        for (const auto& one : group.at("cases")) {
            texts.push_back(one.at("in").get<std::string>());
        }
    }
    return texts;
}

// About sixty characters each, as people write them.
Texts sentences() {
    return {"ทำนา 10 ไร่ ได้เดือนละ 8 พัน เก็บออม 500 บาท ไม่มีหนี้ค่ะ",
            "บ้านเลขที่ 14/2 หมู่ 3 โทร 081-234-5678 รายได้ 8500 ออม 300",
            "เลิกทำนาแล้ว ตอนนี้ค้าขายกับรับจ้าง ได้วันละ 350 บาทประมาณนั้น",
            "สามีขับรถ ฉันขายของที่ตลาด รวมกันได้เดือนละหมื่นห้า เก็บพันนึง",
            "rice farming, income 8,000 baht a month, saved 500, no debt"};
}

std::string repeated(std::string_view piece, std::size_t characters) {
    std::string text;
    std::size_t count = 0;
    while (count < characters) {
        text += piece;
        for (const char c : piece) {
            count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
        }
    }
    return text;
}

// The best of a few rounds: what the machine can do when nobody else wants it.
double microseconds(const Texts& texts, const Read& read, std::size_t least) {
    double best = 0;
    std::size_t kept = 0;
    for (int round = 0; round < kRounds; ++round) {
        std::size_t reads = 0;
        const auto start = std::chrono::steady_clock::now();
        while (reads < least) {
            for (const auto& text : texts) {
                kept += read(text);
                ++reads;
            }
        }
        const std::chrono::duration<double, std::micro> took =
            std::chrono::steady_clock::now() - start;
        const double mean = took.count() / static_cast<double>(reads);
        best = round == 0 || mean < best ? mean : best;
    }
    return kept == 0 ? 0 : best;
}

void row(const char* what, double mean, const char* goal) {
    std::printf("| %s | %.2f | %s |\n", what, mean, goal);
}

// A text ten times as long must take about ten times as long.
void long_row(const char* what, std::string_view piece, const Read& read) {
    const double small = microseconds({repeated(piece, kLong / 10)}, read, 200);
    const double large = microseconds({repeated(piece, kLong)}, read, 20);
    std::printf("| %s, 20,000 characters | %.0f | %.1f × a tenth of it (linear: 10) |\n",
                what,
                large,
                large / small);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string folder = argc > 1 ? argv[1] : "tests/data/vectors";
    const Day today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};
    const Read as_amount = [](const std::string& text) {
        return static_cast<std::size_t>(read_amount(text).satang) + 1;
    };
    const Read as_sentence = [](const std::string& text) {
        return read_sentence(text, occupation_phrases()).ask.size() + 1;
    };
    const Read as_normal = [](const std::string& text) { return normalize(text).size() + 1; };
    std::printf("| reader | µs a text | goal |\n|---|---|---|\n");
    row("amount, the 1,922 of the vectors",
        microseconds(amounts(folder), as_amount, kLeastReads),
        "≤ 5");
    row("sentence of 60 characters", microseconds(sentences(), as_sentence, kLeastReads), "≤ 20");
    row("normalise, the same", microseconds(sentences(), as_normal, kLeastReads), "");
    row("date",
        microseconds(
            {"15 ม.ค. 2569", "วันพฤหัสบดีที่ 15 มกราคม พ.ศ. 2569", "15/1/69", "พรุ่งนี้"},
            [&](const std::string& text) {
                return static_cast<std::size_t>(read_date(text, today).echo) + 1;
            },
            kLeastReads),
        "");
    long_row("sentence", "ทำนาได้เดือนละ 8 พัน เก็บออม 500 ", as_sentence);
    long_row("sentence of number words", "พันหมื่นแสนล้าน", as_sentence);
    long_row("sentence of unknown words", "กขคงจฉชซ", as_sentence);
    long_row("sentence of figures", "8000 500 ", as_sentence);
    long_row("normalise", "ทํานา เเม่ ๘๕๐๐ ", as_normal);
    return 0;
}
