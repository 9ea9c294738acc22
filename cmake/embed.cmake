# embed_folder(NAME n ROOM r FOLDER f PATTERN p...) builds the files of a folder into the program.
#
# Makes the library embedded_<n> with one header, "embedded/<n>.h", that offers
#     std::span<const embedded::File> embedded::<n>();   // File{name, content}, sorted by name
# Names are relative to FOLDER. Contents are the files' bytes.
function(embed_folder)
    cmake_parse_arguments(ARG "" "NAME;ROOM;FOLDER" "PATTERN" ${ARGN})
    set(globs "")
    foreach(pattern ${ARG_PATTERN})
        list(APPEND globs ${CMAKE_SOURCE_DIR}/${ARG_FOLDER}/${pattern})
    endforeach()
    file(GLOB files CONFIGURE_DEPENDS ${globs})
    list(SORT files)
    set(out ${CMAKE_BINARY_DIR}/embedded/${ARG_NAME}.cpp)
    set(header ${CMAKE_BINARY_DIR}/embedded/${ARG_NAME}.h)
    file(CONFIGURE OUTPUT ${header} @ONLY CONTENT
"#pragma once
#include <span>

#include \"cmake/embedded_file.h\"

namespace embedded {
std::span<const File> @ARG_NAME@();
}
")
    add_custom_command(
        OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -DNAME=${ARG_NAME} -DOUT=${out} -DBASE=${CMAKE_SOURCE_DIR}/${ARG_FOLDER}
                "-DFILES=${files}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_script.cmake
        DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_script.cmake
        VERBATIM)
    add_library(embedded_${ARG_NAME} STATIC ${out})
    target_include_directories(embedded_${ARG_NAME} PUBLIC ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
endfunction()
