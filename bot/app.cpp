#include "bot/app.h"

#include "bot/app_health.h"
#include "bot/calendar_desk.h"
#include "bot/calendar_files.h"
#include "bot/card_office.h"
#include "bot/content_fetcher.h"
#include "bot/form_store.h"
#include "bot/housekeeper.h"
#include "bot/http_transport.h"
#include "bot/line_channel.h"
#include "bot/log.h"
#include "bot/model_notices.h"
#include "bot/outbox_sender.h"
#include "bot/privacy_notice.h"
#include "bot/receipt_worker.h"
#include "bot/reminder_scheduler.h"
#include "bot/report_call.h"
#include "bot/sms_gateways.h"
#include "bot/turn_worker.h"
#include "console/api.h"
#include "console/office.h"
#include "console/simulator.h"
#include "console/simulator_villagers.h"
#include "storage/database.h"
#include "webhooks/calendar_feed.h"
#include "webhooks/health.h"
#include "webhooks/line_webhook.h"
#include "webhooks/metrics.h"
#include "webhooks/server.h"
#include "webhooks/sms_webhook.h"

#include <fmt/format.h>
#include <malloc.h>
#include <pthread.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <utility>
#include <vector>

namespace bot {

namespace {

using namespace std::chrono_literals;

// How long calls that are under way may take when the program is to stop.
constexpr std::chrono::milliseconds kPatience = 3s;
constexpr unsigned kOfficeWorkers = 32;
constexpr std::size_t kOfficeBody = std::size_t{8} * 1024 * 1024;  // an import's file
constexpr std::size_t kThreadStack = 512UL * 1024UL;

sigset_t our_signals() {
    sigset_t set{};
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    return set;
}

// Many threads that mostly wait: small stacks, few heaps.
void set_up_process() {
    if (sodium_init() < 0) {
        throw std::runtime_error("the system gives no random numbers");
    }
    mallopt(M_ARENA_MAX, 4);  // NOLINT(concurrency-mt-unsafe): no other thread runs yet
    pthread_attr_t attributes{};
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kThreadStack);
    pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);

    struct sigaction ignore {};

    ignore.sa_handler = SIG_IGN;
    sigaction(SIGXFSZ, &ignore, nullptr);  // a file at its limit is a full disk: SQLite says so
}

std::string shown(const Endpoint& endpoint, std::uint16_t port) {
    const bool any = endpoint.host == "0.0.0.0" || endpoint.host == "::";
    const bool six = endpoint.host.find(':') != std::string::npos;
    const std::string host = any ? "127.0.0.1" : six ? "[" + endpoint.host + "]" : endpoint.host;
    return fmt::format("http://{}:{}", host, port);
}

}  // namespace

void block_signals() {
    const sigset_t set = our_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

struct App::State {
    State(Config its_config, Options its_options)
        : config(std::move(its_config)), options(its_options) {}

    void open_channels();
    void wire();
    void open_gate();
    void open_office();
    void make_simulator();
    void load(bool first);
    void stop();

    Config config;
    Options options;
    SystemClock clock;
    conversation::Holidays holidays = conversation::Holidays::built_in();
    webhooks::Metrics metrics;
    std::unique_ptr<HttpTransport> transport;
    std::vector<std::unique_ptr<LineChannel>> channels;
    std::vector<SmsGateway> sms;
    // Declared in the order they are built; taken down in the opposite one. The writer inside the
    // database calls back into the workers, so it is stopped (stop()) before they go.
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<TurnWorker> turns;
    std::unique_ptr<ReceiptWorker> receipts;
    std::unique_ptr<OutboxSender> sender;
    std::unique_ptr<ContentFetcher> fetcher;
    std::unique_ptr<ReminderScheduler> reminders;
    std::unique_ptr<Housekeeper> housekeeper;
    std::unique_ptr<AppHealth> health;
    std::unique_ptr<console::Simulator> simulator;
    std::unique_ptr<storage::ReaderPool> readers;
    std::unique_ptr<CalendarDesk> calendars;
    std::unique_ptr<console::Office> office;
    std::unique_ptr<console::Api> api;
    std::unique_ptr<webhooks::HttpServer> gate;
    std::unique_ptr<webhooks::HttpServer> office_server;
};

void App::State::open_channels() {
    transport = make_http_transport();
    for (const auto& line : config.line) {
        channels.push_back(std::make_unique<LineChannel>(line, *transport));
    }
    sms = make_sms_gateways(config, *transport);
}

void App::State::wire() {
    std::vector<Channel*> all;
    for (const auto& channel : channels) {
        all.push_back(channel.get());
    }
    for (const auto& gateway : sms) {
        all.push_back(gateway.channel.get());
    }
    auto& writer = database->writer();
    turns = std::make_unique<TurnWorker>(
        writer, clock, metrics, conversation::Office{config.office.name, config.office.contact});
    turns->set_sms_rules(sms_rule_book(config));
    for (const auto& fault : read_calendar_files(config.form_paths, holidays)) {
        spdlog::error("calendar: {}", escaped(fault, 500));
    }
    turns->set_holidays(&holidays);
    receipts = std::make_unique<ReceiptWorker>(writer, clock, metrics);
    sender = std::make_unique<OutboxSender>(writer, all, clock, metrics);
    sender->set_notices(turns->notice_terms());
    receipts->set_notices(turns->notice_terms(),
                          [this](const std::string& channel) { sender->wake(channel); });
    fetcher = std::make_unique<ContentFetcher>(
        writer, all, clock, *turns, [this](const std::string& channel, const std::string& address) {
            sender->courtesy(channel, [address](Channel& line) { line.show_typing(address); });
        });
    turns->set_hooks(
        {.reserve = [this](const std::string& channel) { return sender->reserve(channel); },
         .send =
             [this](SendSlot slot, std::shared_ptr<const storage::Outbox::Row> row) {
                 sender->send(std::move(slot), std::move(row));
             },
         .answered = [this](const std::string& channel) { sender->wake(channel); },
         .fetches = [this](const std::string&) { fetcher->wake(); },
         .stored =
             [this](const conversation::IncomingMessage& message) {
                 if (!message.read_token.empty() && !message.standby) {
                     sender->courtesy(message.channel, [token = message.read_token](Channel& line) {
                         line.mark_read(token);
                     });
                 }
             }});
    reminders = std::make_unique<ReminderScheduler>(
        writer,
        clock,
        metrics,
        PassTerms{turns->notice_terms(), PlanningTerms{holidays}},
        [this](const std::string& channel) { sender->wake(channel); });
    reminders->set_ask_group_size([this](const storage::ChatGroups::Group& group) {
        sender->courtesy(group.channel, [this, group](Channel& line) {
            if (const auto members = line.members(group.address)) {
                reminders->note_group_size(group.id, *members);
            }
        });
    });
    housekeeper = std::make_unique<Housekeeper>(*database, clock);
    readers = std::make_unique<storage::ReaderPool>([this] { return database->reader(); });
    health = std::make_unique<AppHealth>(*database, *sender, clock);
    metrics.before_scrape([this] { health->measure(metrics); });
}

void App::State::load(bool first) {
    auto loaded = load_forms(config.form_paths, database->writer(), clock.now());
    for (const auto& line : loaded.warnings) {
        spdlog::warn("form: {}", escaped(line, 500));
    }
    for (const auto& line : loaded.errors) {
        spdlog::error("form: {}", escaped(line, 500));
    }
    health->set_broken_forms(loaded.errors.size());
    if (loaded.forms->all().empty() && first) {
        throw ConfigError("no form can be used: sammachip check says what is wrong with each");
    }
    if (!first && !loaded.errors.empty()) {
        spdlog::error("the forms stay as they were: mend the errors above, then reload again");
        return;
    }
    spdlog::info("{} forms are in force", loaded.forms->all().size());
    turns->set_forms(std::move(loaded.forms));
}

void App::State::open_gate() {
    std::vector<webhooks::Route> routes;
    for (const auto& line : config.line) {
        routes.push_back(webhooks::line_webhook_route(
            {line.id, line.secret.reveal()}, *turns, metrics, [this] { return clock.now(); }));
    }
    const webhooks::SmsDesk desk{*turns, *receipts, metrics, [this] { return clock.now(); }};
    for (auto& gateway : sms) {
        for (auto& route : webhooks::sms_routes(
                 {gateway.id, gateway.path_secret}, std::move(gateway.dialect), desk)) {
            routes.push_back(std::move(route));
        }
    }
    routes.push_back(webhooks::alive_route());
    routes.push_back(webhooks::ready_route([this] { return health->parts(); }));
    routes.push_back(webhooks::metrics_route(metrics));
    calendars = std::make_unique<CalendarDesk>(*readers, database->writer(), clock);
    routes.push_back(webhooks::calendar_route(
        [this](std::string_view secret) { return calendars->calendar(secret); }));
    webhooks::ListenConfig listen;
    listen.address = config.server.listen.host;
    listen.port = config.server.listen.port;
    listen.proxies = config.server.trusted_proxies;
    gate = std::make_unique<webhooks::HttpServer>(listen, std::move(routes), metrics);
    gate->start();
    spdlog::info("webhooks are taken at {}", shown(config.server.listen, gate->port()));
}

void App::State::make_simulator() {
    if (config.line.empty()) {
        throw ConfigError("serve --demo plays LINE: write a [[channel]] of kind \"line\"");
    }
    const LineConfig& line = config.line.front();
    console::SimulatorSettings settings;
    settings.channel_secret = line.secret.reveal();
    settings.access_token = line.access_token.reveal();
    settings.now = [this] { return clock.now(); };
    settings.villagers = [this, id = line.id] {
        auto reader = database->reader();
        return console::simulator_villagers(reader, id, clock.now());
    };
    settings.deliver = [this, id = line.id](const std::string& body, const std::string& signature) {
        HttpRequest request;
        request.method = "POST";
        request.base = shown(config.server.listen, gate->port());
        request.path = "/webhooks/" + id;
        request.content_type = "application/json";
        request.headers.emplace_back("X-Line-Signature", signature);
        request.body = body;
        return transport->call(request).status;
    };
    simulator = std::make_unique<console::Simulator>(std::move(settings));
}

void App::State::open_office() {
    console::OfficeSettings settings;
    settings.name = config.office.name;
    settings.now = [this] { return clock.now(); };
    settings.simulator = options.demo;
    settings.health = [this] { return health->parts(); };
    settings.cards = card_office(config);
    const PassTerms terms{turns->notice_terms(), PlanningTerms{holidays}};
    settings.model = {
        .tell_chosen =
            [notices = turns->notice_terms(),
             words = conversation::Office{config.office.name, config.office.contact}](
                auto& writer, auto household, auto now) {
                const conversation::Forms no_forms;
                const TurnContext context{
                    .forms = no_forms, .texts = notices.texts, .office = words, .sms = notices.sms};
                return tell_of_model(writer, context, household, "model.chosen_told", now);
            },
        .wake = [this](const std::string& channel) { sender->wake(channel); }};
    settings.leave_group = [this](const storage::ChatGroups::Group& group) {
        sender->courtesy(group.channel,
                         [address = group.address](Channel& line) { line.leave(address); });
    };
    settings.reports = {.look =
                            [terms](auto& reader, const auto& wish, auto now) {
                                return look_at_call(reader, terms, wish, now);
                            },
                        .call =
                            [terms](auto& writer, const auto& wish, auto after, auto now) {
                                return call_piece(writer, terms, wish, after, now);
                            },
                        .wake = [this](const std::string& channel) { sender->wake(channel); }};
    office = std::make_unique<console::Office>(database->writer(), *readers, std::move(settings));
    auto routes = office->routes();
    api = std::make_unique<console::Api>(
        database->writer(),
        *readers,
        console::ApiSettings{.office = config.office.name, .now = [this] { return clock.now(); }});
    for (auto& route : api->routes()) {
        routes.push_back(std::move(route));
    }
    if (options.demo) {
        make_simulator();
        for (auto& route : simulator->routes()) {
            routes.push_back(std::move(route));
        }
    }
    webhooks::ListenConfig listen;
    listen.name = "console";
    listen.address = config.server.console_listen.host;
    listen.port = config.server.console_listen.port;
    listen.workers = kOfficeWorkers;
    listen.proxies = config.server.trusted_proxies;
    listen.headers = console::office_headers();
    listen.max_body = kOfficeBody;
    listen.multipart = webhooks::Multipart::Taken;
    office_server = std::make_unique<webhooks::HttpServer>(listen, std::move(routes), metrics);
    office_server->start();
    const std::string address = shown(config.server.console_listen, office_server->port());
    spdlog::info("the office is at {}", address);
    if (options.demo) {
        fmt::print(
            "Sammachip runs.\n  {}/simulator  talk to it as a villager\n"
            "  {}/           the officers' office\n",
            address,
            address);
        std::fflush(stdout);
    }
}

void App::State::stop() {
    spdlog::info("stopping");
    if (simulator) {
        simulator->stop();
    }
    if (gate) {
        gate->stop();
    }
    if (office_server) {
        office_server->stop();
    }
    if (reminders) {
        reminders->stop();
    }
    if (sender) {
        sender->stop(kPatience, [this] { transport->abort(); });
    }
    if (transport) {
        transport->abort();
    }
    if (fetcher) {
        fetcher->stop();
    }
    if (housekeeper) {
        housekeeper->stop();
    }
    if (database) {
        database->writer().stop();
    }
}

App::App(Config config, Options options)
    : state_(std::make_unique<State>(std::move(config), options)) {}

App::~App() {
    state_->stop();
}

void App::start() {
    auto& state = *state_;
    set_up_process();
    state.database = storage::Database::open(state.config.database_path);
    state.database->writer().run([now = state.clock.now()](storage::Connection& writer) {
        put_privacy_notice(writer, now);
    });
    state.open_channels();
    state.wire();
    state.load(true);
    state.open_gate();
    state.open_office();
    state.sender->start();
    state.fetcher->start();
    state.reminders->start();
    state.housekeeper->start();
}

void App::run() {
    const sigset_t set = our_signals();
    while (true) {
        int signal = 0;
        if (sigwait(&set, &signal) != 0) {
            continue;
        }
        if (signal != SIGHUP) {
            return;
        }
        try {
            state_->load(false);
        } catch (const storage::StorageError& error) {
            spdlog::error("the forms could not be read anew: {}", error.what());
        }
    }
}

}  // namespace bot
