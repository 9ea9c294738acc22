#include "bot/config.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace bot;
using Catch::Matchers::Contains;

namespace {

const std::string kOffice = "[office]\nname = \"สำนักงาน\"\ncontact = \"080-000-0000\"\n";
const std::string kLine =
    "[[channel]]\nid = \"line\"\nkind = \"line\"\nsecret = \"s3cr3t\"\naccess_token = \"t0k3n\"\n";

std::string refusal(const std::string& toml) {
    try {
        (void)parse_config(toml, "test.toml");
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

std::filesystem::path temporary_file(const std::string& content) {
    auto path = std::filesystem::temp_directory_path() / "sammachip-config-test";
    std::ofstream(path) << content;
    return path;
}

}  // namespace

TEST_CASE("a small configuration has defaults for everything else", "[bot][config]") {
    const Config config = parse_config(kOffice + kLine, "test.toml");
    CHECK(config.server.listen.host == "127.0.0.1");
    CHECK(config.server.listen.port == 8080);
    CHECK(config.server.console_listen.port == 8081);
    CHECK(config.database_path == "sammachip.db");
    CHECK(config.form_paths == std::vector<std::string>{"flows"});
    REQUIRE(config.line.size() == 1);
    CHECK(config.line[0].secret.reveal() == "s3cr3t");
    CHECK(config.line[0].api_base == "https://api.line.me");
    CHECK(config.line[0].data_api_base == "https://api-data.line.me");
}

TEST_CASE("every key of the public surface is read", "[bot][config]") {
    const Config config = parse_config(
        "[server]\nlisten = \"0.0.0.0:80\"\nconsole_listen = \"[::1]:81\"\n"
        "public_url = \"https://bot.example/\"\ntrusted_proxies = [\"10.0.0.1\"]\n"
        "[database]\npath = \"/tmp/x.db\"\n[log]\nlevel = \"debug\"\n"
        "[forms]\npaths = [\"a\", \"b\"]\n" +
            kOffice + "timezone = \"Asia/Bangkok\"\n" + kLine +
            "basic_id = \"@123abcde\"\napi_base = \"http://127.0.0.1:9/line/\"\ndata_api_base = "
            "\"https://data.example\"\n",
        "test.toml");
    CHECK(config.server.console_listen.host == "::1");
    CHECK(config.server.public_url == "https://bot.example");
    CHECK(config.server.trusted_proxies == std::vector<std::string>{"10.0.0.1"});
    CHECK(config.form_paths.size() == 2);
    CHECK(config.line[0].basic_id == "@123abcde");
    CHECK(config.line[0].api_base == "http://127.0.0.1:9/line");
    CHECK(config.log_level == "debug");
}

TEST_CASE("strings may come from the environment or a file, without the blanks pasted along",
          "[bot][config]") {
    setenv("SAMMACHIP_TEST_SECRET", " from-env \r\n", 1);  // NOLINT(concurrency-mt-unsafe)
    const auto file = temporary_file("from-file\n\n");
    const Config config = parse_config(
        kOffice +
            "[[channel]]\nid = \"line\"\nkind = \"line\"\nsecret = \"env:SAMMACHIP_TEST_SECRET\"\n"
            "access_token = \"file:" +
            file.string() + "\"\n",
        "test.toml");
    CHECK(config.line[0].secret.reveal() == "from-env");
    CHECK(config.line[0].access_token.reveal() == "from-file");
    std::filesystem::remove(file);
}

TEST_CASE("a wrong configuration is refused with the key, the reason and what to write",
          "[bot][config]") {
    using Row = std::tuple<std::string, std::string, std::string>;
    const auto [toml, key, words] = GENERATE(table<std::string, std::string, std::string>({
        Row{"[server]\nlissen = \"x\"\n" + kOffice + kLine, "[server] lissen", "is not a key"},
        Row{"[server]\nlisten = 8080\n" + kOffice + kLine, "[server] listen", "double quotes"},
        Row{"[server]\nlisten = \"localhost\"\n" + kOffice + kLine,
            "[server] listen",
            "127.0.0.1:8080"},
        Row{"[server]\nlisten = \"127.0.0.1:99999\"\n" + kOffice + kLine,
            "[server] listen",
            "address:port"},
        Row{"[server]\nlisten = \"127.0.0.1:8081\"\n" + kOffice + kLine,
            "console_listen",
            "a port of its own"},
        Row{"[server]\npublic_url = \"http://bot.example\"\n" + kOffice + kLine,
            "public_url",
            "https://"},
        Row{kLine, "[office] name is missing", "as people know it"},
        Row{"[office]\nname = \"\"\ncontact = \"x\"\n" + kLine, "[office] name", "is empty"},
        Row{kOffice + "timezone = \"Europe/Berlin\"\n" + kLine, "timezone", "Asia/Bangkok"},
        Row{kOffice, "[[channel]] is missing", "secret and access_token"},
        Row{kOffice + "[[channel]]\nid = \"line\"\nkind = \"telex\"\n", "kind", "\"line\""},
        Row{kOffice + "[[channel]]\nid = \"LINE 1\"\n" + kLine.substr(kLine.find("kind")),
            "id",
            "a-z"},
        Row{kOffice + kLine + kLine, "id", "two channels"},
        Row{kOffice + "[channel]\nid = \"line\"\n", "channel", "[[channel]]"},
        Row{kOffice + kLine + "colour = \"red\"\n", "[[channel]] colour", "is not a key"},
        Row{kOffice + kLine + "basic_id = \"123abcde\"\n", "basic_id", "\"@123abcde\""},
        Row{kOffice + kLine + "api_base = \"http://api.line.me\"\n", "api_base", "https://"},
        Row{kOffice + kLine + "api_base = \"api.line.me\"\n", "api_base", "https://"},
        Row{"[databse]\npath = \"x\"\n" + kOffice + kLine, "databse", "[database]"},
        Row{"server = 1\n" + kOffice + kLine, "server", "[server]"},
        Row{"[forms]\npaths = \"flows\"\n" + kOffice + kLine, "[forms] paths", "list"},
        Row{"[forms]\npaths = []\n" + kOffice + kLine, "[forms] paths", "is empty"},
        Row{"[log]\nlevel = \"loud\"\n" + kOffice + kLine, "[log] level", "\"debug\""},
        Row{"[database]\npath = \"env:SAMMACHIP_NOT_THERE\"\n" + kOffice + kLine,
            "[database] path",
            "SAMMACHIP_NOT_THERE"},
        Row{"[database]\npath = \"file:/not/there\"\n" + kOffice + kLine,
            "[database] path",
            "/not/there"},
        Row{"[office\n", "test.toml:1", "TOML"},
    }));
    const std::string text = refusal(toml);
    CAPTURE(toml, text);
    CHECK_THAT(text, Contains("test.toml"));
    CHECK_THAT(text, Contains(key));
    CHECK_THAT(text, Contains(words));
}

TEST_CASE("all mistakes are told at once", "[bot][config]") {
    const std::string text = refusal("[server]\nlisten = \"x\"\ncolour = \"red\"\n" + kLine);
    CHECK_THAT(text, Contains("listen"));
    CHECK_THAT(text, Contains("colour"));
    CHECK_THAT(text, Contains("[office] name"));
    CHECK_THAT(text, Contains("[office] contact"));
}

TEST_CASE("a secret is in no refusal", "[bot][config]") {
    const std::string inner =
        refusal(kOffice +
                "[[channel]]\nid = \"line\"\nkind = \"line\"\nsecret = \"hush hush\"\n"
                "access_token = \"to\\u0007ken\"\n");
    CHECK_THAT(inner, Contains("secret") && Contains("access_token") && Contains("copy it again"));
    CHECK_THAT(inner, !Contains("hush"));
    const std::string broken = refusal("[[channel]]\nsecret = \"hush\" hush\n");
    CHECK_THAT(broken, Contains("test.toml:2") && !Contains("hush"));
}

TEST_CASE("a configuration that is not there, or a folder, is said in words", "[bot][config]") {
    CHECK_THROWS_WITH(read_config("/not/there.toml"), Contains("cannot be read"));
    CHECK_THROWS_WITH(read_config("/tmp"), Contains("is a folder"));
    CHECK(find_config("given.toml") == "given.toml");
}
