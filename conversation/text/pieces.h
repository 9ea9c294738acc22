#pragma once
#include "conversation/text/clusters.h"
#include "conversation/text/utf8.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// How a text is cut into pieces that a channel takes, whatever the channel counts: shared by
// split_text and split_sms. A Meter is a value; `bool add(std::string_view)` says whether the piece
// so far and this still fit, and takes it in.
namespace conversation::pieces {

// Where to cut text[from, end) for the eye: after a line end or, failing that, a space in its
// second half.
inline std::size_t pleasant_cut(std::string_view text,
                                std::size_t from,
                                std::size_t end,
                                const std::vector<std::size_t>& boundaries) {
    const std::size_t half = from + (end - from) / 2;
    for (const char wanted : {'\n', ' '}) {
        for (std::size_t at = end; at > half; --at) {
            if (text[at - 1] == wanted &&
                std::binary_search(boundaries.begin(), boundaries.end(), at)) {
                return at;
            }
        }
    }
    return end;
}

// A cluster longer than a piece: as many of its code points as fit, at least one.
template <class Meter>
std::size_t tear(std::string_view text, std::size_t from, std::size_t to, Meter meter) {
    std::size_t end = from;
    while (end < to) {
        const std::size_t length = decode_utf8(text, end).length;
        if (!meter.add(text.substr(end, length)) && end > from) {
            break;
        }
        end += length;
    }
    return end;
}

// All pieces in order; joined they are the text.
template <class Meter>
std::vector<std::string> cut(std::string_view text, const Meter& empty) {
    const std::vector<std::size_t> boundaries = grapheme_boundaries(text);
    std::vector<std::string> parts;
    std::size_t next = 1;  // the first boundary after `from`
    for (std::size_t from = 0; from < text.size();) {
        Meter meter = empty;
        std::size_t end = from;
        for (std::size_t i = next; i < boundaries.size(); ++i) {
            if (!meter.add(text.substr(end, boundaries[i] - end))) {
                break;
            }
            end = boundaries[i];
        }
        if (end == from) {
            end = tear(text, from, boundaries[next], empty);
        } else if (end < text.size()) {
            end = pleasant_cut(text, from, end, boundaries);
        }
        parts.emplace_back(text.substr(from, end - from));
        from = end;
        while (next < boundaries.size() && boundaries[next] <= from) {
            ++next;
        }
    }
    return parts;
}

}  // namespace conversation::pieces
