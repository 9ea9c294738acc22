#pragma once
#include "bot/config.h"

#include <memory>

namespace bot {

// The living process: builds the rooms in order, runs until it is told to stop, takes them down in
// the opposite order. There is one in a process.
class App {
  public:
    struct Options {
        bool demo = false;  // with the chat simulator on the console's listener
    };

    App(Config config, Options options);
    ~App();
    App(const App&) = delete;
    App& operator=(const App&) = delete;
    App(App&&) = delete;
    App& operator=(App&&) = delete;

    // Opens the database, reads the forms, opens the ports, begins to send. Throws StorageError,
    // ConfigError, webhooks::ListenError, each in words for a person; then nothing was sent.
    void start();

    // Waits for SIGTERM or SIGINT and stops within ten seconds; SIGHUP reads the forms anew. The
    // signals must be blocked (block_signals) before the first thread is started.
    void run();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// For the calling thread and all it will start.
void block_signals();

}  // namespace bot
