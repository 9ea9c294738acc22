// yardstick: the least that can be called a durable LINE bot, to measure the program beside. It
// knows no rights, no forms, no retries and no faults.
#include <httplib.h>
#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sqlite3.h>

#include <array>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Turn {
    std::string event, user, token, text, answer;
    sqlite3_int64 outbox = 0;
    std::atomic<int> state{0};  // 1: committed
};

struct Reply {
    sqlite3_int64 outbox;
    std::string token, text;
};

std::mutex turn_lock, reply_lock;
std::condition_variable turn_ready, reply_ready;
std::vector<Turn*> turns;
std::vector<sqlite3_int64> sent;  // guarded by turn_lock, as turns
std::deque<Reply> replies;

void check(sqlite3* db, int result) {
    if (result != SQLITE_OK && result != SQLITE_DONE && result != SQLITE_ROW) {
        std::fprintf(stderr, "yardstick: %s\n", sqlite3_errmsg(db));
        std::exit(1);
    }
}

struct Statement {
    sqlite3* db;
    sqlite3_stmt* handle = nullptr;

    Statement(sqlite3* base, const char* sql) : db(base) {
        check(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr));
    }

    void bind(int place, const std::string& text) const {
        sqlite3_bind_text(handle, place, text.data(), int(text.size()), SQLITE_STATIC);
    }

    void bind(int place, sqlite3_int64 number) const { sqlite3_bind_int64(handle, place, number); }

    template <typename... Values>
    bool run(const Values&... values) const {  // true: there is a row
        sqlite3_reset(handle);
        int place = 0;
        (bind(++place, values), ...);
        const int result = sqlite3_step(handle);
        check(db, result);
        return result == SQLITE_ROW;
    }
};

constexpr const char* kSchema = R"(
    PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
    CREATE TABLE inbox(event TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE session(user TEXT PRIMARY KEY, step INTEGER) STRICT, WITHOUT ROWID;
    CREATE TABLE answer(id INTEGER PRIMARY KEY, user TEXT, step INTEGER, text TEXT) STRICT;
    CREATE TABLE outbox(id INTEGER PRIMARY KEY, user TEXT, token TEXT, text TEXT, sent INTEGER) STRICT;)";
const std::array<std::string, 4> kQuestions{
    "เดือนนี้อาชีพหลักยังเหมือนเดิมไหมคะ", "เดือนนี้มีรายได้รวมกี่บาทคะ", "เดือนนี้เก็บออมได้กี่บาทคะ", "ถูกต้องไหมคะ"};

bool is_amount(const std::string& text) {
    double value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && stop == text.data() + text.size() && value >= 0;
}

void write_turns(sqlite3* db) {
    const Statement begin(db, "BEGIN IMMEDIATE"), commit(db, "COMMIT"),
        inbox(db, "INSERT OR IGNORE INTO inbox VALUES (?)"),
        load(db, "SELECT step FROM session WHERE user = ?"),
        save(db, "INSERT OR REPLACE INTO session VALUES (?, ?)"),
        answer(db, "INSERT INTO answer(user, step, text) VALUES (?, ?, ?)"),
        outbox(db, "INSERT INTO outbox(user, token, text, sent) VALUES (?, ?, ?, 0)"),
        settle(db, "UPDATE outbox SET sent = 1 WHERE id = ?");
    std::vector<Turn*> batch;
    std::vector<sqlite3_int64> done;
    while (true) {
        batch.clear();
        done.clear();
        std::unique_lock waiting(turn_lock);
        turn_ready.wait(waiting, [] { return !turns.empty() || !sent.empty(); });
        batch.swap(turns);
        done.swap(sent);
        waiting.unlock();
        begin.run();
        for (Turn* turn : batch) {
            inbox.run(turn->event);
            if (sqlite3_changes(db) == 0) {
                continue;
            }
            const auto step =
                size_t(load.run(turn->user) ? sqlite3_column_int64(load.handle, 0) : 0);
            const bool amount = step % 5 == 2 || step % 5 == 3;
            const size_t next = amount && !is_amount(turn->text) ? step : step + 1;
            turn->answer = next % 5 == 0 ? "บันทึกแล้วค่ะ ขอบคุณค่ะ" : kQuestions[(next - 1) % 4];
            save.run(turn->user, sqlite3_int64(next));
            answer.run(turn->user, sqlite3_int64(step), turn->text);
            outbox.run(turn->user, turn->token, turn->answer);
            turn->outbox = sqlite3_last_insert_rowid(db);
        }
        for (const sqlite3_int64 id : done) {
            settle.run(id);
        }
        commit.run();
        for (Turn* turn : batch) {
            if (turn->outbox != 0) {
                const std::lock_guard guard(reply_lock);
                replies.push_back({turn->outbox, turn->token, turn->answer});
                reply_ready.notify_one();
            }
            turn->state = 1;
            turn->state.notify_one();
        }
    }
}

void send_replies(const std::string& line) {
    httplib::Client client(line);
    client.set_keep_alive(true);
    client.set_tcp_nodelay(true);
    const httplib::Headers headers{{"Authorization", "Bearer bench"}};
    while (true) {
        std::unique_lock guard(reply_lock);
        reply_ready.wait(guard, [] { return !replies.empty(); });
        const Reply reply = std::move(replies.front());
        replies.pop_front();
        guard.unlock();
        const nlohmann::json body{{"replyToken", reply.token},
                                  {"messages", {{{"type", "text"}, {"text", reply.text}}}}};
        client.Post("/v2/bot/message/reply", headers, body.dump(), "application/json");
        const std::lock_guard settled(turn_lock);
        sent.push_back(reply.outbox);
        turn_ready.notify_one();
    }
}

bool signed_by_line(const httplib::Request& request, const std::string& secret) {
    std::array<unsigned char, 32> digest{};
    std::array<unsigned char, 45> text{};
    const auto* body = reinterpret_cast<const unsigned char*>(request.body.data());
    const int size = int(secret.size());
    HMAC(EVP_sha256(), secret.data(), size, body, request.body.size(), digest.data(), nullptr);
    EVP_EncodeBlock(text.data(), digest.data(), int(digest.size()));
    const std::string value = request.get_header_value("x-line-signature");
    return value.size() == 44 && CRYPTO_memcmp(value.data(), text.data(), 44) == 0;
}

void take(const httplib::Request& request, httplib::Response& response, const std::string& secret) {
    response.status = signed_by_line(request, secret) ? 200 : 401;
    const auto body =
        nlohmann::json::parse(response.status == 200 ? request.body : "{}", nullptr, false);
    for (const auto& event : body.value("events", nlohmann::json::array())) {
        // Outlives the wake-up by the writer.
        thread_local Turn turn;
        turn.state = 0;
        turn.outbox = 0;
        turn.event = event.at("webhookEventId");
        turn.user = event.at("source").at("userId");
        turn.token = event.at("replyToken");
        turn.text = event.at("message").at("text");
        std::unique_lock guard(turn_lock);
        turns.push_back(&turn);
        guard.unlock();
        turn_ready.notify_one();
        turn.state.wait(0);
    }
}

struct Server : httplib::Server {
    bool start(int port) {
        bind_to_port("127.0.0.1", port);
        ::listen(svr_sock_, 1024);  // the library's own backlog is 5
        return listen_after_bind();
    }
};

}  // namespace

int main(int count, char** words) {
    if (count != 7) {
        std::fprintf(stderr, "usage: yardstick PORT DATABASE SECRET LINE_URL THREADS SENDERS\n");
        return 2;
    }
    sqlite3* db = nullptr;
    check(db, sqlite3_open(words[2], &db));
    check(db, sqlite3_exec(db, kSchema, nullptr, nullptr, nullptr));
    std::vector<std::thread> threads;
    threads.emplace_back(write_turns, db);
    for (int sender = 0; sender < std::atoi(words[6]); ++sender) {
        threads.emplace_back(send_replies, std::string(words[4]));
    }
    Server server;
    const auto workers = size_t(std::atoi(words[5]));
    server.new_task_queue = [workers] { return new httplib::ThreadPool(workers); };
    server.set_tcp_nodelay(true);
    server.set_keep_alive_max_count(1'000'000'000);
    server.set_keep_alive_timeout(60);
    const std::string secret = words[3];
    server.Post("/webhooks/line",
                [&secret](const httplib::Request& request, httplib::Response& response) {
                    take(request, response, secret);
                });
    std::signal(SIGPIPE, SIG_IGN);
    std::_Exit(server.start(std::atoi(words[1])) ? 0 : 1);
}
