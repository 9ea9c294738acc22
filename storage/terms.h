#pragma once
#include "storage/connection.h"
#include "storage/roles.h"

#include <string_view>

// A person's term of office as the office gives and ends it, with what follows from it: the support
// team of an organisation, and houses whose file names her telephone. Throw StorageError.
namespace storage {

// Returns whether anything changed: the same term again does nothing.
Change add_term(Connection& connection, const Roles::Role& role, Instant now, std::string_view by);

// The term's last day. In the support team she stays while she has another role in the
// organisation.
void end_term(
    Connection& connection, const Roles::Role& role, Day last, Instant now, std::string_view by);

}  // namespace storage
