# embed_folder(NAME n ROOM r FOLDER f PATTERN p...) builds the files of a folder into the program.
#
# Makes the library embedded_<n> with one header, "embedded/<n>.h", that offers
#     std::span<const embedded::File> embedded::<n>();   // File{name, content}, sorted by name
# FOLDER is one of the sources, or an absolute one of a Debian package. Names are relative to FOLDER. Contents are the files' bytes.
function(embed_folder)
    cmake_parse_arguments(ARG "" "NAME;ROOM;FOLDER" "PATTERN" ${ARGN})
    get_filename_component(folder ${ARG_FOLDER} ABSOLUTE BASE_DIR ${CMAKE_SOURCE_DIR})
    set(globs "")
    foreach(pattern ${ARG_PATTERN})
        list(APPEND globs ${folder}/${pattern})
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
        COMMAND ${CMAKE_COMMAND} -DNAME=${ARG_NAME} -DOUT=${out} -DBASE=${folder}
                "-DFILES=${files}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_script.cmake
        DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_script.cmake
        VERBATIM)
    add_library(embedded_${ARG_NAME} STATIC ${out})
    target_include_directories(embedded_${ARG_NAME} PUBLIC ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
endfunction()
