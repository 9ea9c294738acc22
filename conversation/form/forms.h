#pragma once
#include "conversation/form/form.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// The forms in force, and older editions that running sessions still hold. Immutable once shared.
class Forms {
  public:
    // The newest edition of a form; nullptr when there is none.
    [[nodiscard]] std::shared_ptr<const Form> find(std::string_view id) const;
    // The very edition a session keeps; nullptr when it is not known any more.
    [[nodiscard]] std::shared_ptr<const Form> find_key(std::string_view key) const;
    // In order of id.
    [[nodiscard]] std::vector<std::shared_ptr<const Form>> all() const;

    // Makes `form` the edition in force of its id; an edition there before stays findable by its
    // key.
    void add(std::shared_ptr<const Form> form);
    // Only findable by its key.
    void add_older(std::shared_ptr<const Form> form);

  private:
    std::map<std::string, std::shared_ptr<const Form>, std::less<>> current_;
    std::map<std::string, std::shared_ptr<const Form>, std::less<>> by_key_;
};

}  // namespace conversation
