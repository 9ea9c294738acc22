#pragma once
#include "storage/reader_pool.h"
#include "storage/writer.h"
#include "webhooks/route.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace console {

struct ApiSettings {
    std::string office;  // its name
    std::function<conversation::Instant()> now;
};

// What programs read with a token, below /api/v1/ on the console's listener: exports as JSON pages
// and as whole files, the OData feed, and the OpenAPI document, which needs no token since it tells
// nothing of the office. Every reading leaves its audit row first. docs/API.md is the manual.
//
// Threads: any number.
class Api {
  public:
    // Both must outlive the API.
    Api(storage::Writer& writer, storage::ReaderPool& readers, ApiSettings settings);
    ~Api();
    Api(const Api&) = delete;
    Api& operator=(const Api&) = delete;
    Api(Api&&) = delete;
    Api& operator=(Api&&) = delete;

    // The API must outlive the server they are mounted on.
    [[nodiscard]] std::vector<webhooks::Route> routes();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace console
